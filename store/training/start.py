"""The world of a scenario as it begins: made from the file by operations, and nothing else."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from store.errors import AzureError
from store.files.durable import beside
from store.journal.in_memory import MemoryJournal
from store.operations.simulator.clock import SetClockSpeed
from store.portal import Portal
from store.resources import Mode, TrainingRun, WorldFacts, table_of
from store.resources.training import RUN
from store.training.bases import make_ready
from store.training.customer_files import write_files
from store.training.format import Scenario
from store.training.reading import Fault, Faulty, line_of
from store.training.steps import StepRefused, perform
from store.world import Changes, World
from store.worlds import begin

#: The name that such a world has among the worlds.
TRAINING = "training"


def files_folder(state: Path) -> Path:
    """The folder of the files that belong to the scenario of a state: those of the customer, and exports."""
    return beside(state, ".files")


def start(
    scenario: Scenario, source: str, folder: Path, mode: Mode = Mode.PRACTICE, *, name: str = ""
) -> World:
    """The world in which the trainee begins, with the run in it; `folder` takes the customer's files.

    `name` is that of the scenario's file.

    Raises `Faulty` where a step of the file is refused, `AzureError` where a file cannot be written.
    """
    portal = _built(scenario, source, folder)
    world = portal.world
    run = TrainingRun(
        id=RUN,
        attempt=f"{world.facts.seed}-{world.revision}",
        scenario=name,
        source=source,
        mode=mode,
        began_at=world.now,
        began=world.revision,
        prices=tuple(hint.price for hint in scenario.hints),
        questions=len(scenario.questions),
    )
    baseline = tuple(one.check.judge(world, run).done for one in scenario.objectives)
    facts = replace(world.facts, name=TRAINING)
    changes: Changes = {
        table_of(TrainingRun): {RUN: replace(run, baseline=baseline)},
        table_of(WorldFacts): {facts.key: facts},
    }
    return world.merge(changes, world.revision)


def _built(scenario: Scenario, source: str, folder: Path) -> Portal:
    wanted = scenario.world
    base = "walk" if wanted.begins == "ready" else wanted.begins
    now = wanted.now
    if now is not None and now.tzinfo is None:
        raise Faulty(scenario.title, [Fault(line_of(source, ".world.now"), "`now` ends in Z (UTC).")])
    try:
        world = begin(base, era=wanted.era, now=now, seed=wanted.seed, keys=wanted.keys)
    except AzureError as error:
        raise Faulty(scenario.title, [Fault(line_of(source, ".world"), error.told)]) from None
    portal = Portal(MemoryJournal(world))
    try:
        if base == "walk":
            portal.perform(SetClockSpeed(speed=0))
        if wanted.begins == "ready":
            make_ready(portal)
        write_files(portal.world, wanted.files, folder)
        perform(portal, wanted.steps, folder)
        portal.perform(SetClockSpeed(speed=wanted.speed))
    except StepRefused as error:
        line = line_of(source, f".world.steps[{error.place}]")
        reason = f"Step {error.place + 1} of the world is refused: {error.told}"
        raise Faulty(scenario.title, [Fault(line, reason)]) from None
    return portal
