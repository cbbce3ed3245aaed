"""App Service Certificates as the portal shows them in lists: the worst word, its cause and the way out.

Pure functions of a world. Words and their order of gravity: "Troubleshooting Tools for App Service
Certificate" (blog, 2018) for the tiles, the sync status of "New Sync and Export experiences" (blog, 2019).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from store.resources import CertificateOrder, KeyVaultSecretStatus, OrderLedger, OrderStatus
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from tui.text.status import Stage, Tone, days_left, minute, span

if TYPE_CHECKING:
    from store import World
    from store.drift import OrderDrift


class OrderState(Struct, frozen=True):
    """One order in one line: `note` fits a column, `cause` and `way_out` are sentences."""

    word: str
    tone: Tone
    note: str
    cause: str
    way_out: str = ""


_FINAL: dict[OrderStatus, OrderState] = {
    OrderStatus.DENIED: OrderState(
        "Denied",
        "error",
        "not billed",
        f"The domain was not verified within {DENIED_AFTER_DAYS} days; a denied order cannot be restored.",
        "Buy the certificate again.",
    ),
    OrderStatus.EXPIRED: OrderState(
        "Expired",
        "error",
        "buy again",
        "The certificate has expired; it cannot be renewed any more.",
        "Buy the certificate again.",
    ),
    OrderStatus.REVOKED: OrderState(
        "Revoked", "error", "final", "The certificate was revoked.", "Buy again."
    ),
    OrderStatus.CANCELED: OrderState(
        "Canceled", "muted", "not billed", "The order was canceled before issue."
    ),
    OrderStatus.PENDING_REVOCATION: OrderState(
        "Pending Revocation", "time", "", "The certificate authority is revoking the certificate."
    ),
    OrderStatus.UNUSED: OrderState(
        "Unused", "error", "", "The certificate is in an error state.", "Open a support request."
    ),
    OrderStatus.NOT_SUBMITTED: OrderState("Not submitted", "muted", "", "The order has not reached the CA."),
}

_VAULT_NOTES = {
    None: "not stored",
    KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST: "vault deleted",
    KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST: "secret deleted",
    KeyVaultSecretStatus.OPERATION_NOT_PERMITTED: "not permitted",
    KeyVaultSecretStatus.UNAUTHORIZED: "no access",
    KeyVaultSecretStatus.UNKNOWN_ERROR: "not the current",
}


def order_state(world: World, order: CertificateOrder) -> OrderState:
    """The worst thing to say of an order now."""
    if (final := _FINAL.get(order.properties.status)) is not None:
        return final
    ledger = world.get(OrderLedger, order.id)
    return _pending(world, order, ledger) or _issued(world, order)


def order_way_out(world: World, order: CertificateOrder, state: OrderState) -> str:
    """The way out of a state; behind certificates it takes their four hops to tell, too much for a list."""
    if state.way_out or state.tone != "warning":
        return state.way_out
    from store.drift import order_drift

    return next((one.repair for one in order_drift(world, order).out_of_sync), "")


def _pending(world: World, order: CertificateOrder, ledger: OrderLedger | None) -> OrderState | None:
    """What waits for the CA or for proof of the domain; None for an issued order."""
    status, pending = order.properties.status, ledger.pending if ledger else None
    if status is OrderStatus.ISSUED or ledger is None:
        return None
    if pending is not None and pending.due_at is not None:
        total, gone = pending.due_at - pending.requested_at, world.now - pending.requested_at
        word = {"rekey": "Rekeying", "renew": "Renewing"}.get(pending.kind.value, "Pending Issuance")
        return OrderState(
            word,
            "time",
            f"{int(gone.total_seconds() // 60)} of {span(total)}",
            "The certificate authority is issuing a new certificate.",
            f"Wait: done at {minute(pending.due_at)}, in {span(pending.due_at - world.now)}.",
        )
    if order.thumbprint:
        return OrderState(
            "Verify domain",
            "warning",
            "proof too old",
            "The new certificate waits for a fresh proof of the domain; the old one keeps serving.",
            "Open Certificate Configuration and verify the domain.",
        )
    left = span(ledger.created_at + timedelta(days=DENIED_AFTER_DAYS) - world.now)
    return OrderState(
        "Verify domain",
        "warning",
        f"denied in {left}",
        "The order waits for proof that the domain is yours.",
        f"Verify the domain: in {left} an unverified order is denied, for good.",
    )


def _issued(world: World, order: CertificateOrder) -> OrderState:
    from store.services.certificate_registration.state import tile
    from store.services.certificate_registration.vault_link import link_state
    from store.services.key_vault.links import linked_certificates, out_of_sync

    shown = tile(world, order)
    if shown.tone == "error":
        note = _VAULT_NOTES.get(link_state(world, order), "not active")
        return OrderState(shown.word, "error", note, shown.detail)
    linked = len(linked_certificates(world, order))
    if behind := len(out_of_sync(world, order)):
        are = "is" if behind == 1 else "are"
        return OrderState(
            "Out of sync",
            "warning",
            f"{behind} of {linked} linked",
            f"{behind} of {linked} linked private certificates {are} out of sync.",
        )
    return _ready(world, order, linked)


def _ready(world: World, order: CertificateOrder, linked: int) -> OrderState:
    left = days_left(world.now, order.expires) if order.expires else 0
    if left <= world.era.manual_renew_days and not order.properties.auto_renew:
        return OrderState(
            "Renew soon",
            "warning",
            "auto renew off",
            f"The certificate expires in {left} days and auto renew is off.",
            "Open Auto Renew Settings: turn it on, or press Manual Renew.",
        )
    cause = f"Issued and stored; {linked} linked private certificates, all in sync."
    return OrderState("Ready", "success", f"{linked} linked", cause)


_STAGE_TONES: dict[str, Tone] = {"done": "success", "now": "warning", "waiting": "muted", "failed": "error"}


def order_stages(world: World, order: CertificateOrder, drift: OrderDrift) -> list[Stage]:
    """Purchased to Synced, with how many linked certificates follow: `Synced 1 of 3`."""
    from store.services.certificate_registration.state import stages

    behind, linked = len(drift.out_of_sync), len(drift.linked)
    counted = f" {linked - behind} of {linked}" if linked else ""
    return [
        Stage(one.name + (counted if one.name == "Synced" else ""), _STAGE_TONES[one.state])
        for one in stages(world, order)
    ]


def link_tone(state: KeyVaultSecretStatus) -> Tone:
    """How the state of an order's link to Key Vault is drawn."""
    broken = (KeyVaultSecretStatus.UNKNOWN_ERROR, KeyVaultSecretStatus.CERTIFICATE_ORDER_FAILED)
    if state.out_of_sync or state in broken:
        return "error"
    return "success" if state is KeyVaultSecretStatus.SUCCEEDED else "time"
