"""Training on the screen: the catalogue, the ticket beside the pages, hints, the exam, the result."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from store.operations.training.run import run_of
from store.resources import Mode
from store.training.begin import begin_run
from store.training.library import Entry
from store.training.results import results
from tests.support.desk import Desk, at_desk
from tests.support.golden import Golden, settle
from tests.support.scenarios import SOUND, entry_named, scenario, spoilt
from tui.blades.training import catalogue
from tui.shell.trainer import Trainer

SIZES = [(80, 24), (120, 36)]


def own(source: str = SOUND) -> Entry:
    """The sound file as an entry of a catalogue."""
    return Entry("mine", Path("mine.toml"), msgspec.convert(scenario(), type(scenario())), source)


@asynccontextmanager
async def begun(
    path: Path, mode: Mode = Mode.PRACTICE, size: tuple[int, int] = (120, 36), source: str = SOUND
) -> AsyncIterator[Desk]:
    """The program on the world of the sound scenario."""
    begin_run(path, own(source), mode, datetime.now(UTC))
    async with at_desk(None, path, size) as desk:
        yield desk


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of three, whatever is shipped."""
    names = ("sync-not-run", "vault-deleted", "vault-firewall")
    monkeypatch.setattr(catalogue, "shipped", lambda: tuple(map(entry_named, names)))


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("size", SIZES)
async def test_the_catalogue_stands_on_the_first_screen(
    tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    async with at_desk(None, tmp_path / "state.json", size) as desk:
        await desk.press("2")
        golden(f"training-{size[0]}x{size[1]}", desk.app)
        await desk.press("l", "l", "l")
        assert desk.sees("1 of 3, 0 solved")
        assert desk.sees("Right policies, no access")


@pytest.mark.usefixtures("few")
async def test_own_scenarios_come_first_and_a_faulty_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "mine.toml").write_text(spoilt("The job has not run yet", r"\u001b[31mMine"))
    (folder / "broken.toml").write_text("title =")
    monkeypatch.setenv("CERTBLADE_SCENARIOS", str(folder))
    async with at_desk(None, tmp_path / "state.json") as desk:
        await desk.press("2")
        assert desk.sees(r"Ticket easy \x1b[31mMine")
        assert desk.sees("A scenario is left out broken.toml: line 1")


@pytest.mark.usefixtures("few")
async def test_a_ticket_is_begun_played_and_scored_from_the_first_screen(tmp_path: Path) -> None:
    """Begin, take a hint, sync, finish: the goals tick, the result is kept and shown in the catalogue."""
    state = tmp_path / "state.json"
    async with at_desk(None, state) as desk:
        await desk.press("2", "enter", "enter")
        assert desk.sees("From Ines, Contoso web team")
        assert desk.line("certificate 0 of 6")
        await desk.press("h", "enter")
        assert desk.sees("Open the certificate, then Rekey and Sync")
        await desk.press("s")
        await desk.undisturbed()
        assert desk.sees("certificate 6 of 6")
        await desk.press("H", "f", "enter")
        await desk.undisturbed()
        assert desk.sees("9 of 10 points practice, 0 min, 1 hint")
        assert desk.sees("1 Sync: contosocert")
        assert desk.sees("1 SyncOrder order=contosocert")
        await desk.press("l")
        assert desk.sees("9/10")
        assert desk.sees("3 of 3, 1 solved")
    (kept,) = results(state)
    assert (kept.scenario, kept.score, kept.hints, kept.gave_up) == ("sync-not-run", 9, 1, False)


@pytest.mark.parametrize("size", SIZES)
async def test_the_ticket_is_a_pane_where_there_is_room_and_a_drawer_where_not(
    tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    async with begun(tmp_path / "state.json", size=size) as desk:
        if size[0] < 100:
            assert "From" not in desk.screen
            assert await desk.until(lambda: "T shows the ticket" in desk.screen)
            await desk.undisturbed()
            await desk.press("T")
        golden(f"ticket-{size[0]}x{size[1]}", desk.app)
        if size[0] >= 100:
            await desk.press("T")
            assert "www still shows the old certificate." not in desk.screen
            await desk.press("T")
            assert desk.sees("www still shows the old certificate.")


@pytest.mark.parametrize("size", SIZES)
async def test_giving_up_leads_to_the_debrief(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with begun(tmp_path / "state.json", size=size) as desk:
        await desk.press("H", "u", "enter")
        assert await desk.until(lambda: any("given up" in one.text for one in desk.app.notices.all))
        await desk.undisturbed()
        golden(f"result-{size[0]}x{size[1]}", desk.app)
        assert results(desk.app.path)[0].gave_up
        await desk.press("escape")
        assert "h Hint" not in desk.screen, "nothing is left to be done about a run that is over"
        await desk.press("H", "u", "f", "h", "a")
        assert desk.sees("r Result l Other scenarios") and "Give up" not in desk.screen
        await desk.press("r")
        assert desk.sees("given up")


async def test_a_run_goes_on_where_it_was_left(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    async with begun(state) as desk:
        await desk.press("H", "a")
        await desk.type("two")
        await desk.press("enter")
        await desk.undisturbed()
        assert "✓ 1. How many hosts are bound?" in desk.screen
    async with at_desk(None, state) as desk:
        assert "✓ 1. How many hosts are bound?" in desk.screen
        await desk.press("s")
        await desk.undisturbed()
        assert desk.sees("Score 10 of 10")


async def test_what_must_not_happen_is_said_and_costs(tmp_path: Path) -> None:
    """Somebody stops the app: the ticket says so, and it goes on saying so when the app runs again."""
    async with begun(tmp_path / "state.json") as desk:
        await desk.do("StopSite", site="contoso-app")
        await settle(desk.pilot)
        assert desk.sees("Forbidden: A host was down")
        await desk.do("StartSite", site="contoso-app")
        await desk.press("s")
        await desk.undisturbed()
        assert desk.sees("Score 7 of 10")


async def test_an_event_of_the_scenario_comes_when_the_clock_reaches_it(tmp_path: Path) -> None:
    async with begun(tmp_path / "state.json") as desk:
        await desk.wait("2h")
        await settle(desk.pilot)
        assert desk.sees("The customer calls again.")


async def test_an_exam_is_timed_has_no_hints_and_ends_by_itself(tmp_path: Path) -> None:
    async with begun(tmp_path / "state.json", Mode.EXAM) as desk:
        assert desk.sees("5 min left")
        assert "Hints" not in desk.screen
        await desk.press("h")
        assert desk.sees("An exam has no hints.")
        await desk.undisturbed()
        trainer = desk.app.trainer
        assert isinstance(trainer, Trainer)
        run = run_of(desk.world)
        assert run is not None and run.deadline is not None
        trainer.tick(run.deadline - timedelta(seconds=1))
        assert run_of(desk.world) == run
        trainer.tick(run.deadline)
        await settle(desk.pilot)
        ended = run_of(desk.world)
        assert ended is not None and ended.over
        assert desk.sees("exam, 5 min, 0 hints")


async def test_a_world_whose_scenario_cannot_be_read_opens_all_the_same(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    begin_run(state, own(), Mode.PRACTICE, datetime.now(UTC))
    shutil.rmtree(tmp_path / "state.json.history")
    for path in tmp_path.glob("state.json*"):
        path.write_text(path.read_text().replace("format = 1", "format = 9"))
    async with at_desk(None, state) as desk:
        assert desk.sees("The scenario cannot be resumed")
        assert desk.sees("contosocert")
