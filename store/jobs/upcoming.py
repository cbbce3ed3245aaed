"""The next events, with those runs of jobs that have something to look at and nothing to do."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from store.jobs.events import Event
from store.jobs.order_events import RENEW, RETRY
from store.jobs.sources import AGENDA
from store.resources import CertificateOrder, OrderStatus, WebCertificate
from store.time.calendar import HORIZON
from store.time.job_hours import AUTO_RENEW, SYNC, next_tick
from store.world import View


def upcoming(view: View, limit: int = 5) -> tuple[Event, ...]:
    """The next events, soonest first, and the next run of each job also where it has nothing to do."""
    idle = sorted(_idle_runs(view), key=lambda event: event.at)
    entries = AGENDA.entries(view)
    begin = 0
    events: list[Event] = []
    while len(events) < limit and begin < len(entries):
        end = begin + 1
        while end < len(entries) and AGENDA.together(entries[begin], entries[end]):
            end += 1
        while idle and idle[0].at < entries[begin].at:
            events.append(idle.pop(0))
        events.append(AGENDA.describe(view, entries[begin:end]))
        begin = end
    return (*events, *idle)[:limit]


def next_moment(view: View) -> datetime | None:
    """When the next event happens; a run with nothing to do counts only where nothing else lies ahead."""
    entries = AGENDA.entries(view)
    if entries:
        return max(entries[0].at, view.now)
    return min((event.at for event in _idle_runs(view)), default=None)


def _idle_runs(view: View) -> list[Event]:
    """The next run of each job that has something to look at and nothing to do."""
    next_runs = {job: next_tick(view, job, view.now) for job in (AUTO_RENEW, SYNC)}
    last = max(next_runs.values())
    soon = takewhile(lambda due: due.at <= last, AGENDA.entries(view))
    busy = {(due.at, AUTO_RENEW if due.kind in (RENEW, RETRY) else due.kind) for due in soon}
    issued = sum(order.properties.status is OrderStatus.ISSUED for order in view.all(CertificateOrder))
    linked = sum(certificate.properties.key_vault_id is not None for certificate in view.all(WebCertificate))
    texts = {
        AUTO_RENEW: f"looks at {issued} order{'s' * (issued != 1)}; nothing to renew",
        SYNC: f"looks at {linked} linked certificate{'s' * (linked != 1)}; nothing to move",
    }
    runs = []
    for job, some in ((AUTO_RENEW, issued), (SYNC, linked)):
        tick = next_runs[job]
        if some and tick < HORIZON and (tick, job) not in busy:
            runs.append(Event(at=tick, kind=job, resource="", subject=job, text=texts[job]))
    return runs
