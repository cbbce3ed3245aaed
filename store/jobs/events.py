"""Events, the parts of Azure they come from (`Source`), and what an event may do (`Effects`).

An event's sentence is made from what was done (`event_of`): a forecast lets it happen in a draft, a report
reads the record of the job. So both say the same, in the present tense, which reads well of what comes and of
what was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import msgspec

from store.resources import Hidden, Outcome, Resource, name_of
from store.services.authority.issuer import Issuer
from store.services.web.webspaces import Bindings
from store.world import Draft, View


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens at a moment (UTC). `subject` is whom it happens to, `text` what.

    `resource` is the id of the one resource it happens to, "" for a run of a job that meets none or several.
    `ok` is False where something failed, `skipped` True where the job left alone whatever it met.
    """

    at: datetime
    kind: str
    resource: str
    subject: str
    text: str
    ok: bool = True
    skipped: bool = False


class Due(NamedTuple):
    """An entry of the agenda: a resource and the kind of its event. Ordered by moment (UTC), then by rank."""

    at: datetime
    rank: int
    resource: str
    kind: str
    #: How often its resource had been rescheduled when the entry was made.
    schedule: int


class Effects(Protocol):
    """What an event may use and do while it happens: `draft.now` is its moment."""

    @property
    def draft(self) -> Draft:
        """The world being changed."""
        ...

    @property
    def issuer(self) -> Issuer:
        """The maker of keys and certificates: the simulated CAs, or the rehearsal of a dry run."""
        ...

    @property
    def bindings(self) -> Bindings:
        """Every binding, found by thumbprint."""
        ...

    def reschedule(self, resource: str) -> None:
        """Say that another resource's future changed; the event's own resource is rescheduled afterwards."""
        ...

    def outcome(self, job: str, outcome: Outcome) -> None:
        """Note what was done to one resource at this moment, and whose work it was."""
        ...


class Source(Protocol):
    """A part of Azure that acts by itself, such as the sync job: what is due, and how it is done."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its events; at one moment, kinds named first happen first."""
        ...

    @property
    def job_kinds(self) -> tuple[str, ...]:
        """The kinds that are work of a job's run: those of one moment are one event."""
        ...

    @property
    def meets(self) -> str:
        """What its events happen to, as a noun: a run of a job counts them."""
        ...

    @property
    def about(self) -> str:
        """A part, in small letters, of the id of every resource that its events are about."""
        ...

    @property
    def tables(self) -> tuple[type[Resource] | type[Hidden], ...]:
        """The tables that `due` reads: while none of them changes, only time changes what is due."""
        ...

    def due(self, view: View) -> Iterable[tuple[str, datetime, str]]:
        """(id of the resource, moment, kind) of every event ahead."""
        ...

    def due_for(self, view: View, resource: str) -> Iterable[tuple[datetime, str]]:
        """(moment, kind) of the events ahead of one resource; nothing for a resource of another source.

        A run of a job is later than now; what has become due by now may be in the past.
        """
        ...

    def concerned(self, view: View, changed: Resource | Hidden) -> tuple[str, ...] | None:
        """The ids of the resources whose events a changed document concerns, as it was or is in this view.

        None where it may concern every resource of the source.
        """
        ...

    def run(self, effects: Effects, kind: str, resource: str) -> None:
        """Do what is due for a resource."""
        ...


class Repeats:
    """Tells, of events in their order, the failures that say of a resource what was said of it last.

    A renewal that is tried each day fails for the same reason: listing it once says it.
    """

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def repeated(self, event: Event) -> bool:
        """Whether this next event is one; it is the last one of its resource from now on."""
        before, self._last[event.resource] = self._last.get(event.resource), event.text
        return not event.ok and bool(event.resource) and before == event.text


def event_of(at: datetime, kind: str, job: str, outcomes: Sequence[Outcome], meets: str) -> Event:
    """The event at a moment (UTC) in the words of what was done.

    A run of a job that met several resources is counted; `meets` is the noun for these.
    """
    resources = {outcome.resource for outcome in outcomes}
    only = outcomes[0].resource if len(resources) == 1 else ""
    text = " ".join(outcome.result for outcome in outcomes) if only else _counted(outcomes, meets)
    return Event(
        at=at,
        kind=kind,
        resource=only,
        # The run of a job that is its event is the job's, whatever it meets.
        subject=name_of(only) if only and kind != job else job,
        text=f"{name_of(only)}: {text}" if only and kind == job else text,
        ok=all(outcome.ok for outcome in outcomes),
        skipped=all(outcome.skipped for outcome in outcomes),
    )


def _counted(outcomes: Sequence[Outcome], meets: str) -> str:
    """`4 orders: 2 done, 1 skipped, 1 failed (contosocert: …).`"""
    if all(outcome.ok and not outcome.skipped for outcome in outcomes):
        return f"{len(outcomes):,} {meets}s: all done."
    failed = [outcome for outcome in outcomes if not outcome.ok]
    skipped = sum(outcome.skipped for outcome in outcomes)
    done = len(outcomes) - len(failed) - skipped
    parts = [f"{done:,} done"] if done else []
    if skipped:
        parts.append(f"{skipped:,} skipped")
    if failed:
        first = failed[0]
        more = f", and {len(failed) - 1:,} more" if len(failed) > 1 else ""
        parts.append(f"{len(failed):,} failed ({name_of(first.resource)}: {first.result.rstrip('.')}{more})")
    return f"{len(outcomes):,} {meets}s: {', '.join(parts)}."
