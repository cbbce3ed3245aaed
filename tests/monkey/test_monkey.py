"""5,000 keys of a monkey, in runs of their own: nothing it does stops the portal."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.resources import Clock
from store.world import Draft, World
from tests.monkey import watch
from tests.monkey.checks import Broken, check_world
from tests.monkey.hands import Hands
from tests.monkey.runs import first_world, play
from tests.monkey.steps import presses, steps
from tests.support.desk import at_desk
from tests.support.worlds import world

#: Runs, and keys of each: 5,000 in all.
RUNS = 20
KEYS = 250


@pytest.mark.parametrize("seed", range(RUNS))
def test_nothing_a_monkey_does_stops_the_portal(seed: int) -> None:
    failure = play(steps(seed, KEYS), first_world(seed))
    assert failure is None, f"{failure}\npython -m tests.monkey --seed {seed} --run {KEYS} --shrink"


def test_a_seed_gives_the_same_steps_each_time() -> None:
    assert steps(7, 200) == steps(7, 200)
    assert steps(7, 200) != steps(8, 200)
    assert presses(steps(7, 200)) >= 200


def test_a_step_that_never_ends_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def loop(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(Hands, "do", loop)
    monkeypatch.setattr(watch, "PATIENCE", 0.3)
    failure = play(steps(7, 20), first_world(7))
    assert failure is not None
    assert failure.cause == "Broken: a step takes the processor for ever"
    assert "in loop" in failure.trace


async def test_a_world_on_the_screen_that_is_in_no_file_is_found(tmp_path: Path) -> None:
    async with at_desk(world("demo"), tmp_path / "state.json") as desk:
        await check_world(desk.app)
        journal = desk.app.portal._journal
        draft = Draft(journal.world)
        draft.put(replace(draft.need(Clock, "clock"), speed=60))
        journal.world = World(draft.finish().tables, journal.world.revision)
        with pytest.raises(Broken):
            await check_world(desk.app)
