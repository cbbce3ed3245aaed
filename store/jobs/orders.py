"""The CA and the App Service Certificate back end: what happens to orders by itself.

Sources: "Troubleshooting Tools for App Service Certificate" (blog, 2018) for denial and expiry, "Add and
manage TLS/SSL certificates" (Azure docs, 2022) for renewal, "New Sync and Export experiences" (blog, 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from store.jobs.events import Effects
from store.jobs.order_events import (
    ACTS,
    CHECK,
    DENY,
    EXPIRE,
    FRAUD,
    ISSUE,
    RENEW,
    RETRY,
    REVERIFY,
    REVOKE,
    WARN,
)
from store.resources import (
    CertificateOrder,
    DnsZone,
    Hidden,
    OrderLedger,
    OrderStatus,
    Resource,
    Subscription,
    WorldFacts,
)
from store.services.certificate_registration.holds import reason_held_back
from store.services.certificate_registration.ledger import denial_due
from store.services.certificate_registration.limits import EXPIRY_WARNING_DAYS, FRAUD_REVIEW_HOURS
from store.services.certificate_registration.names_and_proof import proof_until
from store.services.certificate_registration.renewal import next_request, renewal_obstacle, renewal_run
from store.services.certificate_registration.term import term
from store.time.calendar import HORIZON, days
from store.time.job_hours import AUTO_RENEW, next_tick
from store.world import View
from store.world.index import index_by

_REVIEW = timedelta(hours=FRAUD_REVIEW_HOURS)


class Orders:
    """The source of everything that becomes due for an order."""

    kinds = (CHECK, ISSUE, REVOKE, FRAUD, RETRY, RENEW, REVERIFY, WARN, DENY, EXPIRE)
    job_kinds = (RETRY, RENEW)
    meets = "order"
    about = "/certificateorders/"
    tables = (CertificateOrder, OrderLedger, Subscription, DnsZone, WorldFacts)

    def due(self, view: View) -> Iterator[tuple[str, datetime, str]]:
        for ledger in view.all(OrderLedger):
            for at, kind in self.due_for(view, ledger.id):
                yield ledger.id, at, kind

    def due_for(self, view: View, resource: str) -> Iterator[tuple[datetime, str]]:
        ledger = view.get(OrderLedger, resource)
        order = view.get(CertificateOrder, resource) if ledger else None
        if ledger is None or order is None:
            return
        for record in ledger.issued:
            if record.revoke_at is not None:
                yield record.revoke_at, REVOKE
        if order.properties.status.final:
            return
        if ledger.verification is not None:
            yield ledger.verification.due_at, CHECK
        if ledger.flagged_at is not None and ledger.flagged_at + _REVIEW > view.now:
            yield ledger.flagged_at + _REVIEW, FRAUD
        if ledger.pending is not None:
            yield from _request_due(view, order, ledger)
        yield from _certificate_due(view, order, ledger)

    def concerned(self, view: View, changed: Resource | Hidden) -> tuple[str, ...] | None:
        if isinstance(changed, DnsZone):
            # DNS decides when the CA issues what it holds back, and of nothing else that is ahead.
            return tuple(ledger.id for ledger in index_by(view, OrderLedger, _held_back).get("", ()))
        return (changed.id,) if isinstance(changed, CertificateOrder | OrderLedger) else None

    def run(self, effects: Effects, kind: str, resource: str) -> None:
        ACTS[kind](effects, effects.draft.need(CertificateOrder, resource))


def _held_back(_: View) -> Callable[[OrderLedger], tuple[str, ...]]:
    """One key for every ledger with a request that has no time."""
    return lambda ledger: ("",) if ledger.pending is not None and ledger.pending.due_at is None else ()


def _request_due(view: View, order: CertificateOrder, ledger: OrderLedger) -> Iterator[tuple[datetime, str]]:
    request = ledger.pending
    assert request is not None
    if request.due_at is not None:
        yield request.due_at, ISSUE
    elif not reason_held_back(view, order, request.kind):
        # What held it back is gone and nobody said so: the job sees it at its next run.
        yield from _at_tick(next_tick(view, AUTO_RENEW, view.now), RETRY)
    if (denied := denial_due(ledger)) is not None:
        yield denied, DENY


def _certificate_due(
    view: View, order: CertificateOrder, ledger: OrderLedger
) -> Iterator[tuple[datetime, str]]:
    expires = order.expires
    if expires is None:
        return
    now = view.now
    yield expires, EXPIRE
    for left in EXPIRY_WARNING_DAYS:
        if expires - days(left) > now:
            yield expires - days(left), WARN
            break
    if ledger.verified_at is not None:
        stale = proof_until(view.era, ledger.verified_at)
        if now < stale < expires:
            yield stale, REVERIFY
    if order.properties.status is OrderStatus.ISSUED and ledger.pending is None:
        tick = renewal_run(view, order)
        if tick is not None and _worth_a_run(view, order, ledger, tick):
            yield from _at_tick(tick, RENEW)


def _at_tick(tick: datetime, kind: str) -> Iterator[tuple[datetime, str]]:
    if tick < HORIZON:
        yield tick, kind


def _worth_a_run(view: View, order: CertificateOrder, ledger: OrderLedger, tick: datetime) -> bool:
    """Whether the job would do or say something new: what failed goes on failing until something changes."""
    kind = next_request(view, order, tick)
    obstacle = renewal_obstacle(view, order, kind)
    if obstacle:
        return obstacle != ledger.last_failure
    expires = order.expires
    return expires is not None and term(view.era, order, ledger, kind, tick).expires > expires
