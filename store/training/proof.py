"""The proof of a scenario: unsolved at the start, solved by its solution, not by its tempting repair."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from store.errors import AzureError, UsageError
from store.journal.in_memory import MemoryJournal
from store.operations.simulator.clock import duration
from store.operations.training.run import run_of
from store.portal import Portal
from store.training.demo import Stage
from store.training.format import Scenario, Step
from store.training.play import Play
from store.training.reading import Fault, Faulty, line_of
from store.training.score import Standing, judge, standing
from store.training.start import start
from store.world import World


class Proof(NamedTuple):
    """A scenario played three times: left alone, by its solution, by its tempting repair where it has one."""

    unsolved: Standing
    solved: Standing | None
    wrong: Standing | None


def proved(scenario: Scenario, source: str, folder: Path) -> tuple[Proof, list[Fault]]:
    """Play it in worlds in memory; `folder` takes its files. Returns what came out, and what is wrong.

    Raises `Faulty` where its world cannot be made, `AzureError` where its files cannot be written.
    """
    faults = [*_injects(scenario, source)]
    world = start(scenario, source, folder)
    unsolved = _left_alone(scenario, source, world, faults)
    faults += _scenes(scenario, source, world, folder)
    solved = wrong = None
    if scenario.objectives:
        solved = _played(scenario, world, scenario.solution, folder)
        faults += _solution_faults(source, solved)
    if scenario.wrong is not None:
        wrong = _played(scenario, world, scenario.wrong.steps, folder, forgiving=True)
        if wrong.solved:
            faults.append(Fault(line_of(source, ".wrong"), "The tempting repair solves it."))
    return Proof(unsolved, solved, wrong), faults


def _left_alone(scenario: Scenario, source: str, world: World, faults: list[Fault]) -> Standing:
    run = run_of(world)
    assert run is not None
    found = standing(world, scenario, run)
    for place, goal in enumerate(found.goals):
        at = line_of(source, f".objectives[{place}]")
        if goal.judged.trouble:
            faults.append(Fault(at, goal.judged.trouble))
        elif goal.met or goal.earned:
            faults.append(Fault(at, f"'{goal.text}' is done before the trainee begins."))
    for place, one in enumerate(scenario.forbidden):
        judged = judge(one.check, world, run)
        if judged.trouble or judged.met:
            reason = judged.trouble or f"'{one.text}' holds before the trainee begins."
            faults.append(Fault(line_of(source, f".forbidden[{place}]"), reason))
    return found


def _solution_faults(source: str, solved: Standing) -> list[Fault]:
    at = line_of(source, ".solution")
    missed = [f"The solution does not reach '{goal.text}'." for goal in solved.goals if not goal.met]
    broken = [f"The solution lets happen: {text}" for text in solved.broken]
    return [Fault(at, reason) for reason in (*missed, *broken)]


def _scenes(scenario: Scenario, source: str, world: World, folder: Path) -> list[Fault]:
    """Play a demo to its end, and back to its beginning."""
    if scenario.kind != "demo":
        return []
    if not scenario.scenes:
        return [Fault(0, "A demo has scenes.")]
    stage = Stage(Portal(MemoryJournal(world)), folder)
    try:
        while stage.forward():
            pass
        while stage.back():
            pass
    except AzureError as error:
        at = line_of(source, f".scenes[{stage.place + 1}]")
        return [Fault(at, f"Scene {stage.place + 2} is refused: {error.told}")]
    return []


def _injects(scenario: Scenario, source: str) -> list[Fault]:
    faults = []
    for place, one in enumerate(scenario.injects):
        at = line_of(source, f".injects[{place}]")
        if bool(one.after) == (one.real_minutes is not None):
            faults.append(Fault(at, "An event comes `after` a simulated span, or after `real-minutes`."))
        elif one.after:
            try:
                duration(one.after)
            except UsageError as error:
                faults.append(Fault(at, error.message))
    return faults


def _played(
    scenario: Scenario, world: World, steps: tuple[Step, ...], folder: Path, *, forgiving: bool = False
) -> Standing:
    portal = Portal(MemoryJournal(world))
    play = Play(portal, folder)
    for place, step in enumerate(steps):
        try:
            play.do(step)
        except AzureError as error:
            # A repair that Azure refuses is no repair; a solution has to go through.
            if forgiving:
                continue
            run = run_of(world)
            source = run.source if run else ""
            reason = f"Step {place + 1} of the solution is refused: {error.told}"
            raise Faulty(scenario.title, [Fault(line_of(source, f".solution[{place}]"), reason)]) from None
    return play.standing()
