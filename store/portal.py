"""The only way in: every change of the world goes through `Portal.perform`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from store.errors import AzureError, StateError, only_read
from store.operations.arguments import record
from store.operations.naming import resolve
from store.operations.operation import NeedMore, Operation, Simulator
from store.resources import ActivityEntry, Clock, JobRun, table_of
from store.services.authorization.access import DEFAULT_USER, refusal
from store.services.authorization.taking_over import taken_over
from store.world import Draft, View, World
from store.world.table import differences

if TYPE_CHECKING:
    from store.jobs.events import Event
    from store.journal.in_memory import MemoryJournal
    from store.journal.journal import Journal

_JOB_RUNS = table_of(JobRun)
#: Events that `Done` carries at most.
_TOLD = 100
#: How often an operation is prepared anew when the world keeps moving under it.
_TRIES = 5


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """An acknowledged operation: it is on disk.

    `events` are the first things that happened by themselves meanwhile; `count` is the number of all.
    """

    correlation_id: str
    revision: int
    result: str
    events: tuple[Event, ...] = ()
    count: int = 0


class Portal:
    """A world in a file and the only way to change it. Thread-safe; starts no threads itself."""

    def __init__(self, journal: Journal | MemoryJournal) -> None:
        self._journal = journal
        #: Revisions that this instance made, ticks of the clock aside.
        self._made: set[int] = set()
        #: Object id of whoever acts where an operation names nobody else.
        self.caller = DEFAULT_USER

    if TYPE_CHECKING:

        @property
        def world(self) -> World:
            """The world as last read or committed."""

    else:  # asked many times for each picture, and so without a function of our own
        world = property(attrgetter("_journal.world"), doc="The world as last read or committed.")

    @property
    def path(self) -> Path:
        return self._journal.path

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings from opening the state: files set aside, open permissions."""
        return self._journal.warnings

    @property
    def read_only(self) -> str:
        """Why this instance cannot write ("" when it can)."""
        return self._journal.read_only

    @property
    def looks_on(self) -> bool:
        """Whether this instance only looks on: it writes nothing as long as it is open."""
        return bool(self._journal.barred)

    def why_not(self, operation: Operation, caller: str = "") -> AzureError | None:
        """Why the operation is not allowed now, or None; performs nothing and journals nothing."""
        if why := self._journal.barred:
            return only_read(why)
        return why_not(self.world, operation, caller or self.caller)

    def perform(self, operation: Operation, caller: str = "") -> Done:
        """Do it whole and durably, or leave nothing but a Failed entry.

        Raises `AzureError` when Azure refuses, `StateError` when the state cannot be written.
        """
        self._journal.check_writable()
        caller = caller or self.caller
        for _ in range(_TRIES):
            seen = self.world
            try:
                resolved, material = self._prepared(seen, operation, caller)
                with self._journal.locked() as world:
                    # What was allowed on this very world need not be asked a second time.
                    return self._commit(world, resolved, material, caller, allowed=world is seen)
            except NeedMore:
                continue
        raise StateError("Busy", "The world keeps moving under this operation; try again.")

    def _prepared(self, world: World, operation: Operation, caller: str) -> tuple[Operation, Any]:
        """The operation with its resources' ids, and its material.

        Slow work is not begun for what would be refused anyway. Raises `NeedMore` where it is refused in a
        world that others have changed.
        """
        resolved = operation
        try:
            resolved = resolve(operation, world)
            refused = _refused(world, resolved, caller)
            if refused is None:
                return resolved, resolved.recall(world, self.at)
        except AzureError as error:
            refused = error
        with self._journal.locked() as present:
            if present is not world:
                raise NeedMore
            self._journal_failure(world, resolved, caller, refused)
        raise refused

    def _commit(
        self, world: World, operation: Operation, material: Any, caller: str, *, allowed: bool
    ) -> Done:
        draft = Draft(world)
        correlation = correlation_of(draft, operation)
        try:
            refused = None if allowed else _refused(world, operation, caller)
            if refused is not None:
                raise refused
            result = operation.apply(draft, material)
        except AzureError as error:
            self._journal_failure(world, operation, caller, error)
            raise
        draft.put(entry(draft, operation, correlation, caller))
        if not operation.repeats:
            self._made.add(draft.revision)
        after = self._journal.commit(draft, id=correlation, caller=caller, operation=record(operation))
        events = events_between(world, after) if _JOB_RUNS in draft.changes else ()
        return Done(
            correlation_id=correlation,
            revision=draft.revision,
            result=result,
            events=events[:_TOLD],
            count=len(events),
        )

    def _journal_failure(self, world: World, operation: Operation, caller: str, error: AzureError) -> None:
        """A refusal by a provider is a line of its own; nothing else of the operation remains."""
        draft = Draft(world)
        correlation = world.next_correlation
        draft.put(entry(draft, operation, correlation, caller, error))
        self._journal.commit(draft, id=correlation, caller=caller, operation=record(operation))

    def follow(self) -> bool:
        """Read what other instances wrote; True when the world changed. Never waits."""
        return self._journal.follow()

    def made(self, revision: int) -> bool:
        """Whether an operation of this instance made the revision; False for ticks of the clock."""
        return revision in self._made

    def hold_clock(self) -> bool:
        """Whether this instance runs the clock: the first that asks does until it closes. Never waits."""
        return self._journal.hold_clock()

    def checkpoint_if_due(self) -> None:
        """Fold the journal into the checkpoint when it has grown; may be slow, safe in a thread."""
        if self._journal.checkpoint_due():
            self._journal.checkpoint()

    def close(self, *, checkpoint: bool = False) -> None:
        """Close the files; the portal program checkpoints, a command leaves its line."""
        self._journal.close(checkpoint=checkpoint)

    def at(self, revision: int) -> World:
        """The world at an earlier revision; raises `AzureError` RevisionNotKept beyond the history."""
        return self._journal.at(revision)

    def worlds(self, first: int, last: int) -> Iterator[World]:
        """The worlds of these revisions, both ends included, read in one go; raises as `at`."""
        world = self.at(first)
        yield world
        for line in self._journal.lines(first + 1, last) if last > first else ():
            world = world.merge(line.changes, line.revision)
            yield world

    def performed(self, first: int, last: int) -> list[tuple[int, dict[str, Any]]]:
        """Revision and operation, as journalled: without secrets and files; raises as `at`."""
        lines = self._journal.lines(first, last) if last >= first else []
        return [(line.revision, dict(line.operation)) for line in lines]

    def first_kept(self) -> int:
        """The first revision of the history that is kept; may be slow, safe in a thread."""
        return self._journal.first_kept()

    def tick(self, seconds: float) -> bool | None:
        """Move a running clock by so many real seconds; None where it stands.

        False where another instance holds it, which then moves it. Raises as `perform`.
        """
        clock = self.world.get(Clock, "clock")
        if clock is None or not clock.speed:
            return None
        if not self.hold_clock():
            return False
        from store.operations.simulator.clock import AdvanceClock

        self.perform(AdvanceClock(by=f"{round(clock.speed * seconds)}s", running=True))
        return True

    def advance(self, until: datetime, caller: str = "") -> Iterator[datetime]:
        """Move the clock in slices of at most a simulated day, yielding the moment each slice reached."""
        from store.operations.simulator.clock import AdvanceClock, slices

        since = self.world.revision
        for moment in slices(self.world.now, until):
            self.perform(AdvanceClock(to=moment, since=since), caller)
            yield moment


