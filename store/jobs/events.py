"""What is due: the events of a world's future and whoever makes them happen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from store.resources import Hidden, Resource
from store.world import View

if TYPE_CHECKING:
    from store.jobs.queue import Run


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
    """An event as the queue holds it. Ordered by moment, then by the rank of its kind."""

    at: datetime
    rank: int
    resource: str
    kind: str
    #: How often the resource had been looked at anew: an older entry is out of date.
    generation: int


class Source(Protocol):
    """A part of Azure that acts by itself: it says what lies ahead and makes it happen."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its events; of several at one moment those named first happen first."""
        ...

    @property
    def job_kinds(self) -> tuple[str, ...]:
        """Those of them that are work of one job's run: what falls on one moment is one event."""
        ...

    @property
    def tables(self) -> tuple[type[Resource] | type[Hidden], ...]:
        """What its future follows from: while these tables stand, what lies ahead stands too."""
        ...

    def all_ahead(self, view: View) -> Iterable[tuple[str, datetime, str]]:
        """(id of the resource, moment, kind) of everything that lies ahead as things stand."""
        ...

    def ahead(self, view: View, resource: str) -> Iterable[tuple[datetime, str]]:
        """(moment, kind) of what lies ahead of one resource; nothing for a resource that is not its own.

        A run of a job is later than now; what has become due by now may be in the past.
        """
        ...

    def concerned(self, changed: Resource | Hidden) -> str | None:
        """The one resource whose future follows from this document, or None where every one's may."""
        ...

    def happen(self, run: Run, kind: str, resource: str) -> None:
        """Make it happen, now: the run's clock stands at its moment.

        The resource is looked at anew afterwards.
        """
        ...

    def describe(self, view: View, kind: str, resources: Sequence[str]) -> tuple[str, str]:
        """Whom it happens to and what, in a few words, as things stand before it.

        Several resources are those that one run of a job meets.
        """
        ...
