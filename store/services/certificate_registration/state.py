"""What an App Service Certificate order is at this moment, derived from order, ledger, vault and clock.

Sources: "Troubleshooting Tools for App Service Certificate" (blog, 2018) for the status tile, "Add and manage
TLS/SSL certificates" (Azure docs, 2022) for names, renewal and re-verification.
"""

from __future__ import annotations

import msgspec

from store.resources import (
    CertificateOrder,
    OrderStatus,
)
from store.services import steps
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from store.services.certificate_registration.names_and_proof import proof_fresh
from store.services.certificate_registration.renewal import expiry_cause
from store.services.certificate_registration.vault_link import link_cause
from store.services.key_vault import secrets as vaults
from store.services.key_vault.links import linked_certificates
from store.world import View

_WORDS = {
    OrderStatus.NOT_SUBMITTED: "Not submitted",
    OrderStatus.PENDING_ISSUANCE: "Pending Issuance",
    OrderStatus.PENDING_REKEY: "Rekey Certificate",
    OrderStatus.PENDING_REVOCATION: "Pending Revocation",
}


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """The overview's status tile: `detail` says cause and way out.

    `tone` is success, warning, error or time (something is on its way).
    """

    word: str
    tone: str
    detail: str


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One of an order's five stages; `state` is done, now, waiting or failed."""

    name: str
    state: str


def status_word(status: OrderStatus) -> str:
    """The CA's state in the portal's words."""
    return _WORDS.get(status, status.value)


def tile(view: View, order: CertificateOrder) -> Tile:
    """The status tile, most urgent cause first."""
    return _final_tile(view, order) or _vault_tile(view, order) or _pending_tile(view, order) or _ready_tile()


def _final_tile(view: View, order: CertificateOrder) -> Tile | None:
    status = order.properties.status
    again = f"It cannot be restored; buy a new certificate for {order.host}."
    if status is OrderStatus.DENIED:
        why = f"The domain was not verified within {DENIED_AFTER_DAYS} days. Nothing is billed."
        return Tile(word="Certificate Denied", tone="error", detail=f"{why} {again}")
    if status is OrderStatus.EXPIRED:
        return Tile(
            word="Certificate Expired", tone="error", detail=f"{expiry_cause(view, order)} {again}".strip()
        )
    if status.final or status is OrderStatus.UNUSED:
        return Tile(word=status_word(status), tone="error", detail=again)
    return None


def _vault_tile(view: View, order: CertificateOrder) -> Tile | None:
    cause = link_cause(view, order)
    if not cause:
        return None
    link = order.link
    repair = vaults.link_repair(view, link.key_vault_id, link.key_vault_secret_name) if link else ""
    way = repair or f"{steps.STORE} assigns a key vault."
    return Tile(word="Key Vault out of sync", tone="error", detail=f"{cause} {way}")


def _pending_tile(view: View, order: CertificateOrder) -> Tile | None:
    status = order.properties.status
    if status is OrderStatus.ISSUED:
        return None
    ledger = ledger_of(view, order)
    if not proof_fresh(view, order):
        way = f"{steps.VERIFY}."
        until = f" An unverified order is denied after {DENIED_AFTER_DAYS} days." if not ledger.issued else ""
        return Tile(word="Domain verification required", tone="warning", detail=way + until)
    blocked = ledger.pending.blocked if ledger.pending else ""
    detail = blocked or "The CA is issuing the certificate."
    return Tile(word=status_word(status), tone="warning" if blocked else "time", detail=detail)


def _ready_tile() -> Tile:
    detail = "Configuration steps done, issued, ready for assignment."
    return Tile(word="Certificate Ready", tone="success", detail=detail)


def stages(view: View, order: CertificateOrder) -> tuple[Stage, ...]:
    """Purchased, Stored, Verified, Issued, Synced: how far the order has come."""
    linked = linked_certificates(view, order)
    synced = bool(linked) and all(one.thumbprint == order.thumbprint for one in linked)
    vault = _vault_tile(view, order)
    done = (
        ("Purchased", True),
        ("Stored", order.link is not None and vault is None),
        ("Verified", proof_fresh(view, order)),
        ("Issued", order.properties.status is OrderStatus.ISSUED),
        ("Synced", synced),
    )
    failed = order.properties.status.final
    first_open = next((name for name, complete in done if not complete), "")
    return tuple(
        Stage(
            name=name,
            state="done" if complete else "failed" if failed else "now" if name == first_open else "waiting",
        )
        for name, complete in done
    )
