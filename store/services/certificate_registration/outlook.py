"""What lies ahead of an order: the windows of its renewal, the next runs of the jobs, the end of its proof.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022) for windows and re-verification; the jobs
run as in "New Sync and Export experiences" (blog, 2019).
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from store.resources import CertificateOrder, RequestKind
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.names_and_proof import proof_until
from store.services.certificate_registration.renewal import (
    manual_from,
    next_request,
    order_ends,
    renewal_begins,
    renewal_run,
)
from store.services.certificate_registration.term import term
from store.time.job_hours import SYNC, next_tick
from store.world import View
from store.world.answers import remembered


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """Moments are UTC; None where there is no such moment (nothing issued, auto renew off, a final order).

    `manual_from` and `manual_until` bound the window of Manual Renew, `auto_from` opens the job's, until the
    expiry. `renewal` is the job's run that renews if nothing stands in the way (`reissue`: inside the paid
    term, at no cost), `renewed_until` the expiry it would give, `synced` the run of the sync job that would
    move the linked certificates to it.
    """

    next_sync: datetime
    manual_from: datetime | None = None
    manual_until: datetime | None = None
    auto_from: datetime | None = None
    renewal: datetime | None = None
    reissue: bool = False
    renewed_until: datetime | None = None
    synced: datetime | None = None
    proof_until: datetime | None = None


@remembered
def order_outlook(view: View, order: CertificateOrder) -> Outlook:
    """The next renewal, sync and end of the proof of an order; raises `AzureError` ResourceNotFound."""
    ledger = ledger_of(view, order)
    proof = proof_until(view.era, ledger.verified_at) if ledger.verified_at else None
    next_sync = next_tick(view, SYNC, view.now)
    if order.expires is None or order.properties.status.final:
        return Outlook(next_sync=next_sync, proof_until=proof)
    renewal = renewal_run(view, order)
    asked = next_request(view, order, renewal or view.now)
    if asked is RequestKind.RENEW and not order.properties.auto_renew:
        renewal = None
    return Outlook(
        next_sync=next_sync,
        manual_from=manual_from(view, order),
        manual_until=order_ends(view, order),
        auto_from=renewal_begins(view, order),
        renewal=renewal,
        reissue=asked is RequestKind.REISSUE,
        renewed_until=term(view.era, order, ledger, asked, renewal).expires if renewal else None,
        synced=next_tick(view, SYNC, renewal) if renewal else None,
        proof_until=proof,
    )
