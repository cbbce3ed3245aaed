"""What of the menu of faults can happen in a trainee's world, and what waits there; it is only read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from store.faults import fault_named, faults
from store.faults.causing import waiting
from store.journal.journal import Journal
from store.problems import PROBLEMS
from store.resources import Planted, Resource, Subscription
from store.world import World

_PROBLEMS = {one.code: one for one in PROBLEMS}


class Prepared(NamedTuple):
    """A fault of an instructor: its code, whether it waits for its minute, and a line about it."""

    code: str
    waits: bool
    line: str


class Target(NamedTuple):
    """A resource that a fault can hit: its name, and what people call it."""

    name: str
    label: str


class Possible(NamedTuple):
    """Code → what a fault can hit, or why it cannot happen; and an instructor's faults."""

    targets: dict[str, tuple[Target, ...]]
    reasons: dict[str, str]
    prepared: tuple[Prepared, ...]


def symptom_of(code: str) -> str:
    """What the customer sees of a fault, "" where it is an event and no problem."""
    problem = _PROBLEMS.get(code)
    return problem.symptom if problem else ""


def cause_of(code: str) -> str:
    """Why it is so, "" as above."""
    problem = _PROBLEMS.get(code)
    return problem.cause if problem else ""


def possible_in(path: Path) -> Possible:
    """What can happen in the world of a state file; raises `StateError` where it cannot be read."""
    journal = Journal.watch(path)
    journal.close(checkpoint=False)
    return possible(journal.world)


def possible(world: World) -> Possible:
    """What can happen in a world."""
    targets = {one.code: tuple(map(_target, one.targets(world))) for one in faults()}
    reasons = {one.code: f"It needs {one.needs}." for one in faults() if not targets[one.code]}
    return Possible(targets, reasons, prepared(world))


def _target(found: Resource) -> Target:
    called = found.properties.display_name if isinstance(found, Subscription) else found.name
    return Target(found.name, called)


def prepared_in(path: Path) -> tuple[Prepared, ...]:
    """The same of the faults alone."""
    journal = Journal.watch(path)
    journal.close(checkpoint=False)
    return prepared(journal.world)


def prepared(world: World) -> tuple[Prepared, ...]:
    """The faults that an instructor caused or prepared in a world: those that wait first, then the newest."""
    begun = sorted((one for one in world.all(Planted) if one.begun), key=lambda one: -one.begun)
    return tuple(
        Prepared(one.fault, not one.begun, f"{one.due_at:%Y-%m-%d %H:%M} UTC  {_told(one)}")
        for one in (*waiting(world), *begun)
    )


def _told(one: Planted) -> str:
    title = fault_named(one.fault).title
    if not one.begun:
        return f"{title}: waits for its minute"
    if not one.ended:
        return f"{title}: happens"
    return one.outcome if one.done else f"{title}: did not happen. {one.outcome}"
