"""Requests that wait for a DNS zone or a subscription: looked at again when that changes."""

from __future__ import annotations

from store.resources import CertificateOrder, OrderLedger, subscription_of
from store.services.certificate_registration.issue import reconsider
from store.world import Draft, View


def recheck_waiting_for_zone(draft: Draft, domain: str) -> None:
    """Look again at the requests whose host lies in a DNS zone that changed."""
    for order in orders_waiting_for(draft, domain):
        reconsider(draft, order)


def recheck_waiting_for_subscription(draft: Draft, subscription: str) -> None:
    """Look again at the requests in a subscription (by its id) that can pay again, or no more."""
    for ledger in tuple(draft.all(OrderLedger)):
        order = draft.get(CertificateOrder, ledger.id)
        if order is not None and subscription_of(order.id).lower() == subscription.lower():
            reconsider(draft, order)


def orders_waiting_for(view: View, domain: str) -> tuple[CertificateOrder, ...]:
    """Orders with a request that waits for something, whose host lies in this DNS zone."""
    waiting = []
    for ledger in view.all(OrderLedger):
        if ledger.pending is None or ledger.pending.due_at is not None:
            continue
        order = view.get(CertificateOrder, ledger.id)
        if order is not None and in_domain(order.domain, domain):
            waiting.append(order)
    return tuple(waiting)


def in_domain(host: str, domain: str) -> bool:
    """Whether the host is the domain or lies below it."""
    low, top = host.lower(), domain.lower().rstrip(".")
    return low == top or low.endswith(f".{top}")
