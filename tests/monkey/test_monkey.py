"""5,000 keys of a monkey, in runs of their own: nothing it does stops the portal."""

from __future__ import annotations

import pytest

from tests.monkey.runs import first_world, play
from tests.monkey.steps import presses, steps

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
