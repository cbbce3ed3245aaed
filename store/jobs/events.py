"""Events to come, the parts of Azure they come from (`Source`), and what an event may do (`Effects`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import msgspec

from store.resources import Hidden, Outcome, Resource
from store.services.authority.issuer import Issuer
from store.services.web.webspaces import Bindings
from store.world import Draft, View


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens at a moment (UTC). `subject` is whom it happens to, `text` what.

    `resource` is the id of the one resource it happens to, "" for a run of a job that meets none or several.
    """

    at: datetime
    kind: str
    resource: str
    subject: str
    text: str


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
        """Note what a job's run at this moment did to one resource."""
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

    def resource_of(self, changed: Resource | Hidden) -> str | None:
        """The id of the one resource whose events a changed document concerns.

        "" where it concerns none, None where it may concern every resource of the source.
        """
        ...

    def run(self, effects: Effects, kind: str, resource: str) -> None:
        """Do what is due for a resource."""
        ...

    def describe(self, view: View, kind: str, resources: Sequence[str]) -> tuple[str, str]:
        """(whom, what) of an event in a few words, from the view before it happens.

        Several resources are those that one run of a job meets.
        """
        ...
