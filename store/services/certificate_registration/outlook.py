"""What lies ahead of an order: the windows of its renewal, the next runs of the jobs, the end of its proof.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022) for windows and re-verification; the jobs
run as in "New Sync and Export experiences" (blog, 2019).
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from store.resources import CertificateOrder, RequestKind
from store.services.certificate_registration.issue import term
from store.services.certificate_registration.ledger import ledger_of
from store.time.calendar import days, later
from store.time.job_hours import SYNC, next_tick, renewal_run
from store.world import View
from store.world.answers import remembered


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """Moments are UTC; None where there is no such moment (nothing issued, auto renew off, a final order).

    `manual_from` and `auto_from` open the windows of Manual Renew and of the auto-renew job, both until the
    expiry. `renewal` is the job's run that renews if nothing stands in the way, `renewed_until` the expiry it
    would give, `synced` the run of the sync job that would move the linked certificates to it.
    """

    next_sync: datetime
    manual_from: datetime | None = None
    auto_from: datetime | None = None
    renewal: datetime | None = None
    renewed_until: datetime | None = None
    synced: datetime | None = None
    proof_until: datetime | None = None


@remembered
def order_outlook(view: View, order: CertificateOrder) -> Outlook:
    """The next renewal, sync and end of the proof of an order; raises `AzureError` ResourceNotFound."""
    era, ledger, expires = view.era, ledger_of(view, order), order.expires
    proof = later(ledger.verified_at, days(era.reverify_days)) if ledger.verified_at else None
    next_sync = next_tick(view, SYNC, view.now)
    if expires is None or order.properties.status.final:
        return Outlook(next_sync=next_sync, proof_until=proof)
    renewal = _renewal(view, order, expires)
    return Outlook(
        next_sync=next_sync,
        manual_from=expires - days(era.manual_renew_days),
        auto_from=expires - days(era.auto_renew_days),
        renewal=renewal,
        renewed_until=term(era, order, ledger, RequestKind.RENEW, renewal).expires if renewal else None,
        synced=next_tick(view, SYNC, renewal) if renewal else None,
        proof_until=proof,
    )


def _renewal(view: View, order: CertificateOrder, expires: datetime) -> datetime | None:
    """The first run of the auto-renew job inside the window, or None where none comes before the expiry."""
    if not order.properties.auto_renew:
        return None
    run = renewal_run(view, expires)
    return run if run < expires else None
