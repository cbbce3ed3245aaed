"""The next renewal and the next sync of an order as they will really go, rehearsed."""

from __future__ import annotations

from datetime import datetime

import msgspec

from store.jobs.events import Event
from store.jobs.forecast import order_forecast
from store.jobs.order_events import ISSUE, RENEW, REQUESTED, RETRY
from store.resources import CertificateOrder
from store.services.certificate_registration.holds import request_hold
from store.time.job_hours import SYNC, next_tick
from store.world import View

#: Kinds of events that ask for a renewal or answer the request.
_STEPS = (RENEW, RETRY, ISSUE)


class Renewal(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an order before its certificate expires; moments are UTC.

    `asked` is when the renewal is asked for (None: it is waiting already), `result` what is said then.
    `issued`, `until` and `synced` are the issue, the new expiry and the run of the sync job that moves the
    linked certificates; None where it does not come to that.
    """

    asked: datetime | None
    result: str
    issued: datetime | None = None
    until: datetime | None = None
    synced: datetime | None = None

    @property
    def cause(self) -> str:
        """The result without what was asked for: why it comes to nothing, where it does."""
        told = next((one for one in REQUESTED.values() if self.result.startswith(one)), "")
        return self.result[len(told) :].strip() or self.result


def next_renewal(view: View, order: CertificateOrder) -> Renewal | None:
    """The next renewal; None before the first issue, after the end, and where nothing is asked for.

    Raises `AzureError` ResourceNotFound.
    """
    expires = order.expires
    if expires is None or order.properties.status.final:
        return None
    ahead = order_forecast(view, order)
    events = ahead.through(expires)
    steps = [event for event in events if event.kind in _STEPS and event.resource == order.id]
    asked = next((event for event in steps if event.kind == RENEW), None)
    for step in steps:
        until = ahead.expiry_given(order.id, step.at)
        if step.kind == ISSUE and until is not None and until > expires:
            syncs = (one.at for one in events if one.kind == SYNC and one.at > step.at and one.ok)
            return Renewal(
                asked=asked.at if asked else None,
                result=step.text,
                issued=step.at,
                until=until,
                synced=next(syncs, None),
            )
    if steps:
        return Renewal(asked=steps[-1].at, result=steps[-1].text)
    waiting = request_hold(view, order)
    return Renewal(asked=None, result=waiting) if waiting else None


def next_sync(view: View, order: CertificateOrder) -> Event | None:
    """What the next run of the sync job does to the certificates that follow an order, None for nothing."""
    passed = order_forecast(view, order).through(next_tick(view, SYNC, view.now))
    return next((event for event in passed if event.kind == SYNC), None)
