"""Moments of the future that one may want to travel to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush

import msgspec

from store.jobs.forecast import forecast
from store.jobs.upcoming import next_moment
from store.resources import CertificateOrder, CloudService, WebCertificate
from store.services.compute.endings import first_ending
from store.time.calendar import days
from store.time.job_hours import SYNC, next_tick
from store.world import View

#: Days for which an expiry is looked for, and events that are rehearsed on the way at most.
_DAYS, _MOST_EVENTS = 3 * 365, 300


class Expiry(msgspec.Struct, frozen=True, kw_only=True):
    """When a certificate expires (UTC), and the order, private certificate or cloud service that has it."""

    at: datetime
    name: str


class Landmarks(msgspec.Struct, frozen=True, kw_only=True):
    """The next event, the next run of the sync job, the next expiry; UTC.

    None where there is none; what is renewed before it expires has no expiry, and one is looked for among
    the next events only.
    """

    event: datetime | None
    sync: datetime
    expiry: Expiry | None


def landmarks(view: View) -> Landmarks:
    """The next event, the next run of the sync job, and the next expiry that nothing puts off."""
    return Landmarks(event=next_moment(view), sync=next_tick(view, SYNC, view.now), expiry=_next_expiry(view))


def _next_expiry(view: View) -> Expiry | None:
    """The first certificate that expires although renewals and syncs on the way are done."""
    ahead, now = forecast(view), view.now
    queue = [one for one in _expiries(view) if one[0] > now]
    heapify(queue)
    while queue:
        at, name, id = heappop(queue)
        if at - now > days(_DAYS) or not ahead.reaches(at, _MOST_EVENTS):
            return None
        renewed = ahead.expiry_given(id, at)
        if renewed is None or renewed <= at:
            return Expiry(at=at, name=name)
        heappush(queue, (renewed, name, id))
    return None


def _expiries(view: View) -> Iterator[tuple[datetime, str, str]]:
    """(expiry, name, id) of every order that has not ended, every private certificate and cloud service."""
    for order in view.all(CertificateOrder):
        if order.expires is not None and not order.properties.status.final:
            yield order.expires, order.name, order.id
    for certificate in view.all(WebCertificate):
        if certificate.properties.expiration_date is not None:
            yield certificate.properties.expiration_date, certificate.name, certificate.id
    for service in view.all(CloudService):
        first = first_ending(view, service.id)
        if first is not None:
            yield first, service.name, service.id
