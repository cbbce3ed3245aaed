"""Requests that wait for a DNS zone or a subscription: looked at again when that changes."""

from __future__ import annotations

from store.resources import CertificateOrder, OrderLedger, subscription_of
from store.services.certificate_registration.issue import reconsider
from store.services.certificate_registration.state import orders_waiting_for
from store.world import Draft


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
