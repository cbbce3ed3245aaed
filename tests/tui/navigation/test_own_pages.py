"""Pages that Azure does not have are marked as the simulator's own, wherever they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import at_desk
from tests.support.worlds import demo_world
from tui.navigation.menus import MENUS
from tui.navigation.routes import ROUTES, SIMULATOR


def test_a_menu_groups_the_simulators_own_pages_and_no_other_under_its_name() -> None:
    grouped = {route: title for groups in MENUS.values() for title, routes in groups for route in routes}
    assert {route for route, title in grouped.items() if title == SIMULATOR} == {
        route for route in grouped if ROUTES[route].own
    }


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_the_title_of_such_a_page_says_so(size: tuple[int, int], tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        for route, known in ROUTES.items():
            if known.listed:
                await desk.open(route)
                assert (SIMULATOR in desk.screen) == known.own, route
                if desk.app.screen.is_modal:
                    await desk.press("escape")
        await desk.open("order.drift", "contosocert")
        title = next(line for line in desk.screen.splitlines() if "contosocert - Drift" in line)
        assert title.endswith(SIMULATOR)


async def test_the_menu_the_help_and_go_to_say_so(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        menu = desk.screen
        assert menu.index("Support + troubleshooting") < menu.index(f"  {SIMULATOR}") < menu.index("  Drift")
        await desk.press("g", *"mailb")
        assert SIMULATOR in desk.line("Mailbox")
        await desk.press("enter", "question_mark")
        assert "Azure's portal has none like it" in " ".join(desk.text.split())
