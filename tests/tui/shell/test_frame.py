"""The frame: pages, verbs, bars, bell, palette and help, driven as a person drives them."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from store import open_portal
from store.operations.simulator.clock import AdvanceClock
from store.resources import CertificateOrder
from tests.support.desk import at_desk
from tests.support.golden import Golden, grid, resize, settle
from tests.support.portal_states import order_id
from tests.support.sample_blade import Sample
from tests.support.worlds import demo_world
from tui.navigation.routes import ROUTES, Route
from tui.shell import program
from tui.shell.app import PortalApp
from tui.widgets.commandbar import CommandBar
from tui.widgets.rail import Rail
from tui.widgets.section import Banner

SIZES = ((80, 24), (120, 36))


@pytest.fixture
def app(state: Path, monkeypatch: pytest.MonkeyPatch) -> PortalApp:
    for route in [route for route in ROUTES if route != "certificates"]:
        monkeypatch.delitem(ROUTES, route)
    sample = "tests.support.sample_blade:Sample"
    monkeypatch.setitem(ROUTES, "order.overview", Route(sample, parent="certificates"))
    monkeypatch.setitem(ROUTES, "order.locks", Route(sample, "Locks", parent="order.overview"))
    return PortalApp(state)


async def open_sample(pilot: Pilot[None], name: str = "contosocert") -> Sample:
    app = pilot.app
    assert isinstance(app, PortalApp)
    app.go("order.overview", order_id(name))
    await settle(pilot)
    frame = app.frame
    assert frame is not None and isinstance(frame.blade, Sample)
    return frame.blade


@pytest.mark.parametrize("size", SIZES)
async def test_a_world_opens_on_its_certificates(
    app: PortalApp, golden: Golden, size: tuple[int, int]
) -> None:
    """Eight orders with their worst word, the selected one's cause and way out, and the agenda."""
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "down", "down")
        await settle(pilot)
        golden(f"certificates-{size[0]}x{size[1]}", app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_page_shows_one_of_everything(app: PortalApp, golden: Golden, size: tuple[int, int]) -> None:
    """Breadcrumb, rail (when wide), banner, essentials, wires, form and the action row at the bottom."""
    async with app.run_test(size=size) as pilot:
        await open_sample(pilot)
        golden(f"sample-{size[0]}x{size[1]}", app)


async def test_enter_opens_and_escape_comes_back_to_the_same_row(app: PortalApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "fabrikamwild - Sample" in grid(app)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("c")
        assert app.clipboard == "fabrikamwild"


async def test_the_menu_is_searched_by_typing(app: PortalApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await open_sample(pilot)
        await pilot.press("m", *"lock", "enter")
        await settle(pilot)
        assert app.frame is not None
        assert [place.route for place in app.frame.journey.places] == [
            "certificates",
            "order.overview",
            "order.locks",
        ]
        await pilot.press("m", *"zzz")
        assert "Nothing matches." in grid(app)


async def test_a_window_that_is_left_and_entered_again_keeps_what_was_typed(app: PortalApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await open_sample(pilot)
        await pilot.press("m", *"loc")
        for event in (events.AppBlur(), events.AppFocus()):
            app.post_message(event)
            await pilot.pause()
        await pilot.press("k")
        assert "m lock" in grid(app)


async def test_the_menu_opens_over_a_narrow_page_and_closes_again(app: PortalApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sample(pilot)
        rail = app.screen.query_one(Rail)
        assert not rail.display
        await pilot.press("m")
        assert rail.display
        await pilot.press("escape")
        await settle(pilot)
        assert not rail.display


async def test_a_disabled_verb_says_why_in_the_bar_and_in_a_toast(app: PortalApp) -> None:
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        blade = await open_sample(pilot)
        reason = blade.why_not(blade.speed)
        assert "cannot run at 7" in reason
        bar = next(line for line in grid(app).splitlines() if "Advance" in line)
        assert "– Speed" in bar and "x Speed" not in bar
        assert reason[:20] in bar
        await pilot.press("x")
        await settle(pilot)
        assert reason[:30] in grid(app).replace("\n", " ")
        assert app.notices.all == ()


async def test_a_verb_is_performed_by_key_and_by_click_and_told(app: PortalApp) -> None:
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        blade = await open_sample(pilot)
        before = app.portal.world.now
        await pilot.press("a")
        await settle(pilot)
        assert (app.portal.world.now - before).total_seconds() == 8 * 3600
        await pilot.click(blade.query_one(CommandBar), offset=(16, 0))
        await settle(pilot)
        assert (app.portal.world.now - before).total_seconds() == 16 * 3600
        assert "2022-08-02 01:00" in grid(app).splitlines()[0]
        assert sum(notice.text.startswith("It is 2022-08-0") for notice in app.notices.all) == 2
        new = app.notices.unread
        await pilot.press("b")
        await settle(pilot)
        assert f"{new} new" in grid(app)
        await pilot.press("escape")
        await settle(pilot)
        assert app.notices.unread == 0


async def test_a_refusal_is_told_by_banner_bell_and_toast(app: PortalApp) -> None:
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        blade = await open_sample(pilot)
        app.perform(AdvanceClock(by="1h", next=True), title="Advance")
        await settle(pilot)
        notice = app.notices.all[0]
        assert notice.tone == "error"
        assert notice.code == "WrongUsage"
        assert "Advance was refused" in grid(app)
        assert blade.query_one("#refusal", Banner).display
        await pilot.press("a")
        await settle(pilot)
        assert not blade.query_one("#refusal", Banner).display


async def test_what_another_instance_did_appears_by_itself(app: PortalApp, state: Path) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        other = open_portal(state)
        other.perform(AdvanceClock(by="3d"))
        other.close()
        for _ in range(40):
            await pilot.pause(0.1)
            if "2022-08-04" in grid(app).splitlines()[0]:
                break
        assert "2022-08-04 09:00" in grid(app).splitlines()[0]


async def test_the_palette_knows_every_verb(app: PortalApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await open_sample(pilot)
        await pilot.press("ctrl+p", *"unlock")
        await pilot.pause(0.4)
        assert "– Unlock" in grid(app)


async def test_help_names_the_page_s_verbs_and_why_not(app: PortalApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await open_sample(pilot)
        await pilot.press("question_mark")
        await settle(pilot)
        assert "– Never: It waits for a better day." in grid(app)
        await pilot.press("escape")
        assert "What the signs mean" not in grid(app)


async def test_resizing_keeps_everything_readable(app: PortalApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await open_sample(pilot)
        for size in ((60, 20), (100, 30), (40, 12), (120, 36)):
            await resize(pilot, *size)
            lines = grid(app).splitlines()
            assert len(lines) == size[1]
            assert all(len(line) <= size[0] for line in lines)
        # More than a terminal can be is what a page in a browser claims.
        monkeypatch.setattr(program, "_LARGEST", Size(90, 25))
        await resize(pilot, 65_535, 65_535)
        lines = grid(app).splitlines()
        assert (app.size, len(lines)) == (Size(90, 25), 25)
        assert "contosocert" in lines[0]


@pytest.mark.parametrize("theme", ["portal-light", "ansi-dark", "ansi-light", "textual-dark", "nord"])
async def test_every_theme_draws_the_same_words(app: PortalApp, golden: Golden, theme: str) -> None:
    app.theme = theme
    async with app.run_test(size=(120, 36)) as pilot:
        await open_sample(pilot)
        assert "contosocert is out of sync." in grid(app)


async def test_help_scrolls_on_a_low_screen(app: PortalApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sample(pilot)
        await pilot.press("question_mark")
        await settle(pilot)
        assert "not of this order" not in grid(app)
        await pilot.press("pagedown", "pagedown")
        assert "not of this order" in grid(app)


async def test_an_idle_portal_draws_nothing(app: PortalApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await open_sample(pilot)
        await pilot.pause(0.5)
        drawn: list[object] = []
        monkeypatch.setattr(app, "_display", lambda screen, renderable: drawn.append(renderable))
        await pilot.pause(1.5)
        assert drawn == []


async def test_three_clicks_on_a_text_mark_it(state: Path) -> None:
    app = PortalApp(state)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert await pilot.click(offset=(30, 15), times=3)
        await settle(pilot)
        assert app.screen.selections
        assert app.screen.get_selected_text()


@pytest.mark.filterwarnings("error")
async def test_a_page_on_its_way_is_let_go_where_the_program_is_left(tmp_path: Path) -> None:
    """Before the way has begun: Python would complain of what was never waited for, over the screen."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        frame = desk.app.frame
        assert frame is not None
        desk.app.go("order.rekey", next(desk.world.all(CertificateOrder)).id)
        assert frame.pages.walking
        frame.pages.workers.cancel_all()
        await settle(desk.pilot)
        assert not frame.pages.walking
    gc.collect()
