"""Deleting an order, which revokes its certificate.

Source: "Delete App Service certificate" in "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.operations.arguments import OrderRef
from store.operations.azure_cli import az_line
from store.operations.operation import Operation
from store.resources import (
    ActionType,
    CertificateOrder,
    Mail,
    OrderLedger,
    OrderStatus,
    ProvisioningState,
    same_id,
)
from store.services.certificate_registration.ledger import drop_key, ledger_of, note, revoke
from store.world import Draft, View


class DeleteOrder(Operation, frozen=True, kw_only=True):
    """Delete the certificate: it is revoked for good and every binding with it becomes invalid.

    One that is not issued yet is canceled and never billed. Deleting one that is final already takes it
    off the list.
    """

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/Delete"
    title: ClassVar[str] = "Delete App Service Certificate"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True
    targets: ClassVar[str] = "order"

    order: OrderRef

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        ledger = ledger_of(draft, order)
        drop_key(draft, ledger.key_id)
        if ledger.pending is not None:
            drop_key(draft, ledger.pending.key_id)
        if order.properties.status.final:
            return _take_away(draft, order, ledger)
        draft.put(replace(ledger, pending=None, verification=None, key_id="", flagged_at=None))
        valid = tuple(one.number for one in ledger.issued if one.not_after > draft.now)
        revoke(draft, order, valid)
        if ledger.issued:
            note(draft, order, ActionType.REVOKED, "The certificate was deleted.")
            return _close(draft, order, OrderStatus.REVOKED, "was deleted; the CA revoked its certificate")
        note(draft, order, ActionType.ORDER_CANCELED, "The certificate was deleted before it was issued.")
        return _close(draft, order, OrderStatus.CANCELED, "was canceled; nothing is billed")

    def az(self, view: View) -> str | None:
        return az_line("resource delete", ids=self.target(view))


def _close(draft: Draft, order: CertificateOrder, status: OrderStatus, told: str) -> str:
    properties = replace(order.properties, status=status, provisioning_state=ProvisioningState.SUCCEEDED)
    draft.put(replace(order, properties=properties))
    return f"'{order.name}' {told}."


def _take_away(draft: Draft, order: CertificateOrder, ledger: OrderLedger) -> str:
    for mail in tuple(draft.all(Mail)):
        if same_id(mail.order, order.id):
            draft.remove(mail)
    draft.remove(ledger)
    draft.remove(order)
    return f"'{order.name}' was taken off the list."
