"""Files that pages save have names that a terminal and a shell take as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import at_desk
from tests.support.worlds import world
from tui.shell.saving import save_document


async def test_a_name_from_outside_puts_no_control_and_no_path_into_a_files_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        save_document(desk.app, "co\x1b[31m\n../rg web[b]", "json", "{}")
        await desk.press()
    [saved] = tmp_path.glob("certblade-*")
    assert saved.name == "certblade-co-31m-..-rg-web-b-.json"
