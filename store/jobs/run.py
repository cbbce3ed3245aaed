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

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush

from msgspec.structs import replace

from store.errors import AzureError
from store.jobs.agenda import Agenda, through
from store.jobs.events import Due, Event
from store.resources import Clock, JobRun, Outcome
from store.services.authority.issuer import Issuer
from store.services.web.webspaces import Bindings
from store.world import Draft

#: More than this in one advance would keep a person waiting for minutes.
MOST_EVENTS = 1_000_000


class Run:
    """One advance of the clock on a draft: what events may do (`Effects`), and the queue they come from."""

    def __init__(self, agenda: Agenda, draft: Draft, until: datetime, issuer: Issuer) -> None:
        self.draft = draft
        self.issuer = issuer
        self._agenda = agenda
        self._until = until
        # A sorted list is a heap.
        self._queue = through(agenda.entries(draft), until)
        #: Resource → how often it was rescheduled: entries of an earlier schedule are void.
        self._schedules: dict[str, int] = {}
        self._outcomes: dict[tuple[datetime, str], list[Outcome]] = {}

    @cached_property
    def bindings(self) -> Bindings:
        """Every binding, found by thumbprint."""
        return Bindings(self.draft)

    def advance_to_end(self, keep: int) -> tuple[list[Event], int]:
        """Let everything due happen; returns the first `keep` events in words, and how many there were."""
        events: list[Event] = []
        count = 0
        while group := self._next_group():
            count += 1
            if count > MOST_EVENTS:
                raise AzureError(
                    "AdvanceTooFar",
                    f"More than {MOST_EVENTS:,} events lie on the way.",
                    "Go in smaller steps.",
                )
            self._move_clock(group[0].at)
            if len(events) < keep:
                events.append(self._agenda.describe(self.draft, group))
            source = self._agenda.owners[group[0].kind][1]
            for due in group:
                # An earlier entry of the group may have rescheduled this one's resource.
                if self._valid(due):
                    source.run(self, due.kind, due.resource)
                    self.reschedule(due.resource)
        self._move_clock(self._until)
        self._write_runs()
        return events, count

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
        owners, until = self._agenda.owners, self._until
        for source in self._agenda.sources:
            for at, kind in source.due_for(self.draft, resource):
                if at <= until:
                    heappush(self._queue, Due(at, owners[kind][0], resource, kind, schedule))

    def outcome(self, job: str, outcome: Outcome) -> None:
        """Note what a job's run at this moment did to one resource."""
        self._outcomes.setdefault((self.draft.now, job), []).append(outcome)

    def _move_clock(self, moment: datetime) -> None:
        clock = self.draft.need(Clock, "clock")
        if moment > clock.now:
            self.draft.put(replace(clock, now=moment))

    def _write_runs(self) -> None:
        for (at, job), outcomes in self._outcomes.items():
            _put_run(self.draft, job, at, outcomes)


def _put_run(draft: Draft, job: str, at: datetime, outcomes: Iterable[Outcome]) -> None:
    """Record a job's run that did something, with the outcomes recorded of that moment before."""
    id = f"{at.isoformat()} {job}"
    earlier = draft.get(JobRun, id)
    recorded = earlier.outcomes if earlier else ()
    draft.put(JobRun(id=id, job=job, ran_at=at, outcomes=(*recorded, *outcomes)))
