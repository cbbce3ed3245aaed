"""The next renewal of each order, and the rule that it follows from."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from store.resources import CertificateOrder, OrderStatus, Provenance
from store.services.certificate_registration.renewal import renewal_begins
from store.world import View


class Rule(StrEnum):
    """Why an order is renewed when it is, or why not."""

    FINAL = "final"
    STATED = "stated"
    NEVER_ISSUED = "never issued"
    NOT_TOLD = "not in the export"
    OFF = "off"
    COMPUTED = "computed"


class NextRenewal(msgspec.Struct, frozen=True, kw_only=True):
    """An order by name, when Azure begins to renew it (UTC, None for never or not known), and the rule."""

    order: str
    at: datetime | None
    rule: Rule


_NEVER_ISSUED = (OrderStatus.NOT_SUBMITTED, OrderStatus.PENDING_ISSUANCE, OrderStatus.UNUSED)


def next_renewal(view: View, order: CertificateOrder) -> NextRenewal:
    """The next renewal of an order."""
    properties = order.properties
    stated = properties.next_auto_renewal_time_stamp or None
    if properties.status.final:
        return _of(order, Rule.FINAL)
    if stated is not None:
        return _of(order, Rule.STATED, stated.replace(microsecond=0))
    if order.expires is None:
        told = view.get(Provenance, order.id)
        open_end = told is not None and "expirationTime" in told.unknown
        never = properties.status in _NEVER_ISSUED and not order.thumbprint and not open_end
        return _of(order, Rule.NEVER_ISSUED if never else Rule.NOT_TOLD)
    if not properties.auto_renew:
        return _of(order, Rule.OFF)
    return _of(order, Rule.COMPUTED, renewal_begins(view, order))


def _of(order: CertificateOrder, rule: Rule, at: datetime | None = None) -> NextRenewal:
    return NextRenewal(order=order.name, at=at, rule=rule)
