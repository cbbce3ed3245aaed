"""The focus: only what is drawn has it."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import at_desk
from tests.support.golden import settle
from tests.support.portal_states import order_id
from tests.support.worlds import demo_world
from tui.widgets.actions import Push


async def test_a_button_that_a_page_does_not_show_has_no_focus_and_is_not_pressed(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.vault_status", order_id("contosocert"))
        assert desk.app.focused is None
        await desk.press("enter")
        assert desk.app.page[0] == "order.vault_status"


async def test_what_is_hidden_before_it_was_ever_drawn_loses_the_focus(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        frame = desk.app.frame
        assert frame is not None and frame.blade is not None
        push = Push("Later")
        with desk.app.batch_update():
            mounted = frame.blade.mount(push)
            frame.set_focus(push)
            push.display = False
        await mounted
        await settle(desk.pilot)
        assert frame.focused is None
