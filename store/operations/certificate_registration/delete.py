"""Deleting an order, which revokes its certificate; and its tags.

Source: "Delete certificate" in "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.base import Operation, OrderRef
from store.resources import (
    ActionType,
    CertificateOrder,
    Mail,
    OrderLedger,
    OrderStatus,
    ProvisioningState,
    same_id,
)
from store.services.certificate_registration.ledger import drop_key, note, revoke
from store.services.certificate_registration.state import ledger
from store.world import Draft, View

#: Azure's limits of tags ("Use tags to organize your Azure resources", Azure docs, 2024).
_MOST_TAGS, _LONGEST_NAME, _LONGEST_VALUE = 50, 512, 256


class DeleteOrder(Operation, frozen=True, kw_only=True):
    """Delete the certificate: it is revoked for good and every binding with it becomes invalid.

    One that is not issued yet is canceled and never billed. Deleting one that is final already takes it
    off the list.
    """

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/Delete"
    title: ClassVar[str] = "Delete App Service Certificate"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True

    order: OrderRef

    def target(self, view: View) -> str:
        return view.need(CertificateOrder, self.order).id

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        known = ledger(draft, order)
        drop_key(draft, known.key_id)
        if known.pending is not None:
            drop_key(draft, known.pending.key_id)
        if order.properties.status.final:
            return _take_away(draft, order, known)
        draft.put(replace(known, pending=None, verification=None, key_id="", flagged_at=None))
        valid = tuple(one.number for one in known.issued if one.not_after > draft.now)
        revoke(draft, order, valid)
        if known.issued:
            note(draft, order, ActionType.REVOKED, "The certificate was deleted.")
            return _close(draft, order, OrderStatus.REVOKED, "was deleted; the CA revoked its certificate")
        note(draft, order, ActionType.ORDER_CANCELED, "The certificate was deleted before it was issued.")
        return _close(draft, order, OrderStatus.CANCELED, "was canceled; nothing is billed")

    def az(self, view: View) -> str | None:
        return f"az resource delete --ids {self.target(view)}"


def _close(draft: Draft, order: CertificateOrder, status: OrderStatus, told: str) -> str:
    properties = replace(order.properties, status=status, provisioning_state=ProvisioningState.SUCCEEDED)
    draft.put(replace(order, properties=properties))
    return f"'{order.name}' {told}."


def _take_away(draft: Draft, order: CertificateOrder, known: OrderLedger) -> str:
    for mail in tuple(draft.all(Mail)):
        if same_id(mail.order, order.id):
            draft.remove(mail)
    draft.remove(known)
    draft.remove(order)
    return f"'{order.name}' was taken off the list."


class SetOrderTags(Operation, frozen=True, kw_only=True):
    """Replace the tags of a certificate."""

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/Write"
    title: ClassVar[str] = "Set tags"

    order: OrderRef
    tags: Mapping[str, str]

    def target(self, view: View) -> str:
        return view.need(CertificateOrder, self.order).id

    def why_not(self, view: View) -> AzureError | None:
        if len(self.tags) > _MOST_TAGS:
            return AzureError(
                "TooManyTags", f"A resource has at most {_MOST_TAGS} tags; these are {len(self.tags)}."
            )
        names = {name.lower() for name in self.tags}
        if len(names) < len(self.tags):
            return AzureError("DuplicateTag", "Two tags have the same name; case makes no difference.")
        for name, value in self.tags.items():
            if not 0 < len(name) <= _LONGEST_NAME or any(letter in "<>%&\\?/" for letter in name):
                return AzureError(
                    "InvalidTagName", f"A tag's name has 1-{_LONGEST_NAME} characters without <>%&\\?/."
                )
            if len(value) > _LONGEST_VALUE:
                return AzureError(
                    "InvalidTagValue", f"A tag's value has at most {_LONGEST_VALUE} characters."
                )
        return None

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        draft.put(replace(order, tags=dict(self.tags)))
        return f"'{order.name}' has {len(self.tags)} tag{'s' * (len(self.tags) != 1)}."
