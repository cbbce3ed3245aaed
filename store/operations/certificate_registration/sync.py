"""Sync: all linked private certificates and their bindings get the order's certificate.

Azure has no operation of its own for it: Sync writes each linked Microsoft.Web/certificates anew. Source:
"New Sync and Export experiences" (blog, 2019).
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from store.errors import AzureError, Place
from store.operations.arguments import OrderRef
from store.operations.azure_cli import az_lines
from store.operations.certificate_registration.refusals import final_refusal
from store.operations.operation import Operation
from store.operations.web.certificates import SyncCertificate
from store.resources import CertificateOrder, Outcome, WebCertificate
from store.services import steps
from store.services.authorization.access import refusal
from store.services.key_vault.links import (
    is_left_behind,
    left_behind,
    left_behind_refusal,
    linked_certificates,
    out_of_sync,
)
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
            if one.left:
                continue
            if refused := refusal(view, SyncCertificate(certificate=one.certificate.id), caller):
                return refused
        return None

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        if refused := final_refusal(order):
            return refused
        linked = linked_certificates(view, order)
        if not linked:
            return AzureError(
                "NothingLinked",
                f"No private certificate is linked to '{order.name}'.",
                Place.APP.way("Import App Service Certificate in the app's TLS/SSL settings."),
            )
        behind = _behind(view, self.order)
        if behind:
            left = [one for one in behind if one.left]
            return left_behind_refusal(view, order, left[0].certificate) if left == [*behind] else None
        if out_of_sync(view, order):
            return AzureError(
                "SecretOutOfDate",
                "The linked certificates equal the vault's secret, but the secret does not hold the order's "
                "current certificate.",
                Place.STORE.way(f"{steps.STORE} writes it.", order.id),
            )
        return AzureError("AlreadyInSync", "All linked private certificates are in sync.")

    def apply(self, draft: Draft, material: None) -> str:
        outcomes: list[Outcome] = []
        failures: list[AzureError] = []
        order = draft.need(CertificateOrder, self.order)
        behind = _behind(draft, self.order)
        left = [left_behind_refusal(draft, order, one.certificate) for one in behind if one.left]
        for one in behind:
            if one.left:
                continue
            if one.refused is not None:
                failures.append(one.refused)
            outcomes.append(sync_certificate(draft, one.certificate, draft.now))
        if len(failures) == len(outcomes):
            first = [*failures, *left][0]
            # A copy: raising writes on an error, and this one may be remembered.
            raise AzureError(first.code, first.message, first.repair)
        problems = [outcome.result for outcome in outcomes if not outcome.ok]
        problems += [error.told for error in left]
        return " ".join(
            [_UPDATED if not failures and not left else "Some resources could not be updated.", *problems]
        )

    def az(self, view: View) -> str | None:
        return az_lines(one.az(view) for one in self._each(view))

    def powershell(self, view: View) -> str | None:
        return az_lines(one.powershell(view) for one in self._each(view))

    def _each(self, view: View) -> list[SyncCertificate]:
        """The syncs that it is made of: Azure knows none of a whole order."""
        order = view.need(CertificateOrder, self.order)
        linked = [one for one in linked_certificates(view, order) if not is_left_behind(order, one)]
        return [SyncCertificate(certificate=one.id) for one in linked]


class _Behind(NamedTuple):
    """A linked certificate that is not in sync, why its sync fails, and whether it was left behind."""

    certificate: WebCertificate
    refused: AzureError | None
    left: bool


@remembered
def _behind(view: View, order_id: str) -> tuple[_Behind, ...]:
    """The linked certificates that are not in sync, also those left behind or refused by their secret."""
    order = view.need(CertificateOrder, order_id)
    left = left_behind(view, order)
    judged = [
        _Behind(one, SyncCertificate(certificate=one.id).why_not(view), one in left)
        for one in linked_certificates(view, order)
    ]
    return tuple(
        one for one in judged if one.refused is None or one.refused.code != "AlreadyInSync" or one.left
    )
