"""Moving an order to another resource group or subscription."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import GroupRef, OrderRef
from store.operations.azure_cli import az_move
from store.operations.azure_powershell import ps_move
from store.operations.operation import Operation
from store.resources import (
    CertificateOrder,
    ExportedCopy,
    Lock,
    Mail,
    ResourceGroup,
    Subscription,
    same_id,
    subscription_of,
)
from store.services.authorization.access import role_refusal
from store.services.authorization.moving import MOVE, move_refusal, moved_id
from store.services.certificate_registration.ledger import ledger_of
from store.services.key_vault.links import linked_certificates
from store.services.key_vault.secrets import versions
from store.services.key_vault.soft_delete import children_of
from store.world import Draft, View


class MoveOrder(Operation, frozen=True, kw_only=True):
    """Move a certificate to a resource group, of another subscription where that one is in it.

    Out of a subscription it goes only when nothing imported from it is left there; its key vault stays, so
    Step 1 follows. Source: "Troubleshoot domain and TLS/SSL certificate problems" (Azure docs, 2019).
    """

    arm: ClassVar[str] = MOVE
    title: ClassVar[str] = "Move App Service Certificate"
    access: ClassVar[str] = "delete"
    targets: ClassVar[str] = "order"

    order: OrderRef
    resource_group: GroupRef

    def why_not(self, view: View) -> AzureError | None:
        order, group = view.need(CertificateOrder, self.order), view.need(ResourceGroup, self.resource_group)
        source = subscription_of(order.id)
        derived = [
            one for one in linked_certificates(view, order) if same_id(subscription_of(one.id), source)
        ]
        if derived and not same_id(source, subscription_of(group.id)):
            return AzureError(
                "MoveNotAllowed",
                "App Service Certificate failed because there are still imported certificates derived from "
                "the App Service Certificate in the source subscription.",
                f"Delete {', '.join(one.name for one in derived)} first, or move to a group of the "
                "same subscription.",
            )
        return move_refusal(view, order, f"The certificate '{order.name}'", group)

    def denied(self, view: View, caller: str) -> AzureError | None:
        """The order is written into its new group, so the caller needs a role there too."""
        group = view.need(ResourceGroup, self.resource_group)
        return role_refusal(
            view, caller, "Microsoft.CertificateRegistration/certificateOrders/Write", group.id
        )

    def apply(self, draft: Draft, material: None) -> str:
        order, group = (
            draft.need(CertificateOrder, self.order),
            draft.need(ResourceGroup, self.resource_group),
        )
        id, ledger = moved_id(order, group), ledger_of(draft, order)
        _take_along(draft, order, id)
        for old in (ledger, order):
            draft.remove(old)
            draft.put(replace(old, id=id))
        payer = draft.need(Subscription, subscription_of(group.id)).properties.display_name
        return f"Moved certificate '{order.name}' to resource group '{group.name}' of '{payer}'."

    def az(self, view: View) -> str:
        return az_move(self.target(view), view.need(ResourceGroup, self.resource_group).id)

    def powershell(self, view: View) -> str:
        return ps_move(self.target(view), view.need(ResourceGroup, self.resource_group).id)


def _take_along(draft: Draft, order: CertificateOrder, id: str) -> None:
    """Give everything that names the order its new id: locks, mails, copies on disk, its secret's tags."""
    for lock in children_of(draft, Lock, order.id):
        draft.remove(lock)
        draft.put(replace(lock, id=id + lock.id[len(order.id) :]))
    naming: list[Mail | ExportedCopy] = [*draft.all(Mail), *draft.all(ExportedCopy)]
    for one in naming:
        if same_id(one.order, order.id):
            draft.put(replace(one, order=id))
    link = order.link
    for version in versions(draft, link.key_vault_id, link.key_vault_secret_name) if link else ():
        tags = version.properties.tags
        if same_id(tags.get("CertificateId", ""), order.id):
            changed = replace(version.properties, tags={**tags, "CertificateId": id})
            draft.put(replace(version, properties=changed))
