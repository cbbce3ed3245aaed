"""Toasts: they stand over every screen, a click takes one away, and the others stay."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import at_desk
from tests.support.golden import settle
from tests.support.worlds import demo_world
from tui.widgets.toasts import ToastCard, Toasts


async def test_a_toast_stands_on_the_page_and_on_a_dialog_until_it_is_clicked(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        desk.app.say("First", "[b]Outside[/b] text.", "warning")
        desk.app.say("Second", "Another one.")
        await settle(desk.pilot)
        lines = desk.screen.splitlines()
        places = [next(y for y, line in enumerate(lines) if word in line) for word in ("First", "Second")]
        assert places == sorted(places), "the newest is below"
        assert desk.sees("[b]Outside[/b] text."), "what comes from outside is no markup"

        # Its card is there already, and is read once more.
        cards = list(desk.app.screen.query_one(Toasts).query(ToastCard))
        await desk.pilot.click(cards[0], offset=(4, 0))
        await settle(desk.pilot)
        assert "First" not in desk.screen and desk.sees("Another one.")
        assert list(desk.app.screen.query_one(Toasts).query(ToastCard)) == cards

        await desk.press("question_mark")
        assert "Another one." in desk.screen, "a screen over the page shows it too"
        desk.app.clear_notifications()
        await settle(desk.pilot)
        assert "Another one." not in desk.screen
