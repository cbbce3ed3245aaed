"""A key acts on what the keys before it asked for: hits, rows, questions and documents come from threads."""

from __future__ import annotations

import threading
from pathlib import Path
from time import sleep

import pytest

from store.resources import CertificateOrder
from tests.support.desk import Desk, at_desk, order_page
from tests.support.many_orders import many_orders
from tests.support.slowness import SLOW, slowed
from tests.support.worlds import demo_world
from tui.blades import filter_row
from tui.blades.explorer import page as explorer
from tui.blades.explorer.page import ResourceExplorer
from tui.blades.simulator import jobs, time, way_back
from tui.dialogs import choose_file
from tui.dialogs.choose_file import ChooseFile
from tui.shell.notifications import Notifications
from tui.shell.palette import Palette
from tui.widgets.pick import Pick

_TYPED = {"-": "minus"}


def here(desk: Desk) -> tuple[str, str]:
    """The page in front and the resource it shows."""
    assert desk.app.frame is not None
    place = desk.app.frame.journey.here
    return place.route, place.resource.rsplit("/", 1)[-1]


async def test_enter_in_the_palette_takes_a_hit_of_what_was_typed(tmp_path: Path) -> None:
    """Not what stood first before."""
    async with order_page("rekey", demo_world(), tmp_path / "state.json") as desk:
        before = desk.world.revision
        await desk.burst("ctrl+p", *"notifications", "enter")
        assert isinstance(desk.app.screen, Notifications)
        assert desk.world.revision == before
        await desk.burst("escape", "ctrl+p", *"bell", "enter")
        assert isinstance(desk.app.screen, Palette), "nothing is called so"
        assert desk.world.revision == before


async def test_enter_in_a_filter_goes_on_to_the_rows_it_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = many_orders(30)
    names = [order.name for order in world.all(CertificateOrder)]
    async with at_desk(world, tmp_path / "state.json") as desk:
        await desk.burst("slash", *names[-1], "enter", "enter")
        assert here(desk) == ("order.overview", names[-1])
        await desk.press("escape", "escape")
        done = threading.Event()
        slowed(monkeypatch, filter_row, "matching", lambda: done.wait(20))
        await desk.pilot.press("slash", *(_TYPED.get(one, one) for one in names[-2]), "enter", "enter")
        # The second enter has acted too, and found no rows yet.
        assert await desk.until(lambda: not desk.app.busy)
        assert here(desk) == ("certificates", ""), "no row is opened before it is known which are left"
        done.set()
        assert await desk.until(lambda: type(desk.app.focused).__name__ == "Table")
        await desk.press("enter")
        assert here(desk) == ("order.overview", names[-2])


async def test_keys_wait_for_the_question_that_a_verb_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("jobs")
        slowed(monkeypatch, jobs, "_met", lambda: sleep(SLOW))
        before = desk.world.revision
        await desk.burst("u", "enter")
        assert desk.app.screen is desk.app.frame and desk.world.revision == before + 1


async def test_a_question_that_comes_late_does_not_come_over_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter there is meant for what was opened meanwhile, and would run a job."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("jobs")
        done = threading.Event()
        slowed(monkeypatch, jobs, "_met", lambda: done.wait(20))
        await desk.pilot.press("u", "b")
        assert await desk.until(lambda: isinstance(desk.app.screen, Notifications))
        done.set()
        await desk.press()
        assert not any(isinstance(one, Pick) for one in desk.app.screen_stack)


async def test_undo_and_time_take_the_key_that_follows_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        slowed(monkeypatch, way_back, "_foretold", lambda: sleep(SLOW))
        slowed(monkeypatch, time, "_landmarks", lambda: sleep(SLOW))
        began = desk.world.now
        await desk.burst("t", "enter")
        assert await desk.until(lambda: desk.world.now > began)
        await desk.burst("U", "enter")
        assert desk.world.now == began


async def test_the_document_that_is_edited_is_that_of_the_place_in_the_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        slowed(monkeypatch, explorer, "document_at", lambda: sleep(SLOW))
        await desk.open("resource.json", "contosocert")
        page = desk.app.screen.query_one(ResourceExplorer)
        page.places.focus()
        await desk.burst("up", "e")
        if page.pane.writing:
            assert page.pane.seen.path == page.path
        await desk.open("resource.json", "contoso-app")
        page = desk.app.screen.query_one(ResourceExplorer)
        done = threading.Event()
        slowed(monkeypatch, explorer, "document_at", lambda: done.wait(20))
        page.places.focus()
        await desk.pilot.press("down", "e")
        assert not page.pane.writing or page.pane.seen.path == page.path
        done.set()


async def test_a_file_is_chosen_from_the_folder_that_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "one.cer").write_text("")
    (tmp_path / "another.cer").write_text("")
    chosen: list[str] = []
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        slowed(monkeypatch, choose_file, "listing", lambda: sleep(SLOW))
        desk.app.ask(ChooseFile("Choose", ".cer", start=f"{tmp_path}/"), chosen.append)
        await desk.press()
        await desk.burst("end", *"there/", "down", "enter")
        assert chosen == [f"{there}/one.cer"]
