"""Sync: all linked private certificates and their bindings get the order's certificate.

Azure has no operation of its own for it: Sync writes each linked Microsoft.Web/certificates anew. Source:
"New Sync and Export experiences" (blog, 2019).
"""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.operations.arguments import OrderRef
from store.operations.azure_cli import az_lines
from store.operations.certificate_registration.refusals import final_refusal
from store.operations.operation import Operation
from store.operations.web.certificates import SyncCertificate
from store.resources import CertificateOrder, Outcome, WebCertificate
from store.services import steps
from store.services.authorization.access import refusal
from store.services.key_vault.links import linked_certificates, out_of_sync
from store.services.web.sync import sync_certificate
from store.world import Draft, View
from store.world.answers import remembered

_UPDATED = "Successfully updated all the resources with the latest certificate."


class SyncOrder(Operation, frozen=True, kw_only=True):
    """Sync: bring every linked private certificate, and every binding that follows it, up to date."""

    arm: ClassVar[str] = "Microsoft.Web/certificates/Write"
    title: ClassVar[str] = "Sync"
    targets: ClassVar[str] = "order"

    order: OrderRef

    def denied(self, view: View, caller: str) -> AzureError | None:
        """Locks and roles of the linked certificates, which a sync writes."""
        for one in _behind(view, self.order):
            if refused := refusal(view, SyncCertificate(certificate=one.id), caller):
                return refused
        return None

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        linked = linked_certificates(view, order)
        if not linked:
            return AzureError(
                "NothingLinked",
                f"No private certificate is linked to '{order.name}'.",
                "Import App Service Certificate in the app's TLS/SSL settings.",
            )
        if _behind(view, self.order):
            return None
        if out_of_sync(view, order):
            return AzureError(
                "SecretOutOfDate",
                "The linked certificates equal the vault's secret, but the secret does not hold the order's "
                "current certificate.",
                f"{steps.STORE} writes it.",
            )
        if refused := final_refusal(order):
            return refused
        return AzureError("AlreadyInSync", "All linked private certificates are in sync.")

    def apply(self, draft: Draft, material: None) -> str:
        outcomes: list[Outcome] = []
        failures: list[AzureError] = []
        behind = _behind(draft, self.order)
        refusals = [SyncCertificate(certificate=one.id).why_not(draft) for one in behind]
        for certificate, error in zip(behind, refusals, strict=True):
            if error is not None:
                failures.append(error)
            outcomes.append(sync_certificate(draft, draft.need(WebCertificate, certificate.id), draft.now))
        if len(failures) == len(outcomes):
            raise failures[0]
        problems = [outcome.result for outcome in outcomes if not outcome.ok]
        return " ".join([_UPDATED if not failures else "Some resources could not be updated.", *problems])

    def az(self, view: View) -> str | None:
        linked = linked_certificates(view, view.need(CertificateOrder, self.order))
        return az_lines([SyncCertificate(certificate=one.id).az(view) or "" for one in linked])


@remembered
def _behind(view: View, order_id: str) -> tuple[WebCertificate, ...]:
    """The linked certificates that are not in sync with the secret, those whose secret refuses included."""
    linked = linked_certificates(view, view.need(CertificateOrder, order_id))
    refusals = [SyncCertificate(certificate=one.id).why_not(view) for one in linked]
    return tuple(
        one
        for one, refused in zip(linked, refusals, strict=True)
        if refused is None or refused.code != "AlreadyInSync"
    )
