"""A run of a background job outside its hours: what it meets at this moment, and meeting it.

due_now(view, "Sync job")        the entries of its next run that nothing but its hours keeps waiting
"""

from __future__ import annotations

from itertools import groupby

from store.jobs.agenda import through
from store.jobs.events import Due, Event
from store.jobs.forecast import WORK
from store.jobs.order_events import RENEW
from store.jobs.run import Run
from store.jobs.sources import AGENDA
from store.resources import CertificateOrder
from store.services.authority.issuer import Issuer
from store.services.certificate_registration.renewal import renewal_begins
from store.time.job_hours import next_tick
from store.world import Draft, View


def due_now(view: View, job: str) -> list[Due]:
    """What a run of the job meets now: what the next one does, less the windows that open until then."""
    tick = next_tick(view, job, view.now)
    entries = through(AGENDA.entries(view), tick)
    return [due for due in entries if due.at == tick and WORK.get(due.kind) == job and _begun(view, due)]


def run_now(draft: Draft, job: str, issuer: Issuer) -> list[Event]:
    """Let the job run at this moment; returns what it did, nothing where it met nothing."""
    run = Run(AGENDA, draft, draft.now, issuer, only=())
    met = groupby(due_now(draft, job), key=lambda due: due.kind)
    return [event for _, group in met for event in run.meet(list(group))]


def _begun(view: View, due: Due) -> bool:
    """Whether the moment has come at which the job does this at all."""
    if due.kind != RENEW:
        return True
    begins = renewal_begins(view, view.need(CertificateOrder, due.resource))
    return begins is not None and begins <= view.now