def changes_between(before: View, after: View) -> tuple[ActivityEntry, ...]:
    """The operations that succeeded between a world and a later one, the clock's and refused ones aside.

    None where another world took the first one's place: its past is no news.
    """
    if before.facts != after.facts:
        return ()
    pairs = differences(before.table(ActivityEntry), after.table(ActivityEntry))
    entries = (entry for _, _, entry in pairs if entry is not None)
    return tuple(one for one in entries if one.status == "Succeeded" and "/clock/" not in one.operation)


def events_between(before: View, after: View) -> tuple[Event, ...]:
    """What happened by itself between a world and a later one, oldest first."""
    # Most operations are over at once, and starting loads no job.
    from store.jobs.happened import happened

    return happened(before, after)


def why_not(view: View, operation: Operation, caller: str = DEFAULT_USER) -> AzureError | None:
    """The control plane's refusal, else the operation's own."""
    try:
        return _refused(view, resolve(operation, view), caller)
    except AzureError as error:
        return error


def _refused(view: View, operation: Operation, caller: str) -> AzureError | None:
    """The same for an operation whose resources are named by their ids."""
    try:
        held = taken_over(view, operation, caller)
        return held or refusal(view, operation, caller) or operation.why_not(view)
    except AzureError as error:
        return error


def correlation_of(draft: Draft, operation: Operation) -> str:
    """One id for each operation; its parts share one, and all that repeat by themselves do."""
    if operation.repeats:
        return Draft(World(draft.base.tables, -1)).guid(operation.repeats)
    if operation.part_of is not None:
        return Draft(World(draft.base.tables, operation.part_of)).guid("parts")
    return draft.base.next_correlation


def entry(
    draft: Draft, operation: Operation, correlation: str, caller: str, error: AzureError | None = None
) -> ActivityEntry:
    """The Activity log's line for an operation."""
    try:
        target = operation.target(draft)
    except AzureError:
        target = ""
    simulated = isinstance(operation, Simulator)
    return ActivityEntry(
        id=f"{operation.repeats or f'{draft.revision:08d}'}-0",
        correlation_id=correlation,
        operation=operation.arm,
        title=operation.title,
        target=target,
        status="Failed" if error else "Succeeded",
        at=draft.now,
        caller=caller,
        category="Simulator" if simulated else "Administrative",
        code=error.code if error else "",
        message=error.message if error else "",
        revision=draft.revision,
    )
