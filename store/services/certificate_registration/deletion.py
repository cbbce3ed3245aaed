"""Deleting an order, which revokes its certificate; then taking it off the list.

Source: "Delete App Service certificate" in "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from msgspec.structs import replace

from store.resources import (
    ActionType,
    CertificateOrder,
    Mail,
    OrderLedger,
    OrderStatus,
    ProvisioningState,
    same_id,
)
from store.services.authorization.assignments import forget_assignments
from store.services.certificate_registration.ledger import drop_key, ledger_of, note, revoke
from store.world import Draft


def end_order(draft: Draft, order: CertificateOrder) -> str:
    """Revoke what the order issued, or cancel it before that; returns what was done, in a few words."""
    ledger = ledger_of(draft, order)
    _drop_keys(draft, ledger)
    draft.put(replace(ledger, pending=None, verification=None, key_id="", flagged_at=None))
    expired = {one.number for one in ledger.issued if one.not_after and one.not_after <= draft.now}
    valid = tuple(one.number for one in ledger.issued if one.number not in expired)
    revoke(draft, order, valid)
    if ledger.issued:
        note(draft, order, ActionType.REVOKED, "The certificate was deleted.")
        _close(draft, order, OrderStatus.REVOKED)
        return "was deleted; the CA revoked its certificate"
    note(draft, order, ActionType.ORDER_CANCELED, "The certificate was deleted before it was issued.")
    _close(draft, order, OrderStatus.CANCELED)
    return "was canceled; nothing is billed"


def _drop_keys(draft: Draft, ledger: OrderLedger) -> None:
    drop_key(draft, ledger.key_id)
    if ledger.pending is not None:
        drop_key(draft, ledger.pending.key_id)


def _close(draft: Draft, order: CertificateOrder, status: OrderStatus) -> None:
    properties = replace(order.properties, status=status, provisioning_state=ProvisioningState.SUCCEEDED)
    draft.put(replace(order, properties=properties))


def take_away(draft: Draft, order: CertificateOrder) -> None:
    """Take a final order off the list, with its keys, its mails and the CA's ledger of it."""
    ledger = ledger_of(draft, order)
    _drop_keys(draft, ledger)
    for mail in tuple(draft.all(Mail)):
        if same_id(mail.order, order.id):
            draft.remove(mail)
    draft.remove(ledger)
    draft.remove(order)
    forget_assignments(draft, order.id)
