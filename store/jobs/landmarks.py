"""Moments of the future that one may want to travel to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from store.jobs.upcoming import next_moment
from store.resources import CertificateOrder, WebCertificate
from store.time.job_hours import SYNC, next_tick
from store.world import View


class Expiry(msgspec.Struct, frozen=True, kw_only=True):
    """When a certificate expires (UTC), and the name of the order or private certificate that has it."""

    at: datetime
    name: str


class Landmarks(msgspec.Struct, frozen=True, kw_only=True):
    """The next event, the next run of the sync job, the next expiry; UTC, None where there is none."""

    event: datetime | None
    sync: datetime
    expiry: Expiry | None


def landmarks(view: View) -> Landmarks:
    """The next event, sync and expiry; a renewal on the way may move the expiry."""
    ahead = (one for one in _expiries(view) if one.at > view.now)
    return Landmarks(
        event=next_moment(view),
        sync=next_tick(view, SYNC, view.now),
        expiry=min(ahead, key=lambda one: one.at, default=None),
    )


def _expiries(view: View) -> Iterator[Expiry]:
    for order in view.all(CertificateOrder):
        if order.expires is not None and not order.properties.status.final:
            yield Expiry(at=order.expires, name=order.name)
    for certificate in view.all(WebCertificate):
        yield Expiry(at=certificate.properties.expiration_date, name=certificate.name)
