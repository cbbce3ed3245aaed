"""The shipped scenarios: unsolved at the start, solved by their solution, not by their tempting repair."""

from __future__ import annotations

import pytest

from store.training.library import shipped
from tests.support.scenarios import entry_named, proof_of

NAMES = [one.name for one in shipped()]
SCENARIOS = [one.name for one in shipped() if one.scenario.kind == "scenario"]
TO_SOLVE = [one.name for one in shipped() if one.scenario.objectives]


@pytest.mark.parametrize("name", TO_SOLVE)
def test_left_alone_it_earns_nothing(name: str) -> None:
    unsolved = proof_of(name)[0].unsolved
    assert (unsolved.score, unsolved.solved) == (0, False)
    assert [goal.judged.trouble for goal in unsolved.goals if goal.judged.trouble] == []


@pytest.mark.parametrize("name", TO_SOLVE)
def test_its_solution_earns_every_point(name: str) -> None:
    proof, faults = proof_of(name)
    assert faults == []
    assert proof.solved is not None
    assert (proof.solved.score, proof.solved.solved) == (proof.solved.points, True)


@pytest.mark.parametrize("name", SCENARIOS)
def test_its_tempting_repair_does_not_solve_it(name: str) -> None:
    wrong = proof_of(name)[0].wrong
    assert wrong is not None, "every scenario names a tempting repair"
    assert not wrong.solved
    assert wrong.score < wrong.points


@pytest.mark.parametrize("name", SCENARIOS)
def test_it_has_all_that_a_trainer_needs(name: str) -> None:
    found = entry_named(name).scenario
    assert found.causes and found.sender and found.hints and found.debrief.sources
    assert sum(hint.price for hint in found.hints) < found.points


@pytest.mark.parametrize("name", [one.name for one in shipped() if one.scenario.kind == "demo"])
def test_a_demo_plays_to_its_end_and_back(name: str) -> None:
    assert proof_of(name)[1] == []
