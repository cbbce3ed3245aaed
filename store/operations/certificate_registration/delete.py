"""Deleting an order, which revokes its certificate.

Source: "Delete App Service certificate" in "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from typing import ClassVar

from store.operations.arguments import OrderRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_remove
from store.operations.operation import Operation
from store.resources import CertificateOrder
from store.services.certificate_registration.deletion import end_order, take_away
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
        if not order.properties.status.final:
            return f"'{order.name}' {end_order(draft, order)}."
        take_away(draft, order)
        return f"'{order.name}' was taken off the list."

    def az(self, view: View) -> str | None:
        return az_line("resource delete", ids=self.target(view))

    def powershell(self, view: View) -> str:
        return ps_remove(self.target(view))
