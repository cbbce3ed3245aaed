"""The pulse: a clock that runs and does not move says why, once; it goes on by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import open_portal
from store.operations.simulator.clock import AdvanceClock, SetClockSpeed
from tests.support.golden import grid, settle
from tui.shell.app import PortalApp
from tui.work import pulse


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds at a desk takes a moment here."""
    monkeypatch.setattr(pulse, "FOLLOW_SECONDS", 0.02)
    monkeypatch.setattr(pulse, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(pulse, "ANSWER_SECONDS", 0.3)


@asynccontextmanager
async def running(
    state: Path, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[PortalApp, Pilot[None]]]:
    """A portal on a world whose clock runs."""
    before = open_portal(state)
    before.perform(SetClockSpeed(speed=60))
    before.close()
    app = PortalApp(state)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield app, pilot


async def until(pilot: Pilot[None], words: str, *, there: bool = True) -> None:
    """Wait until the top bar has these words, or not any more."""
    app = pilot.app
    assert isinstance(app, PortalApp)
    for _ in range(200):
        if (words in grid(app).splitlines()[0]) is there:
            return
        await pilot.pause(0.05)
    raise AssertionError(grid(app))


def told(app: PortalApp) -> list[str]:
    return [notice.text for notice in app.notices.all]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_folder_that_goes_away_is_said_once_and_the_clock_goes_on_when_it_is_back(
    tmp_path: Path, state: Path, size: tuple[int, int]
) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    state = state.rename(folder / "state.json")
    for suffix in (".journal", ".history"):
        (tmp_path / f"state.json{suffix}").rename(folder / f"state.json{suffix}")
    async with running(state, size) as (app, pilot):
        await until(pilot, "×60")
        gone = folder.rename(tmp_path / "gone")
        await until(pilot, "! stands")
        await pilot.pause(1.5)
        (why,) = told(app)
        assert str(state.parent) in why and "cannot be written" in why
        app.go("time")
        await settle(pilot)
        assert "cannot be written" in " ".join(grid(app).split())
        await pilot.press("escape")
        gone.rename(folder)
        await until(pilot, "×60")
        assert "It goes on." in told(app)
        left = app.portal.world.now
        for _ in range(100):
            if app.portal.world.now > left:
                break
            await pilot.pause(0.05)
        assert app.portal.world.now > left


async def test_a_clock_that_a_stopped_program_holds_is_named_with_the_time(state: Path) -> None:
    other = open_portal(state)
    assert other.hold_clock()
    async with running(state) as (app, pilot):
        await until(pilot, "! stands")
        (why,) = told(app)
        assert "held by another program that does not answer, since " in why
        other.perform(AdvanceClock(by="1h"))
        await until(pilot, "×60")
        await until(pilot, "! stands")
        other.close()
        await until(pilot, "×60")
        left = app.portal.world.now
        await pilot.pause(2.2)
        assert app.portal.world.now > left, "the clock was taken over"
