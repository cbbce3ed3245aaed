"""A run of the clock: everything due on the way to a moment happens in order, each at its own moment.

An order stored in a vault, apps that follow its secret, the clock advanced from 2023-06-30 to 2023-07-04. The
queue begins with the agenda's entries up to 2023-07-04, and changes while events happen:

    06-30 15:00  auto renew       requests a certificate, then reschedules the order: "issue" 15:03 joins
    06-30 15:03  issue            puts the certificate into the vault and reschedules the secret: "Sync job"
                                  07-01 09:00 joins; the order is rescheduled, and its warning is a year later
    07-01 09:00  Sync job         moves three certificates and their bindings
    07-02 09:36  expiry warning   void since the order was rescheduled: skipped

Rescheduling asks the sources about one resource and no other, so a quiet year costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush

from msgspec.structs import replace

from store.errors import AzureError
from store.jobs.agenda import Agenda, through
from store.jobs.events import Due, Event, Repeats, event_of
from store.resources import Clock, JobRun, Outcome
from store.services.authority.issuer import Issuer
from store.services.web.webspaces import Bindings
from store.world import Draft
from store.world.pauses import BETWEEN, nothing

#: More than this in one advance would keep a person waiting for minutes.
MOST_EVENTS = 1_000_000


class Run:
    """One advance of the clock on a draft: what events may do (`Effects`), and the queue they come from."""

    def __init__(
        self, agenda: Agenda, draft: Draft, until: datetime, issuer: Issuer, only: Iterable[str] | None = None
    ) -> None:
        """`only` names the resources whose events happen, with what follows from these; None means all."""
        self.draft = draft
        self.issuer = issuer
        self._pause = BETWEEN.get(nothing)
        self._agenda = agenda
        self._until = until
        # A sorted list is a heap.
        self._queue = through(agenda.entries(draft), until) if only is None else []
        #: Resource → how often it was rescheduled: entries of an earlier schedule are void.
        self._schedules: dict[str, int] = {}
        #: The kind of the event under way, and what it has done so far, by whose work it was.
        self._kind = ""
        self._done: dict[str, list[Outcome]] = {}
        self._runs: dict[tuple[datetime, str], list[Outcome]] = {}
        for resource in only or ():
            self.reschedule(resource)

    @cached_property
    def bindings(self) -> Bindings:
        """Every binding, found by thumbprint."""
        return Bindings(self.draft)

    def advance_to_end(self, keep: int) -> tuple[list[Event], int]:
        """Let everything due happen; returns the first `keep` events and how many there were.

        A failure that repeats itself is counted, and kept once.
        """
        events: list[Event] = []
        repeats = Repeats()
        count = 0
        while self.next_moment() is not None:
            for job, outcomes in self._next_event().items():
                self._runs.setdefault((self.draft.now, job), []).extend(outcomes)
                count += 1
                if len(events) < keep and not repeats.repeated(event := self._event(job, outcomes)):
                    events.append(event)
            if count > MOST_EVENTS:
                raise too_many()
        self._move_clock(self._until)
        self._write_runs()
        return events, count

    def next_moment(self) -> datetime | None:
        """When the next event happens (UTC), as things stand; None at the end."""
        while self._queue and not self._valid(self._queue[0]):
            heappop(self._queue)
        return self._queue[0].at if self._queue else None

    def step(self) -> Iterator[tuple[Event, list[Outcome]]]:
        """Let the next event happen, and say what was done in all and to each; nothing where nothing was."""
        for job, outcomes in self._next_event().items():
            yield self._event(job, outcomes), outcomes

    def _event(self, job: str, outcomes: list[Outcome]) -> Event:
        return event_of(self.draft.now, self._kind, job, outcomes, self._agenda.meets(self._kind))

    def meet(self, group: list[Due]) -> Iterator[Event]:
        """Let a run of a job happen at this moment, whatever its hours: `group` is what it meets."""
        for job, outcomes in self._happen(group).items():
            self._runs.setdefault((self.draft.now, job), []).extend(outcomes)
            yield self._event(job, outcomes)
        self._write_runs()
        self._runs.clear()

    def _next_event(self) -> dict[str, list[Outcome]]:
        """Let the next event happen; returns what was done, by whose work it was."""
        group = self._next_group()
        self._move_clock(group[0].at)
        return self._happen(group)

    def _happen(self, group: list[Due]) -> dict[str, list[Outcome]]:
        """Do what the entries of one event ask for; returns what was done, by whose work it was."""
        self._kind, self._done = group[0].kind, {}
        source = self._agenda.owners[self._kind][1]
        for due in group:
            self._pause()
            # An earlier entry of the group may have rescheduled this one's resource.
            if self._valid(due):
                source.run(self, due.kind, due.resource)
                self.reschedule(due.resource)
        return self._done

    def _next_group(self) -> list[Due]:
        """The entries of the next event: one, or all that one run of a job meets; none at the end."""
        group: list[Due] = []
        while self._queue and (not group or self._agenda.together(group[0], self._queue[0])):
            due = heappop(self._queue)
            if self._valid(due):
                group.append(due)
        return group

    def _valid(self, due: Due) -> bool:
        return due.schedule == self._schedules.get(due.resource, 0)

    def reschedule(self, resource: str) -> None:
        """Ask the sources what is due for a resource, in place of its earlier entries."""
        schedule = self._schedules.get(resource, 0) + 1
        self._schedules[resource] = schedule
        owners, until, id = self._agenda.owners, self._until, resource.lower()
        for source in self._agenda.sources:
            for at, kind in source.due_for(self.draft, resource) if source.about in id else ():
                if at <= until:
                    heappush(self._queue, Due(at, owners[kind][0], resource, kind, schedule))

    def outcome(self, job: str, outcome: Outcome) -> None:
        """Note what was done to one resource at this moment, and whose work it was."""
        self._done.setdefault(job, []).append(replace(outcome, kind=self._kind))

    def _move_clock(self, moment: datetime) -> None:
        clock = self.draft.need(Clock, "clock")
        if moment > clock.now:
            self.draft.put(replace(clock, now=moment))

    def _write_runs(self) -> None:
        for (at, job), outcomes in self._runs.items():
            _put_run(self.draft, job, at, outcomes)


def too_many() -> AzureError:
    """The refusal of an advance with more events than anybody waits for."""
    return AzureError(
        "AdvanceTooFar", f"More than {MOST_EVENTS:,} events lie on the way.", "Go in smaller steps."
    )


def _put_run(draft: Draft, job: str, at: datetime, outcomes: Iterable[Outcome]) -> None:
    """Record a job's run that did something, with the outcomes recorded of that moment before."""
    id = f"{at.isoformat()} {job}"
    earlier = draft.get(JobRun, id)
    recorded = earlier.outcomes if earlier else ()
    draft.put(JobRun(id=id, job=job, ran_at=at, outcomes=(*recorded, *outcomes)))
