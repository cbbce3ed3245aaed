"""What lies ahead of an order by the calendar: windows of its renewal, the next sync, the end of its proof.

Whether a renewal happens is no matter of the calendar: `store.jobs.renewals` rehearses it. Source: "Add and
manage TLS/SSL certificates" (Azure docs, 2022) for windows and re-verification.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from store.resources import CertificateOrder
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.names_and_proof import proof_until
from store.services.certificate_registration.renewal import manual_from, order_ends, renewal_begins
from store.time.job_hours import SYNC, next_tick
from store.world import View
from store.world.answers import remembered


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """Moments are UTC; None where there is no such moment (nothing issued, a final order).

    `manual_from` and `manual_until` bound the window of Manual Renew, `auto_from` opens the job's, until the
    expiry; `proof_until` is the end of the proof of the domain.
    """

    next_sync: datetime
    manual_from: datetime | None = None
    manual_until: datetime | None = None
    auto_from: datetime | None = None
    proof_until: datetime | None = None


@remembered
def order_outlook(view: View, order: CertificateOrder) -> Outlook:
    """The windows, next sync and end of the proof of an order; raises `AzureError` ResourceNotFound."""
    ledger = ledger_of(view, order)
    proof = proof_until(view.era, ledger.verified_at) if ledger.verified_at else None
    next_sync = next_tick(view, SYNC, view.now)
    if order.expires is None or order.properties.status.final:
        return Outlook(next_sync=next_sync, proof_until=proof)
    return Outlook(
        next_sync=next_sync,
        manual_from=manual_from(view, order),
        manual_until=order_ends(view, order),
        auto_from=renewal_begins(view, order),
        proof_until=proof,
    )
