"""Time's work: the background jobs and everything else that becomes due as the clock moves."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from store.jobs.events import Event, Source
from store.jobs.history import recent_runs
from store.jobs.managed import Managed
from store.jobs.orders import RENEW, RETRY, Orders
from store.jobs.queue import Agenda, Run
from store.jobs.sync import Sync
from store.resources import CertificateOrder, OrderLedger, OrderStatus, WebCertificate, subscription_of
from store.services.authority.issuer import Issuer
from store.services.authority.signing import Rehearsal
from store.services.certificate_registration.issue import reconsider
from store.services.certificate_registration.state import orders_waiting_for
from store.time.job_hours import AUTO_RENEW, HORIZON, SYNC, next_tick
from store.world import Draft, View, World

__all__ = [
    "SOURCES",
    "Event",
    "advance",
    "dry_run",
    "keys_needed",
    "next_moment",
    "recent_runs",
    "resume",
    "upcoming",
    "wake",
]

#: Every part of Azure that acts by itself.
SOURCES: tuple[Source, ...] = (Orders(), Sync(), Managed())
_AGENDA = Agenda(SOURCES)


def advance(draft: Draft, to: datetime, issuer: Issuer, *, keep: int = 0) -> tuple[list[Event], int]:
    """Move the clock to a moment (UTC) and do everything due on the way, in order, each at its own moment.

    Returns the first `keep` events in words, and how many there were. Raises `AzureError` AdvanceTooFar.
    """
    return Run(_AGENDA, draft, to, issuer).go(keep)


def dry_run(world: World, to: datetime) -> tuple[Event, ...]:
    """What would happen on the way to a moment (UTC), were nothing else done; changes nothing."""
    return tuple(advance(Draft(world), to, Rehearsal(), keep=10**9)[0])


def keys_needed(view: View, to: datetime) -> int:
    """How many private keys automatic requests ask for on the way to a moment."""
    rehearsal = Rehearsal()
    advance(Draft(view if isinstance(view, World) else _world_of(view)), to, rehearsal)
    return rehearsal.keys_asked


def _world_of(view: View) -> World:
    if not isinstance(view, Draft):
        raise TypeError(f"a {type(view).__name__} has no world")
    return view.finish()


def upcoming(view: View, limit: int = 5) -> tuple[Event, ...]:
    """What happens next as things stand, soonest first; the next run of a job also where it meets nothing."""
    found = sorted(_idle_runs(view), key=lambda event: event.at)
    agenda = _AGENDA.of(view)
    place = 0
    events: list[Event] = []
    while len(events) < limit and place < len(agenda):
        end = place + 1
        while end < len(agenda) and _AGENDA.together(agenda[place], agenda[end]):
            end += 1
        while found and found[0].at < agenda[place].at:
            events.append(found.pop(0))
        events.append(_AGENDA.describe(view, agenda[place:end]))
        place = end
    return (*events, *found)[:limit]


def _idle_runs(view: View) -> list[Event]:
    """The next run of each job that has something to look at and nothing to do."""
    next_runs = {job: next_tick(view, job, view.now) for job in (AUTO_RENEW, SYNC)}
    last = max(next_runs.values())
    soon = takewhile(lambda due: due.at <= last, _AGENDA.of(view))
    busy = {(due.at, AUTO_RENEW if due.kind in (RENEW, RETRY) else due.kind) for due in soon}
    issued = sum(one.properties.status is OrderStatus.ISSUED for one in view.all(CertificateOrder))
    linked = sum(one.properties.key_vault_id is not None for one in view.all(WebCertificate))
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


def next_moment(view: View) -> datetime | None:
    """When the next thing happens; a run that meets nothing counts only where nothing else lies ahead."""
    agenda = _AGENDA.of(view)
    if agenda:
        return max(agenda[0].at, view.now)
    return min((event.at for event in _idle_runs(view)), default=None)


def wake(draft: Draft, domain: str) -> None:
    """A DNS zone changed: requests that wait for it are looked at again."""
    for order in orders_waiting_for(draft, domain):
        reconsider(draft, order)


def resume(draft: Draft, subscription: str) -> None:
    """A subscription can pay again (or no more): requests that wait for it are looked at again."""
    for known in tuple(draft.all(OrderLedger)):
        order = draft.get(CertificateOrder, known.id)
        if order is not None and subscription_of(order.id).lower() == subscription.lower():
            reconsider(draft, order)
