"""The theme that was chosen is there at the next start; settings of no use are no error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.golden import settle
from tui.settings.file import read_settings, write_theme
from tui.shell.app import PortalApp


async def test_a_theme_is_remembered(state: Path, tmp_path: Path) -> None:
    kept = tmp_path / "config" / "settings.json"
    app = PortalApp(state, settings=kept)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert not kept.exists(), "nobody chose anything yet"
        app.theme = "ansi-light"
        await settle(pilot)
    assert PortalApp(state, settings=kept).theme == "ansi-light"


async def test_a_theme_that_cannot_be_remembered_is_used_all_the_same(state: Path, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be")
    app = PortalApp(state, settings=tmp_path / "config" / "settings.json")
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        app.theme = "portal-light"
        await settle(pilot)
        assert [one.title for one in app._notifications] == ["Theme"]
        assert app.theme == "portal-light"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"theme": 5}', '{"theme": "of a later version"}', "\0\0", '{"other": 1}', "[" * 5000],
)
def test_settings_of_no_use_are_those_of_a_new_user(state: Path, tmp_path: Path, text: str) -> None:
    kept = tmp_path / "settings.json"
    kept.write_text(text)
    assert PortalApp(state, settings=kept).theme == "portal-dark"


def test_settings_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "settings.json"
    write_theme(kept, "one")

    def full(_: Path, __: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_theme(kept, "two")
    assert read_settings(kept).theme == "one"
    assert list(tmp_path.iterdir()) == [kept]


_DRIFT_IN_ASCII = """
import asyncio, sys
from pathlib import Path
from store.resources import CertificateOrder
from tests.support.golden import grid, settle
from tui.shell.app import PortalApp

async def main():
    app = PortalApp(Path(sys.argv[1]))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        print(grid(app))
        app.go("order.drift", next(app.portal.world.all(CertificateOrder)).id)
        await settle(pilot)
        print(grid(app))
        await pilot.press("question_mark")
        await settle(pilot)
        print(grid(app))

asyncio.run(main())
"""


def test_every_sign_and_line_has_an_ascii_form(state: Path) -> None:
    """A terminal that draws signs of ambiguous width two cells wide shows straight columns all the same."""
    shown = subprocess.check_output(
        [sys.executable, "-c", _DRIFT_IN_ASCII, str(state)],
        text=True,
        encoding="utf-8",
        env={**os.environ, "CERTBLADE_ASCII": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert "What the signs mean" in shown and "#3 the order" in shown
    assert shown.isascii(), {letter for letter in shown if not letter.isascii()}
