"""Renewal of an order: when it begins, what Manual Renew waits for, and why nothing renewed the order.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from datetime import datetime

from store.resources import CertificateOrder, OrderStatus
from store.services.authorization.subscriptions import NOT_ACTIVE, inactive_subscription
from store.services.certificate_registration.ledger import ledger_of
from store.time.calendar import days
from store.time.job_hours import AUTO_RENEW, next_tick
from store.world import View

#: What the auto-renew job says of an order that nobody wants renewed.
AUTO_RENEW_OFF = "Auto renew is off."


def expiry_cause(view: View, order: CertificateOrder) -> str:
    """Why nothing renewed the order or will renew it; "" where the job will."""
    if not order.properties.auto_renew:
        return AUTO_RENEW_OFF
    failure = ledger_of(view, order).last_failure
    # What the job noted while auto renew was off says nothing any more once it is on.
    return f"Not renewed: {failure}" if failure and failure != AUTO_RENEW_OFF else ""


def not_renewable_reasons(view: View, order: CertificateOrder) -> tuple[str, ...]:
    """ARM's `appServiceCertificateNotRenewableReasons`: empty where Manual Renew is allowed."""
    reasons = []
    expires = order.expires
    if expires is None or expires - view.now > days(view.era.manual_renew_days):
        reasons.append("ExpirationNotInRenewalTimeRange")
    if order.properties.status is not OrderStatus.ISSUED:
        reasons.append("RegistrationStatusNotSupportedForRenewal")
    if inactive_subscription(view, order.id):
        reasons.append(NOT_ACTIVE)
    return tuple(reasons)


def next_auto_renewal(view: View, order: CertificateOrder) -> datetime | None:
    """When automatic renewal begins, or the next try where it should have begun; None where it never will."""
    expires = order.expires
    if expires is None or not order.properties.auto_renew or order.properties.status.final:
        return None
    begins = expires - days(view.era.auto_renew_days)
    return begins if begins > view.now else next_tick(view, AUTO_RENEW, view.now)
