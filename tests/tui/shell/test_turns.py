"""Keys in one write: each acts when the one before has come to its end, and a dialog is answered once."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from pathlib import Path
from types import MethodType

import pytest
from textual import events
from textual.geometry import Size
from textual.notifications import Notification

from store import new_world
from store.operations.simulator.clock import AdvanceClock
from store.resources import CertificateOrder, Site
from tests.support.desk import Desk, at_desk
from tests.support.golden import settle
from tests.support.worlds import demo_world, walk_world
from tui.blades.apps.binding_form import TlsBinding
from tui.blades.apps.certificate_forms import CreateManaged, ImportCertificate
from tui.blades.gone import Gone
from tui.blades.orders.rekey import RekeyAndSync
from tui.blades.simulator.front_end import FrontEndPage
from tui.dialogs.confirm import Confirm
from tui.dialogs.operation_form import fill_in
from tui.serving.hosted import Shown
from tui.shell.frame import Frame
from tui.widgets.input import Input
from tui.widgets.json_area import JsonArea
from tui.widgets.pick import Pick
from tui.widgets.rail import Rail
from tui.widgets.toasts import Toasts


def here(desk: Desk) -> str:
    """The route of the page in front."""
    assert desk.app.frame is not None
    return desk.app.frame.journey.here.route


@pytest.mark.parametrize(
    "keys",
    [
        ("g", "enter", "enter", "enter"),
        ("g", "escape", "escape", "escape"),
        ("b", "enter", "enter"),
        ("t", "p", "p"),
        ("t", "t", "t"),
        ("t", "escape", "escape", "n"),
        ("slash", "x", "escape", "escape", "slash", "slash", "escape"),
        ("ctrl+p", "ctrl+p", "h", "e", "l", "p", "enter", "enter"),
        ("ctrl+p", "escape", "ctrl+p", "escape", "g", "ctrl+p"),
        ("question_mark", "e", "escape", "escape", "question_mark", "l", "escape"),
    ],
    ids="-".join,
)
async def test_keys_that_wait_when_a_dialog_closes_do_not_answer_it_again(
    keys: tuple[str, ...], tmp_path: Path
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.do("SetOrderTags", order="contosocert", tags={"a": "b"})
        await desk.press("s")
        await desk.burst(*keys)
        for _ in range(4):
            await desk.press("escape")
        assert desk.app.return_code is None
        assert isinstance(desk.app.screen, Frame), desk.screen


async def test_what_waits_for_a_frame_is_let_go_when_its_page_closes_before(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.rekey", "contosocert")
        page = desk.app.screen.query_one(RekeyAndSync)
        page.call_after_refresh(page.update_view, force=True)
        # Its widgets go one by one, before it is gone itself.
        page._pruning = True
        await page.query_one("#behind").remove()
        await desk.pilot.pause()
        await page.remove()
        assert desk.app.return_code is None


async def test_what_was_removed_is_not_drawn_before_the_next_layout(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("resource.json", next(desk.world.all(Site)).id)
        screen, area = desk.app.screen, desk.app.screen.query_one(JsonArea)
        removed = area.remove()
        while area._parent is not None:
            await asyncio.sleep(0)
        # Something else on the page is painted now: a notice, or the clock.
        screen.refresh()
        screen._on_timer_update()
        await removed
        await settle(desk.pilot)
        assert desk.app.return_code is None
        assert desk.sees("Resource")


async def test_a_key_does_nothing_on_a_dialog_that_came_by_itself_and_is_not_made_yet(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        desk.app.go("time")
        assert not await desk.app.run_action("move(1)", desk.app.screen)
        await settle(desk.pilot)
        assert await desk.app.run_action("move(1)", desk.app.screen)


async def test_an_answer_is_let_go_when_the_page_that_asked_has_gone(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("front_end")
        page, found = desk.app.screen.query_one(FrontEndPage), threading.Event()

        def ask() -> Shown:
            found.wait(10)
            return Shown(host="contoso.com")

        late: list[Shown] = []
        desk.app.work.look("handshake", ask, page._show_seen)
        # What is to be done in any case, such as handing over a file, is done.
        desk.app.work.look(
            "export", ask, MethodType(lambda _, shown: late.append(shown), page), left_too=True
        )
        await page.remove()
        found.set()
        await settle(desk.pilot)
        assert desk.app.return_code is None
        assert [one.host for one in late] == ["contoso.com"]


async def test_the_second_enter_acts_on_the_page_that_the_first_opened(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.burst("g", *"contosocert", "enter", "m", "down", "enter")
        assert here(desk) == "order.activity"


async def test_keys_of_a_burst_act_in_their_order(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("g")
        await desk.burst(*"abcd", "backspace", "backspace", *"xy", "home", "delete", "z")
        field = desk.app.focused
        assert isinstance(desk.app.screen, Pick) and isinstance(field, Input)
        assert field.value == "zbxy"
        await desk.press("escape")
        await desk.open("create")
        await desk.burst(*"contosoxx", "backspace", "backspace", *".com", "tab", *"cert", "backspace", *"s")
        assert "contoso.com" in desk.line("Naked Domain Host Name")
        assert "cers" in desk.line("Certificate name")


async def test_no_key_acts_on_the_page_under_a_dialog_that_is_being_opened(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        before = desk.world.revision
        # On the page `s` is Sync and `r` Refresh; here they are typed into the list to go to.
        await desk.burst("g", "s", "r", "s")
        assert desk.world.revision == before
        await desk.press("escape")
        assert here(desk) == "order.overview"


async def test_the_menu_opens_pages_of_the_resource_it_was_shown_for(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        order = desk.app.frame and desk.app.frame.journey.here.resource
        await desk.press("m")
        rail = desk.app.screen.query_one(Rail)
        rail.post_message(Rail.Chosen("order.properties", rail.resource))
        app = next(desk.world.all(Site)).id
        desk.app.go("site.overview", app, fresh=True)
        await desk.press("escape")
        assert desk.app.return_code is None
        assert desk.app.frame is not None
        places = [(one.route, one.resource) for one in desk.app.frame.journey.places]
        assert ("order.properties", app) not in places, order


async def test_a_dialog_about_a_world_that_was_replaced_closes_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with at_desk(demo_world(), path) as desk:
        await desk.open("site.tls", "contoso-app")
        await desk.press("a")
        assert desk.app.screen is not desk.app.frame
        before = desk.world
        await asyncio.to_thread(new_world, path, "empty", replace=True, keys="ec")
        assert await desk.until(lambda: desk.world is not before)
        await desk.press("enter", "down", "enter")
        assert desk.app.return_code is None
        assert desk.app.screen is desk.app.frame
        said = [one.title + one.text for one in desk.app.notices.all]
        assert any("not there any more" in one for one in said)
        assert any("Another world has taken the place" in one for one in said)


async def test_a_dialog_whose_app_went_before_it_was_drawn_closes_and_says_so(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", "contoso-app")
        site = next(one for one in desk.world.all(Site) if one.name == "contoso-app")
        await desk.elsewhere("DeleteSite", site="contoso-app")
        for form in (CreateManaged(site.id), ImportCertificate(site.id), TlsBinding(site.id)):
            fill_in(desk.app, form, "Add certificate")
            await settle(desk.pilot)
            assert desk.app.return_code is None
            closed = isinstance(desk.app.screen, Frame)
            assert closed or desk.sees("The resource 'contoso-app' was not found.")
            await desk.press("escape")
        assert any(one.title == "Not there any more" for one in desk.app.notices.all)
        await desk.open("certificates")
        await desk.press("t")
        assert desk.sees("time only goes forward")


async def test_a_page_whose_resource_went_while_it_was_on_its_way_says_so(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with at_desk(walk_world(), path) as desk:
        desk.app.go("order.overview", "/subscriptions/x/resourceGroups/y/providers/z/orders/gone", fresh=True)
        await desk.press()
        assert desk.app.frame is not None and isinstance(desk.app.frame.blade, Gone)
        assert desk.sees("ResourceNotFound") and desk.sees("looks again")
        await desk.press("r", "escape")
        assert here(desk) == "certificates"


async def test_a_page_that_closes_because_somebody_deleted_its_resource_says_so(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with at_desk(walk_world(), path) as desk:
        await desk.do("CreateVault", name="spare-vault", resourceGroup="rg-web")
        await desk.open("vault.networking", "spare-vault")
        await desk.do("DeleteVault", vault="spare-vault")
        assert here(desk) == "vaults"
        assert any(one.title == "Page closed" for one in desk.app.notices.all)


async def test_who_deletes_a_resource_himself_is_not_told_that_its_page_closed(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        desk.app.notices.dismiss()
        await desk.burst("ctrl+q")
        assert desk.app.return_code == 0
        assert not any(one.title == "Page closed" for one in desk.app.notices.all)


@pytest.mark.parametrize(
    ("opens", "then"),
    [
        (("question_mark",), ("l", "escape", "e", "escape")),
        (("apostrophe",), ("a",)),
        (("S",), ("down", "enter")),
        (("ctrl+p", *"delete binding"), ("enter", "enter")),
        (("d",), ("f2", "enter")),
    ],
)
async def test_what_is_open_over_a_page_answers_when_the_page_has_gone(
    opens: tuple[str, ...], then: tuple[str, ...], tmp_path: Path
) -> None:
    """Another program deletes the app whose page lies under a dialog; the dialog's keys go on."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        site = next(desk.world.all(Site)).id
        await desk.open("site.domains", site)
        await desk.press(*opens)
        await desk.elsewhere("DeleteSite", site=site)
        assert await desk.until(lambda: desk.world.get(Site, site) is None)
        await settle(desk.pilot)
        await desk.press(*then)
        for _ in range(3):
            await desk.press("escape")
        assert desk.app.return_code is None
        assert isinstance(desk.app.screen, Frame)


