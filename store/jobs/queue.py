"""The event queue: everything due on the way to a moment happens in order, each at its own moment.

A heap of what lies ahead, so that a quiet year costs nothing. After an event only the resources it
touched are looked at again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush
from typing import Any, NamedTuple

from msgspec.structs import replace

from store.errors import AzureError
from store.jobs.events import Due, Event, Source
from store.resources import Clock, Hidden, JobRun, Outcome, Resource
from store.services.authority.issuer import Issuer
from store.services.web.webspaces import Bindings
from store.world import Draft, View
from store.world.table import differences

#: More than this in one advance would keep a person waiting for minutes.
MOST_EVENTS = 1_000_000


_Tables = Mapping[type[Resource] | type[Hidden], Mapping[str, Any]]


class _Kept(NamedTuple):
    """What lay ahead of a world at its moment."""

    tables: _Tables
    now: datetime
    ahead: list[Due]


class Agenda:
    """All that lies ahead of a world, sorted by moment; kept, and worked out anew only where it changes."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self.sources = sources
        self.owners: dict[str, tuple[int, Source]] = {}
        for source in sources:
            for kind in source.kinds:
                self.owners[kind] = (len(self.owners), source)
        self._tables = tuple(dict.fromkeys(kind for source in sources for kind in source.tables))
        self._kept: _Kept | None = None

    def of(self, view: View) -> list[Due]:
        """Everything ahead, soonest first. The list is shared: not to be changed."""
        kept, now = self._kept, view.now
        tables = {kind: view.table(kind) for kind in self._tables}
        if kept is None or now < kept.now:
            ahead = sorted(self._all(view, self.sources))
        else:
            ahead = self._followed(view, kept, tables)
        if not isinstance(view, Draft) or not view.changes:
            self._kept = _Kept(tables, now, ahead)
        return ahead

    def _followed(self, view: View, kept: _Kept, tables: _Tables) -> list[Due]:
        """What lies ahead now: what was kept, but for what changed or has passed since."""
        changed = {kind: _changed(kept.tables[kind], table) for kind, table in tables.items()}
        passed = bisect_right(kept.ahead, view.now, key=_moment)
        again = {due.resource for due in kept.ahead[:passed]}
        anew: list[Source] = []
        for source in self.sources:
            documents = [one for kind in source.tables for one in changed[kind]]
            concerned = {source.concerned(one) for one in documents}
            if None in concerned:
                anew.append(source)
            else:
                again.update(one for one in concerned if one)
        if not again and not anew:
            return kept.ahead
        owners = self.owners
        stand = [due for due in kept.ahead if due.resource not in again and owners[due.kind][1] not in anew]
        others = [source for source in self.sources if source not in anew]
        return sorted([*stand, *self._all(view, anew), *self._some(view, others, again)])

    def _all(self, view: View, sources: Iterable[Source]) -> Iterator[Due]:
        for source in sources:
            for resource, at, kind in source.all_ahead(view):
                yield Due(at, self.owners[kind][0], resource, kind, 0)

    def _some(self, view: View, sources: Iterable[Source], resources: Iterable[str]) -> Iterator[Due]:
        for source in sources:
            for resource in resources:
                for at, kind in source.ahead(view, resource):
                    yield Due(at, self.owners[kind][0], resource, kind, 0)

    def describe(self, view: View, group: Sequence[Due]) -> Event:
        """What happens at one moment in words, as things stand before it."""
        first = group[0]
        source = self.owners[first.kind][1]
        subject, text = source.describe(view, first.kind, [due.resource for due in group])
        resource = first.resource if len(group) == 1 else ""
        return Event(at=first.at, kind=first.kind, resource=resource, subject=subject, text=text)

    def together(self, first: Due, second: Due) -> bool:
        """Whether two entries are work of one job's run."""
        same = first.at == second.at and first.kind == second.kind
        return same and first.kind in self.owners[first.kind][1].job_kinds


def _moment(due: Due) -> datetime:
    return due.at


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Any]:
    """The documents that came, went or changed, as they were and as they are."""
    pairs = (pair for _, *pair in differences(old, new))
    return [document for pair in pairs for document in pair if document is not None]


class Run:
    """One advance of the clock on a draft."""

    def __init__(self, agenda: Agenda, draft: Draft, until: datetime, issuer: Issuer) -> None:
        self.draft = draft
        self.issuer = issuer
        self._agenda = agenda
        self._until = until
        ahead = agenda.of(draft)
        # A sorted list is a heap.
        self._heap = ahead[: bisect_right(ahead, until, key=_moment)]
        self._generations: dict[str, int] = {}
        self._outcomes: dict[tuple[datetime, str], list[Outcome]] = {}

    @cached_property
    def bindings(self) -> Bindings:
        """Every binding, found by thumbprint."""
        return Bindings(self.draft)

    def go(self, keep: int) -> tuple[list[Event], int]:
        """Let everything due happen; returns the first `keep` events in words, and how many there were."""
        told: list[Event] = []
        count = 0
        while group := self._pop():
            count += 1
            if count > MOST_EVENTS:
                raise AzureError(
                    "AdvanceTooFar",
                    f"More than {MOST_EVENTS:,} events lie on the way.",
                    "Go in smaller steps.",
                )
            self._move_clock(group[0].at)
            if len(told) < keep:
                told.append(self._agenda.describe(self.draft, group))
            source = self._agenda.owners[group[0].kind][1]
            for due in group:
                if self._stands(due):
                    source.happen(self, due.kind, due.resource)
                    self.touch(due.resource)
        self._move_clock(self._until)
        self._write_runs()
        return told, count

    def _pop(self) -> list[Due]:
        """The next event: one entry, or all that one run of a job meets; empty at the end."""
        group: list[Due] = []
        while self._heap and (not group or self._agenda.together(group[0], self._heap[0])):
            due = heappop(self._heap)
            if self._stands(due):
                group.append(due)
        return group

    def _stands(self, due: Due) -> bool:
        return due.generation == self._generations.get(due.resource, 0)

    def touch(self, resource: str) -> None:
        """Look at a resource anew: what was ahead of it may be ahead no more."""
        generation = self._generations.get(resource, 0) + 1
        self._generations[resource] = generation
        owners, until = self._agenda.owners, self._until
        for source in self._agenda.sources:
            for at, kind in source.ahead(self.draft, resource):
                if at <= until:
                    heappush(self._heap, Due(at, owners[kind][0], resource, kind, generation))

    def outcome(self, job: str, outcome: Outcome) -> None:
        """Note what a job's run at this moment did to one resource."""
        self._outcomes.setdefault((self.draft.now, job), []).append(outcome)

    def _move_clock(self, moment: datetime) -> None:
        clock = self.draft.need(Clock, "clock")
        if moment > clock.now:
            self.draft.put(replace(clock, now=moment))

    def _write_runs(self) -> None:
        for (at, job), outcomes in self._outcomes.items():
            put_run(self.draft, job, at, outcomes)


def put_run(draft: Draft, job: str, at: datetime, outcomes: Iterable[Outcome]) -> None:
    """Record a run of a job that met something (in addition to what is recorded of that moment)."""
    id = f"{at.isoformat()} {job}"
    earlier = draft.get(JobRun, id)
    kept = earlier.outcomes if earlier else ()
    draft.put(JobRun(id=id, job=job, ran_at=at, outcomes=(*kept, *outcomes)))
