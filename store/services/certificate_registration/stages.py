"""How far an order has come: Purchased, Stored, Verified, Issued, Synced; and the CA's status in words.

Source: "Troubleshooting Tools for App Service Certificate" (blog, 2018).
"""

from __future__ import annotations

import msgspec

from store.resources import CertificateOrder, OrderStatus
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.names_and_proof import proof_fresh
from store.services.certificate_registration.vault_link import link_cause, link_untold
from store.services.key_vault.links import linked_certificates, out_of_sync
from store.world import View

_WORDS = {
    OrderStatus.NOT_SUBMITTED: "Not submitted",
    OrderStatus.PENDING_ISSUANCE: "Pending Issuance",
    OrderStatus.PENDING_REKEY: "Rekey Certificate",
    OrderStatus.PENDING_REVOCATION: "Pending Revocation",
}


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One of an order's five stages; `state` is done, now, waiting or failed."""

    name: str
    state: str


def status_word(status: OrderStatus) -> str:
    """The CA's state in the portal's words."""
    return _WORDS.get(status, status.value)


def stages(view: View, order: CertificateOrder) -> tuple[Stage, ...]:
    """Purchased, Stored, Verified, Issued, Synced: how far the order has come.

    An order that ended keeps the stages it had passed, but is synced no more. Sync waits until an app has the
    certificate: before, nothing can be behind.
    """
    status = order.properties.status
    linked = bool(linked_certificates(view, order))
    ledger = ledger_of(view, order)
    proved = ledger.verified_at is not None
    done = (
        ("Purchased", True),
        ("Stored", order.link is not None and not link_cause(view, order)),
        ("Verified", proved if status.final or status is OrderStatus.ISSUED else proof_fresh(view, order)),
        ("Issued", status is OrderStatus.ISSUED),
        ("Synced", linked and not status.final and not out_of_sync(view, order)),
    )
    unknown = _untold(view, order)
    first_open = next((name for name, complete in done if not complete and name not in unknown), "")
    if not linked and first_open == "Synced":
        first_open = ""
    return tuple(
        Stage(
            name=name,
            state=_stage_state(complete and name not in unknown, status.final, name == first_open),
        )
        for name, complete in done
    )


def _untold(view: View, order: CertificateOrder) -> tuple[str, ...]:
    """The stages of an imported order of which no export tells whether it has passed them."""
    ledger = ledger_of(view, order)
    verified = ("Verified",) if ledger.verified_at is None and ledger.proved_unstated else ()
    return (*verified, "Stored") if order.link is None and link_untold(view, order) else verified


def _stage_state(complete: bool, ended: bool, first_open: bool) -> str:
    if complete:
        return "done"
    return "failed" if ended else "now" if first_open else "waiting"
