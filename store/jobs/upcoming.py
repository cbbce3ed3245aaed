"""The next events, with those runs of jobs that have something to look at and nothing to do."""

from __future__ import annotations

from datetime import datetime
from heapq import merge
from itertools import islice

from store.jobs.events import Event
from store.jobs.forecast import Forecast, forecast, order_forecast
from store.jobs.sources import AGENDA
from store.resources import CertificateOrder
from store.world import View


def upcoming(view: View, limit: int = 5) -> tuple[Event, ...]:
    """The next events, soonest first, and the next run of each job also where it has nothing to do."""
    return _next(forecast(view), limit)


def upcoming_for(view: View, order: CertificateOrder, limit: int) -> tuple[Event, ...]:
    """The same for one order and the certificates that follow its secret."""
    return _next(order_forecast(view, order), limit)


def _next(ahead: Forecast, limit: int) -> tuple[Event, ...]:
    idle = ahead.idle_runs(limit)
    return tuple(islice(merge(ahead.events(limit), idle, key=lambda event: event.at), limit))


def next_moment(view: View) -> datetime | None:
    """When the next event happens; a run with nothing to do counts only where nothing else lies ahead."""
    entries = AGENDA.entries(view)
    if entries:
        return max(entries[0].at, view.now)
    return min((event.at for event in forecast(view).idle_runs(1)), default=None)