async def test_what_is_called_later_may_ask_for_what_is_gone(tmp_path: Path) -> None:
    """By a timer, after a message, or after a frame, of the program, a page or a dialog: it is said."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        frame = desk.app.frame
        assert frame is not None and frame.blade is not None
        asked: set[str] = set()

        def ask(place: str) -> None:
            asked.add(place)
            desk.world.need(CertificateOrder, f"/x/{place}")

        async def all_asked(count: int) -> bool:
            for _ in range(200):
                if len(asked) == count:
                    return True
                await desk.pilot.pause(0.02)
            return False

        for number, pump in enumerate((desk.app, frame, frame.blade)):
            pump.call_next(ask, f"next {number}")
            pump.call_later(ask, f"later {number}")
            pump.call_after_refresh(ask, f"frame {number}")
            pump.set_timer(0.01, partial(ask, f"timer {number}"))
            pump.set_interval(0.01, partial(ask, f"interval {number}"), repeat=1)
        desk.app.refresh()
        assert await all_asked(15), asked
        desk.app.push_screen(dialog := Confirm("Sure?", does="Do"))
        await settle(desk.pilot)
        dialog.set_interval(0.01, partial(ask, "dialog"))
        assert await all_asked(16)
        await settle(desk.pilot)
        assert desk.app.screen is frame
        await desk.press("g")
        assert desk.app.return_code is None and desk.sees("Go to")
        assert {one.title for one in desk.app.notices.all} == {"Not there any more"}


async def test_a_toast_that_ran_out_while_it_was_being_drawn_holds_nothing_up(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        late = Notification("It is done.", timeout=-1)
        # A timer of less than no time never comes to its end.
        desk.app.screen.query_one(Toasts).show([late])
        await desk.press("g")
        assert desk.sees("Go to")


async def test_pages_are_drawn_and_nothing_is_done_until_the_next_world_is_there(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (160, 45)) as desk:
        # What beginning another world does first.
        desk.app._end()
        await desk.open("order.overview", "contosocert")
        assert desk.sees("What happens next")
        desk.app.perform(AdvanceClock(by="1d"), title="Advance")
        await settle(desk.pilot)
        assert desk.sees("it is closed")


async def test_a_verb_of_a_dialog_that_was_answered_meanwhile_does_nothing(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        # It has nothing in it that could be asked: it was left before it was drawn.
        dialog = Confirm("Sure?", does="Do")
        assert not await desk.app.run_action("scroll(1)", dialog)
        await desk.press("t")
        assert desk.sees("time only goes forward")


async def test_two_sizes_that_wait_together_do_not_follow_each_other_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        screen, sizes = desk.app.screen, list[Size]()
        lay_out = screen._screen_resized

        def counted(size: Size) -> None:
            assert len(sizes) < 20, "laid out again and again"
            sizes.append(size)
            lay_out(size)

        monkeypatch.setattr(screen, "_screen_resized", counted)
        for size in (Size(200, 50), desk.app.size):
            screen.post_message(events.Resize(size, size))
            screen.call_later(lambda: None)
        await settle(desk.pilot)
        assert set(sizes) == {desk.app.size}
        assert screen.size == desk.app.size


async def test_a_filter_does_not_come_in_the_way_of_the_page_it_stands_on(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.verification", "contosocert")
        await desk.press("slash", "x")
        desk.app.portal.perform(AdvanceClock(by="1h"))
        desk.app.refresh_world()
        # What the filter looked for before is let go, so that its work does not come to its end.
        await desk.pilot.pause(0.3)
        assert desk.app.return_code is None
