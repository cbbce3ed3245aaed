"""Names that attack the terminal: every piece of the frame shows them, none passes them on."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.support.golden import grid, settle
from tests.support.portal_states import ledger_of, order, order_id, write
from tests.tui.text.test_plain import HOSTILE
from tui.navigation.routes import ROUTES, Route
from tui.shell.app import PortalApp

_WRITABLE = [name for name in HOSTILE if not any("\ud800" <= letter <= "\udfff" for letter in name)]


@pytest.mark.parametrize("name", _WRITABLE)
async def test_no_control_character_reaches_any_screen(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = Route("tests.support.sample_blade:Sample", parent="certificates")
    monkeypatch.setitem(ROUTES, "order.overview", sample)
    hostile = order("x", name)
    hostile = msgspec.structs.replace(hostile, id=order_id(name), name=name)
    known = msgspec.structs.replace(ledger_of("x"), id=order_id(name))
    app = PortalApp(write(tmp_path / "state.json", hostile, known))
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await settle(pilot)
        screens = [grid(app)]
        app.say(name, name, "error", code=name, repair=name)
        app.go("order.overview", hostile.id)
        await settle(pilot)
        screens.append(grid(app))
        for key in ("b", "escape", "g", "escape", "question_mark", "escape", "ctrl+p"):
            await pilot.press(key)
            await settle(pilot)
            screens.append(grid(app))
    shown = "".join(screens).replace("\n", "")
    assert shown.isprintable()
    assert app.return_code in (None, 0)
