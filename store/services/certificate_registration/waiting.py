"""Requests that wait for a DNS zone or a subscription: looked at again when that changes."""

from __future__ import annotations

from collections.abc import Iterator

from store.resources import CertificateOrder, DnsZone, OrderLedger, subscription_of
from store.services.authorization.assignments import forget_assignments
from store.services.certificate_registration.issue import reconsider
from store.services.certificate_registration.names_and_proof import names_for
from store.services.network.caa import names_asked
from store.world import Draft, View


def recheck_waiting_for_zone(draft: Draft, domain: str) -> None:
    """Look again at the requests that a DNS zone has a say in and that changed."""
    for order in orders_waiting_for(draft, domain):
        reconsider(draft, order)


def delete_zone(draft: Draft, zone: DnsZone) -> None:
    """Take a DNS zone away with its records, then look again at the requests that it had a say in."""
    draft.remove(zone)
    forget_assignments(draft, zone.id)
    recheck_waiting_for_zone(draft, zone.name)


def recheck_waiting_for_subscription(draft: Draft, subscription: str) -> None:
    """Look again at the requests in a subscription (by its id) that can pay again, or no more."""
    for ledger in tuple(draft.all(OrderLedger)):
        order = draft.get(CertificateOrder, ledger.id)
        if order is not None and subscription_of(order.id).lower() == subscription.lower():
            reconsider(draft, order)


def orders_waiting_for(view: View, domain: str) -> tuple[CertificateOrder, ...]:
    """Orders with a request that waits for something, whose host or an alias of it lies in this DNS zone."""
    waiting = []
    for ledger in view.all(OrderLedger):
        if ledger.pending is None or ledger.pending.due_at is not None:
            continue
        order = view.get(CertificateOrder, ledger.id)
        if order is not None and any(in_domain(name, domain) for name in _names_of(view, order, ledger)):
            waiting.append(order)
    return tuple(waiting)


def _names_of(view: View, order: CertificateOrder, ledger: OrderLedger) -> Iterator[str]:
    yield order.domain
    yield from names_asked(view, names_for(view, order, ledger.verified_method))


def in_domain(host: str, domain: str) -> bool:
    """Whether the host is the domain or lies below it."""
    low, top = host.lower(), domain.lower().rstrip(".")
    return low == top or low.endswith(f".{top}")
