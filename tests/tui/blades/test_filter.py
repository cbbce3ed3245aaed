"""The filter narrows the table while one types, says how many are left, and goes away with escape."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.journal.journal import write_state
from store.operations.simulator.clock import AdvanceClock
from tests.support.desk import at_desk
from tests.support.golden import grid, settle
from tests.support.many_orders import many_orders
from tests.support.worlds import demo_world, world
from tui.blades.filter_row import PAUSE
from tui.shell.app import PortalApp
from tui.widgets.columns import Rows, matching
from tui.widgets.table import Table


async def typed(pilot: Pilot[None], *keys: str) -> str:
    """The screen after these keys and the pause a filter makes."""
    await pilot.press(*keys)
    await pilot.pause(PAUSE + 0.05)
    await settle(pilot)
    return grid(pilot.app)


def table(app: PortalApp) -> Table:
    assert app.frame is not None and app.frame.blade is not None
    return app.frame.blade.query_one(Table)


async def test_typing_narrows_and_escape_shows_all(state: Path) -> None:
    app = PortalApp(state)
    async with app.run_test(size=(120, 36)) as pilot:
        shown = await typed(pilot, "slash", *"LINKED")
        left = table(app).row_count
        assert 0 < left < 8 and f"{left} of 8" in shown
        assert "nothing" not in await typed(pilot, *" fabrikam")
        assert table(app).cursor_key.endswith("fabrikamwild")
        assert "Nothing matches the filter." in await typed(pilot, *"zzz")
        shown = await typed(pilot, "escape")
        assert table(app).row_count == 8 and table(app).has_focus and "of 8" not in shown.split("\n", 4)[3]


async def test_the_command_bar_says_that_nothing_is_filtered(tmp_path: Path) -> None:
    """At its right end, while no verb has a reason to give there."""
    path = tmp_path / "state.json"
    write_state(path, many_orders(3), replace=False)
    app = PortalApp(path)
    async with app.run_test(size=(120, 36)) as pilot:
        assert "/ Filter: all states" in await typed(pilot)
        await pilot.click("CommandBar", offset=(112, 0))
        assert "Filter: all states" not in await typed(pilot)


async def test_enter_goes_to_the_rows_that_are_left_and_escape_then_ends_the_filter_first(
    state: Path,
) -> None:
    app = PortalApp(state)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "slash", *"denied", "enter")
        assert table(app).has_focus
        await typed(pilot, "j")
        app.go("order.overview", table(app).cursor_key)
        assert "wingtiptoyscert" in await typed(pilot)
        await typed(pilot, "escape")
        assert 0 < table(app).row_count < 8, "the way back ended the filter"
        await typed(pilot, "slash", *"expired")
        assert table(app).cursor_key.endswith("northwindcert"), "what is typed takes the old words' place"
        await typed(pilot, "escape")
        assert table(app).row_count == 8


async def test_a_filter_stays_in_force_while_the_world_changes(state: Path) -> None:
    app = PortalApp(state)
    async with app.run_test(size=(120, 36)) as pilot:
        await typed(pilot, "slash", *"verification")
        assert table(app).cursor_key.endswith("tailspintoys")
        app.perform(AdvanceClock(by="20d"), title="Advance")
        await typed(pilot)
        assert table(app).row_count == 1
        assert table(app).cursor_key.endswith("prosewarecert"), "it fell due, and the first one was denied"


@pytest.mark.parametrize("route", ["time", "order.faqs"])
async def test_where_no_table_is_there_is_no_filter(state: Path, route: str) -> None:
    app = PortalApp(state)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        app.go(route, table(app).cursor_key if route == "order.faqs" else "")
        await settle(pilot)
        before = grid(app)
        assert await typed(pilot, "slash") == before


def test_words_are_looked_up_once_a_row_however_much_is_typed() -> None:
    asked: list[str] = []

    def words(key: str) -> str:
        asked.append(key)
        return f"Row {key}"

    rows = Rows([str(number) for number in range(30)], lambda key: (), words)
    assert matching(rows, "r") == frozenset(rows)
    assert matching(rows, "OW 29") == {"29"}
    assert len(asked) == 30


async def test_a_filter_on_a_page_whose_resource_is_gone_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with at_desk(demo_world(), path) as desk:
        await desk.open("zone.overview", "contoso.com")
        write_state(path, world("empty"), replace=True)
        assert desk.app.portal.follow(), "read, and not shown yet"
        await desk.press("slash")
        assert desk.app.notices.all[0].title in ("Not there any more", "Page closed")
        assert desk.app.frame is not None and desk.app.frame.journey.here.route == "zones"
