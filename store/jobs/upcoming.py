"""The next events, with those runs of jobs that have something to look at and nothing to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import merge
from itertools import islice

from store.jobs.events import Event, Repeats
from store.jobs.forecast import Forecast, forecast, order_forecast
from store.jobs.sources import AGENDA
from store.resources import CertificateOrder
from store.world import View

#: Times as many events as are asked for, among which others than repeats are looked for.
_FURTHEST = 32
#: Events of the whole world among which those of one resource are looked for.
_LOOKED_AT = 100


def upcoming(view: View, limit: int = 5) -> tuple[Event, ...]:
    """The next events, soonest first, and the next run of each job also where it has nothing to do.

    A failure that repeats itself, such as a renewal tried each day, is listed once.
    """
    return _next(forecast(view), limit)


def upcoming_for(view: View, order: CertificateOrder, limit: int) -> tuple[Event, ...]:
    """The same for one order and the certificates that follow its secret."""
    return _next(order_forecast(view, order), limit)


def upcoming_of(view: View, resource: str, limit: int) -> tuple[Event, ...]:
    """The next events that happen to the one resource with this id, among the next `_LOOKED_AT` of all."""
    wanted = resource.lower()
    ahead = (event for event in forecast(view).events(_LOOKED_AT) if event.resource.lower() == wanted)
    return tuple(islice(ahead, limit))


def _next(ahead: Forecast, limit: int) -> tuple[Event, ...]:
    asked = limit
    events = _without_repeats(ahead.events(asked))
    while len(events) < limit and len(ahead.events(asked)) == asked < limit * _FURTHEST:
        asked *= 2
        events = _without_repeats(ahead.events(asked))
    idle = ahead.idle_runs(limit)
    return tuple(islice(merge(events, idle, key=lambda event: event.at), limit))


def _without_repeats(events: Iterable[Event]) -> list[Event]:
    repeats = Repeats()
    return [event for event in events if not repeats.repeated(event)]


def next_moment(view: View) -> datetime | None:
    """When the next event happens; a run with nothing to do counts only where nothing else lies ahead."""
    entries = AGENDA.entries(view)
    if entries:
        return max(entries[0].at, view.now)
    return min((event.at for event in forecast(view).idle_runs(1)), default=None)
