"""Forecasts: the real run of the clock on a draft, with certificates that nobody signs.

The demo world on 2022-08-01, asked for its next events. Each happens in the draft, and its sentence is made
from what it did there, by the code that makes the report when the clock really passes:

    2022-08-02 02:00  Sync job      2 linked certificates: 2 done.
    2022-08-04 08:51  contosocert   Certificate 2 is revoked after the rekey.
    2022-08-31 09:32  contosocert   The proof of domain ownership may not be reused any more. …
    2023-06-30 15:00  contosocert   Renewal requested. The last proof of domain ownership is of …

A forecast goes as far as it is asked, and is remembered for its world: a question about the next five events
and one about the next year share the first five. It stays valid while nothing but the clock changes, up to
the first moment at which something happens.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile
from threading import Lock
from typing import Any

from store.jobs.events import Event
from store.jobs.order_events import RENEW, RETRY
from store.jobs.run import MOST_EVENTS, Run, too_many
from store.jobs.sources import AGENDA
from store.jobs.sync import followed
from store.resources import (
    ActivityEntry,
    CertificateOrder,
    Clock,
    CloudService,
    OrderStatus,
    WebCertificate,
    table_of,
)
from store.services.authority.signing import Rehearsal
from store.services.compute.endings import first_ending
from store.services.key_vault.links import Link, certificates_linked_to, link_of
from store.time.calendar import HORIZON
from store.time.job_hours import AUTO_RENEW, SYNC, next_tick
from store.world import Draft, View, World
from store.world.passing import in_passing

#: Kinds of events that are a job's run, by the job.
WORK = {RENEW: AUTO_RENEW, RETRY: AUTO_RENEW, SYNC: SYNC}
#: Tables that change as time passes although nothing happens.
_PASSING = frozenset((table_of(Clock), table_of(ActivityEntry)))
#: Forecasts that are remembered, the one of the whole world and those of single orders.
_KEPT = 8


class Forecast:
    """What lies ahead of a world, or of one order and the certificates that follow it. Thread-safe."""

    def __init__(self, world: World, order: CertificateOrder | None = None) -> None:
        self._issuer = Rehearsal()
        link = link_of(order) if order else None
        only = None if order is None else [order.id, *_followers(world, link)]
        self._run = Run(AGENDA, Draft(world), HORIZON, self._issuer, only)
        self._alone = order is not None
        self._lock = Lock()
        self._events: list[Event] = []
        #: For each event, the private keys asked for until then.
        self._keys: list[int] = []
        #: Order or certificate → (moment, expiry from then on), for each event that concerned it.
        self._expiries: dict[str, list[tuple[datetime, datetime | None]]] = {}
        #: The next run of each job, until it is known whether it has work.
        self._ticks = {job: next_tick(world, job, world.now) for job in (AUTO_RENEW, SYNC)}
        self._idle: list[Event] = []
        self._busy: set[str] = set()
        self.valid_until = min(self._run.next_moment() or HORIZON, *self._ticks.values())

    def events(self, limit: int) -> tuple[Event, ...]:
        """The next events, soonest first."""
        with self._lock:
            while len(self._events) < limit and self._step(HORIZON):
                pass
            return tuple(self._events[:limit])

    def idle_runs(self, limit: int) -> tuple[Event, ...]:
        """The next runs of jobs that find nothing to do, those among the first `limit` events."""
        with self._lock:
            while len(self._events) <= limit and self._ticks and self._step(HORIZON):
                pass
            return tuple(self._idle)

    def through(self, moment: datetime) -> tuple[Event, ...]:
        """The events up to and including a moment (UTC); raises `AzureError` AdvanceTooFar."""
        with self._lock:
            while self._step(moment):
                if len(self._events) > MOST_EVENTS:
                    raise too_many()
            return tuple(takewhile(lambda event: event.at <= moment, self._events))

    def reaches(self, moment: datetime, most: int) -> bool:
        """Whether no more than `most` events lie on the way to a moment (UTC)."""
        with self._lock:
            while len(self._events) <= most and self._step(moment):
                pass
            return len(self._events) <= most or self._events[most].at > moment

    def expiry_given(self, resource: str, moment: datetime) -> datetime | None:
        """The expiry (UTC) that an order or certificate has at a moment, None where no event gave it another.

        The moment is one that was reached.
        """
        with self._lock:
            given = self._expiries.get(resource.lower(), ())
            return next((expires for at, expires in reversed(given) if at <= moment), None)

    def keys_through(self, moment: datetime) -> int:
        """The number of private keys that automatic requests ask for up to a moment (UTC)."""
        passed = len(self.through(moment))
        return self._keys[passed - 1] if passed else 0

    def _step(self, until: datetime) -> bool:
        """Let the next event happen unless it lies beyond a moment; False where none does."""
        at = self._run.next_moment()
        self._settle_ticks(at)
        if at is None or at > until:
            return False
        for event, outcomes in self._run.step():
            self._events.append(event)
            self._keys.append(self._issuer.keys_asked)
            for outcome in outcomes:
                key = outcome.resource.lower()
                self._expiries.setdefault(key, []).append((event.at, _expiry(self._run.draft, key)))
            job = WORK.get(event.kind, "")
            if self._ticks.get(job) == event.at:
                self._busy.add(job)
        return True

    def _settle_ticks(self, at: datetime | None) -> None:
        """Runs of jobs that have passed before the next event (None: no event) without work were idle."""
        for job, tick in sorted(self._ticks.items(), key=lambda pair: pair[1]):
            if at is None or tick < at:
                del self._ticks[job]
                if job not in self._busy and tick < HORIZON:
                    self._idle += self._idle_run(job, tick)

    def _idle_run(self, job: str, tick: datetime) -> list[Event]:
        """A run that does nothing, where there is something to look at; its failures were told before."""
        draft = in_passing(self._run.draft)
        if job == AUTO_RENEW:
            orders = draft.all(CertificateOrder)
            count = sum(order.properties.status is OrderStatus.ISSUED for order in orders)
            what, rest = "order", "renews nothing"
        else:
            certificates = draft.all(WebCertificate)
            count = sum(one.properties.key_vault_id is not None for one in certificates)
            what, rest = "linked certificate", "moves nothing"
        text = f"looks at {count:,} {what}{'s' * (count != 1)}; {rest}"
        if self._alone:
            text = f"{rest} here"
        return [Event(at=tick, kind=job, resource="", subject=job, text=text)] if count else []


class _Forecasts:
    """The forecasts of the last world that was asked about."""

    def __init__(self) -> None:
        self._tables: Mapping[str, Mapping[str, Any]] = {}
        self._now = HORIZON
        self._kept: OrderedDict[str, Forecast] = OrderedDict()
        self._lock = Lock()

    def of(self, view: View, order: CertificateOrder | None) -> Forecast:
        if isinstance(view, Draft):
            # Its tables are still written.
            return Forecast(view.finish(), order)
        world = view if isinstance(view, World) else World(view.tables, view.revision)
        key = order.key if order else ""
        with self._lock:
            if world.now < self._now or not _same(world.tables, self._tables):
                self._kept.clear()
                self._tables = world.tables
            self._now = world.now
            found = self._kept.get(key)
            if found is None or world.now >= found.valid_until:
                found = self._kept[key] = Forecast(world, order)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return found


_FORECASTS = _Forecasts()


def forecast(view: View) -> Forecast:
    """What lies ahead of a world."""
    return _FORECASTS.of(view, None)


def order_forecast(view: View, order: CertificateOrder) -> Forecast:
    """What lies ahead of an order and of the certificates that follow its secret; others stand still."""
    return _FORECASTS.of(view, order)


def _expiry(view: View, resource: str) -> datetime | None:
    order = view.get(CertificateOrder, resource)
    if order is not None:
        return order.expires
    if view.get(CloudService, resource) is not None:
        return first_ending(view, resource)
    certificate = view.get(WebCertificate, resource)
    return certificate.properties.expiration_date if certificate else None


def _followers(view: View, link: Link | None) -> list[str]:
    """The secret of an order as the sync job meets it, and the certificates linked to it."""
    return [followed(link), *(one.id for one in certificates_linked_to(view, link))] if link else []


def _same(tables: Mapping[str, Mapping[str, Any]], others: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether two worlds differ in nothing but how late it is."""
    names = {*tables, *others} - _PASSING
    return all(tables.get(name) is others.get(name) for name in names)
