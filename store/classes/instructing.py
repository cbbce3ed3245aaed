"""What an instructor does in the worlds of trainees: each world is opened, worked in, and closed again.

    for outcome in in_each(worlds, cause_fault(fault, by=instructor("Grace"))):
        print(outcome.trainee.name, outcome.told or outcome.error)

A world that cannot be opened, or refuses, stops none of the others. The trainee's own program goes on
meanwhile, and follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from store import open_portal
from store.classes.folder import worlds_of
from store.classes.roster import Trainee
from store.errors import AzureError, StateError, UsageError
from store.faults.causing import advance, cause, plant, waiting
from store.faults.deeds import WithdrawFault
from store.faults.model import Fault
from store.operations.naming import find_id
from store.operations.operation import Operation
from store.operations.simulator.clock import duration
from store.operations.training.message import LONGEST_TEXT, SendMessage
from store.operations.training.run import run_of
from store.operations.training.taking_over import AskToTakeOver, EndTakeOver
from store.portal import Portal
from store.services.authorization.outsiders import called
from store.time.calendar import later
from store.training.play import scenario_of
from store.world import View

#: Spans as they can be typed, and the one that is proposed.
SPANS, SPAN = "10m, 8h, 1d", "1h"
#: Something that is done in a world; returns a sentence, raises `AzureError`, `StateError` or `UsageError`.
Act: TypeAlias = Callable[[Portal], str]


class Outcome(NamedTuple):
    """What became of an act in a trainee's world: a sentence, or why it was not done."""

    trainee: Trainee
    told: str
    error: AzureError | StateError | None = None


def chosen(folder: Path, logins: Iterable[str] = ()) -> tuple[tuple[Trainee, Path], ...]:
    """The trainees with these logins and their worlds, everybody where none is named.

    Raises `UsageError` UnknownTrainee, and `StateError` as `read_class` does.
    """
    everybody = {one.login: (one, path) for one, path in worlds_of(folder)}
    wanted = tuple(dict.fromkeys(logins)) or tuple(everybody)
    if unknown := next((login for login in wanted if login not in everybody), None):
        raise UsageError(f"Nobody in this class has the login '{unknown[:40]}'.", "UnknownTrainee")
    return tuple(everybody[login] for login in wanted)


def in_each(worlds: Iterable[tuple[Trainee, Path]], act: Act) -> Iterator[Outcome]:
    """Do an act in each world, one after the other."""
    for trainee, path in worlds:
        try:
            yield Outcome(trainee, in_world(path, act))
        except UsageError as usage:
            yield Outcome(trainee, "", AzureError(usage.code, usage.message))
        except (AzureError, StateError) as error:
            yield Outcome(trainee, "", error)


def in_world(path: Path, act: Act) -> str:
    """Do an act in the world of a state file; raises as the act, and `StateError` as `open_portal`."""
    portal = open_portal(path)
    try:
        return act(portal)
    finally:
        portal.close()


def cause_fault(fault: Fault, by: str, *, at: str = "", on: str = "", say: str = "") -> Act:
    """Let a fault happen now, or `at` a moment as `moment_of` reads it; `on` names the resource."""

    def act(portal: Portal) -> str:
        portal.follow()
        resource = find_id(portal.world, fault.on, on) if on else ""
        moment = moment_of(portal.world, at)
        if moment <= portal.world.now:
            return cause(portal, fault, by, resource=resource, say=say)
        return plant(portal, fault, by, at=moment, resource=resource, say=say)

    return act


def advance_clock(by: str, caller: str) -> Act:
    """Move the clock by a span ("8h"), or to a moment."""

    def act(portal: Portal) -> str:
        portal.follow()
        for _ in advance(portal, moment_of(portal.world, by), caller):
            pass
        return f"It is {portal.world.now:%Y-%m-%d %H:%M} UTC."

    return act


def say(text: str, by: str) -> Act:
    """Send a message to the bell of whoever works there."""
    return _performed(SendMessage(text=text, sender=called(by)), by)


def send_hint(by: str) -> Act:
    """Send the next hint of the scenario that was not asked for yet; it costs no points."""

    def act(portal: Portal) -> str:
        portal.follow()
        say(next_hint(portal.world), by)(portal)
        return "The hint is on its way."

    return act


def next_hint(view: View) -> str:
    """The next hint of a world's scenario as a line of a message; raises `AzureError` where there is none."""
    run = run_of(view)
    if run is None:
        raise AzureError("NoScenario", "This world is no scenario's.", "Send a message in your own words.")
    hints = scenario_of(run.source).hints[run.hints :]
    if not hints:
        raise AzureError("NoMoreHints", "There is no further hint.", "Send a message in your own words.")
    line = " ".join(f"Hint: {hints[0].text}".split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1]}…"


def ask_to_take_over(by: str) -> Act:
    """Ask whoever works there to let the instructor work alone."""
    return _performed(AskToTakeOver(by=by), by)


def end_take_over(by: str) -> Act:
    """End a take-over, or take back the question."""
    return _performed(EndTakeOver(), by)


def _performed(operation: Operation, by: str) -> Act:
    return lambda portal: portal.perform(operation, by).result


def moment_of(view: View, text: str) -> datetime:
    """A moment of simulated time (UTC): "" is now, "10m" so much later, else a date, with a time or without.

    Raises `UsageError` InvalidMoment.
    """
    if not text.strip() or text.strip().lower() == "now":
        return view.now
    try:
        return later(view.now, duration(text))
    except UsageError:
        pass
    try:
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"'{text[:40]}' is no moment: write {SPANS}, or a date as 2022-08-01T09:00.", "InvalidMoment"
        ) from None


def withdraw(fault: Fault, by: str) -> Act:
    """Take back a fault that was prepared and has not happened."""

    def act(portal: Portal) -> str:
        portal.follow()
        prepared = [one for one in waiting(portal.world) if one.fault == fault.code]
        if not prepared:
            raise AzureError("NothingPrepared", f"{fault.title}: nothing waits for its minute here.")
        for one in prepared:
            portal.perform(WithdrawFault(planted=one.id), by)
        return f"{fault.title}: withdrawn."

    return act
