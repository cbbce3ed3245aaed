"""Guided walks and demos on the screen: where to go next, and scenes on, back and by themselves."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store import new_world
from store.operations.training.run import run_of
from store.resources import CertificateOrder, Mode
from store.training.begin import begin_run
from store.training.library import Entry, shipped
from store.training.reading import parse
from tests.support.desk import Desk, at_desk
from tests.support.golden import settle
from tests.support.scenarios import SOUND, entry_named
from tui.navigation.routes import ROUTES
from tui.widgets.commandbar import CommandBar


@asynccontextmanager
async def begun(path: Path, name: str) -> AsyncIterator[Desk]:
    """The program on the world of a shipped file."""
    begin_run(path, entry_named(name), Mode.PRACTICE, datetime.now(UTC))
    async with at_desk(None, path) as desk:
        yield desk


async def test_a_walk_says_what_is_next_opens_its_page_and_notices_when_it_is_done(tmp_path: Path) -> None:
    """Rekey by the key that the walk names, let time pass by an operation: it notices both."""
    async with begun(tmp_path / "state.json", "walk-rekey-and-sync") as desk:
        assert "h opens the page, then y" in desk.screen
        await desk.press("h")
        assert desk.screen.splitlines()[0].startswith(
            " certblade › App Service Certificates › contosocert › Rekey"
        )
        await desk.press("y")
        await desk.wait("10m")
        await settle(desk.pilot)
        await desk.undisturbed()
        assert "✓ Rekey  1 of 1" in desk.screen
        assert "Press s." in " ".join(desk.screen.split())
        await desk.do("SyncOrder", order="contosocert")
        await settle(desk.pilot)
        await desk.undisturbed()
        assert "✓ Both hosts serve the new" in desk.screen


async def test_the_ticket_goes_and_comes_with_the_world_that_another_program_puts_there(
    tmp_path: Path,
) -> None:
    path = tmp_path / "state.json"
    async with begun(path, "walk-rekey-and-sync") as desk:
        assert desk.app.trainer is not None
        first, frame = desk.app.trainer, desk.app.frame
        assert frame is not None and frame.has_class("-ticket")

        async def replaced(make: Callable[[], object]) -> None:
            before = desk.world
            make()
            # The clock of real time ticks when the world is there, and nobody was told yet.
            desk.app.portal.follow()
            assert desk.world is not before
            first._tick()
            desk.app.refresh_world()
            await settle(desk.pilot)

        await replaced(lambda: new_world(path, "demo", keys="ec", replace=True))
        assert desk.app.trainer is None
        assert not frame.has_class("-ticket")
        await replaced(lambda: begin_run(path, entry_named("walk-renewal"), Mode.PRACTICE, datetime.now(UTC)))
        assert desk.app.trainer not in (None, first)
        assert frame.has_class("-ticket")
        assert not any("not in this world" in notice.text for notice in desk.app.notices.all)


async def test_a_walk_does_not_lead_to_what_is_not_there_yet(tmp_path: Path) -> None:
    async with begun(tmp_path / "state.json", "walk-five-minutes") as desk:
        await desk.do("CreateOrder", name="contosocert", host="contoso.com", resourceGroup="rg-web")
        await desk.do("SetClockSpeed", speed=0)
        await settle(desk.pilot)
        await desk.press("h")
        assert "Certificate Configuration" in desk.screen.splitlines()[0]


async def test_on_a_small_screen_a_walk_says_each_step_and_its_keys_stay(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    begin_run(path, entry_named("walk-five-minutes"), Mode.PRACTICE, datetime.now(UTC))
    async with at_desk(None, path, (80, 24)) as desk:
        assert await desk.until(lambda: "Next: Buy a certificate" in desk.screen)
        assert "h opens the page" in " ".join(desk.screen.split())
        await desk.do("SetClockSpeed", speed=0)
        await desk.do("CreateOrder", name="contosocert", host="contoso.com", resourceGroup="rg-web")
        await settle(desk.pilot)
        assert await desk.until(lambda: "Done. Next: Step 1" in desk.screen)
        await desk.press("h")
        assert "Create a key vault there" in " ".join(desk.screen.replace("▌", "").split())
        await desk.open("order.verification", "contosocert")
        assert "h Hint" in desk.screen.splitlines()[-1] and "T Ticket" in desk.screen.splitlines()[-1]


async def test_a_demo_goes_on_and_back_and_the_world_with_it(tmp_path: Path) -> None:
    async with begun(tmp_path / "state.json", "demo-out-of-sync") as desk:
        before = next(desk.world.all(CertificateOrder)).thumbprint
        await desk.press("f9", "f9")
        assert await desk.until(lambda: "Scene 2 of 8" in desk.screen)
        assert next(desk.world.all(CertificateOrder)).thumbprint != before
        await desk.press("f8")
        assert "Scene 1 of 8" in desk.screen
        assert next(desk.world.all(CertificateOrder)).thumbprint == before
        await desk.press("f8")
        assert desk.sees("This is the first scene.")


async def test_on_a_small_screen_a_demo_says_its_scenes_and_offers_no_hint(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    begin_run(path, entry_named("demo-out-of-sync"), Mode.PRACTICE, datetime.now(UTC))
    async with at_desk(None, path, (80, 24)) as desk:
        assert await desk.until(lambda: "f9 shows the next scene" in desk.screen)
        assert "f9 Next scene" in desk.screen.splitlines()[-1]
        assert "h Hint" not in desk.screen
        await desk.press("f9")
        assert await desk.until(lambda: "All in sync" in desk.screen)
        assert "One certificate, three webspaces" in desk.screen


async def test_a_demo_plays_itself_at_its_own_pace_until_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = []
    async with begun(tmp_path / "state.json", "demo-out-of-sync") as desk:
        timer = desk.app.set_timer

        def noted(delay: float, *rest: object, **more: object) -> object:
            if delay >= 2:
                waits.append(delay)
            return timer(min(delay, 0.01) if delay >= 2 else delay, *rest, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(desk.app, "set_timer", noted)
        await desk.press("f10")
        for _ in range(400):
            run = run_of(desk.world)
            if run is not None and run.scene == 7:
                break
            await desk.pilot.pause(0.02)
        await settle(desk.pilot)
        assert "Scene 8 of 8" in desk.screen
    assert waits[:2] == [12, 10]


def test_every_page_that_a_shipped_file_names_is_a_route() -> None:
    for one in shipped():
        pages = [goal.at.page for goal in one.scenario.objectives if goal.at]
        pages += [scene.page for scene in one.scenario.scenes]
        assert set(pages) <= set(ROUTES), one.name


async def test_the_next_step_is_marked_in_the_menu_and_in_the_bar_of_verbs(tmp_path: Path) -> None:
    begin_run(tmp_path / "state.json", entry_named("walk-rekey-and-sync"), Mode.PRACTICE, datetime.now(UTC))
    async with at_desk(None, tmp_path / "state.json", (160, 45)) as desk:
        await desk.open("order.overview", "contosocert")
        assert re.search(r"Rekey and Sync +‹", desk.screen)
        await desk.press("h")
        bar = desk.app.screen.query_one("RekeyAndSync CommandBar", CommandBar)
        drawn = bar.render()
        (key,) = [span for span in drawn.spans if "reverse" in str(span.style)]
        assert drawn.plain[key.start : key.end] == "y"


async def test_hostile_text_of_a_scenario_is_clean_text_in_ticket_and_result(tmp_path: Path) -> None:
    """Titles, tickets, goals, hints, questions: nothing of them speaks to the terminal or styles it."""
    hostile = "\\u001b[31m\\u0007\\u202e[b]x[/b]"
    source = SOUND
    for text in (
        "The job has not run yet",
        "www still shows the old certificate.",
        "How many hosts are bound?",
        "Both hosts serve the new certificate",
        "Compare the thumbprints.",
        "A host was down",
        "Sync copies what the vault has.",
    ):
        source = source.replace(text, hostile + text[:20])
    entry = Entry("hostile", tmp_path / "x.toml", parse(source), source)
    begin_run(tmp_path / "state.json", entry, Mode.PRACTICE, datetime.now(UTC))
    async with at_desk(None, tmp_path / "state.json") as desk:
        screens = [desk.screen]
        for keys in (("h", "enter"), ("H",), ("escape",), ("H", "u", "enter")):
            await desk.press(*keys)
            screens.append(desk.screen)
        for screen in screens:
            assert not {"\x1b", "\x07", "\u202e"} & set(screen)
        assert r"\x1b[31m\x07\u202e[b]x[/b]" in "".join(screens[0].split())
