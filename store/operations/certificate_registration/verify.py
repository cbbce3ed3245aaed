"""Step 2 (Verify): proof of domain ownership.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.operations.arguments import OrderRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_action
from store.operations.certificate_registration.refusals import final_refusal
from store.operations.operation import Operation
from store.resources import CertificateOrder, Mail, Method
from store.services.certificate_registration.ledger import denial_due, ledger_of
from store.services.certificate_registration.limits import CHECK_MINUTES
from store.services.certificate_registration.names_and_proof import proof_fresh
from store.services.certificate_registration.ownership import begin_check, method_named, send_mail
from store.services.certificate_registration.ownership_checks import impossible, proof_in_place
from store.world import Draft, View


class VerifyDomain(Operation, frozen=True, kw_only=True):
    """Verify the domain by a method: App Service, Domain, Mail, Manual TXT or Manual HTML.

    Without a method the proof that is in place counts, as for whoever calls Azure's action. The check is
    made two simulated minutes later; Refresh shows its result.
    """

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/verifyDomainOwnership/Action"
    title: ClassVar[str] = "Verify domain ownership"
    targets: ClassVar[str] = "order"

    order: OrderRef
    method: str = ""

    def _method(self, view: View, order: CertificateOrder) -> Method:
        return method_named(self.method) if self.method else proof_in_place(view, order)

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        method = self._method(view, order)
        if ledger_of(view, order).verification is not None:
            return AzureError("VerificationRunning", "The domain is being verified.", "Wait, then Refresh.")
        return final_refusal(order) or impossible(view, order, method)

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        method = self._method(draft, order)
        wanted = method is Method.MAIL and not proof_fresh(draft, order) and not _mail_waits(draft, order)
        sent = send_mail(draft, order) if wanted else ""
        request = begin_check(draft, order, method)
        due = f"{request.due_at:%H:%M} UTC, in {CHECK_MINUTES} minutes"
        told = f"{method.value} of {order.domain} is checked at {due}."
        denied = denial_due(ledger_of(draft, order))
        if denied is not None and denied <= request.due_at:
            sent = f"{sent} The order is denied before that, at {denied:%H:%M} UTC.".lstrip()
        return f"{told} {sent}".rstrip()

    def az(self, view: View) -> str:
        return az_line("resource invoke-action", action="verifyDomainOwnership", ids=self.target(view))

    def powershell(self, view: View) -> str:
        return ps_action(view, self.target(view), "verifyDomainOwnership")


def _mail_waits(view: View, order: CertificateOrder) -> bool:
    """Whether a mail newer than the last proof is in a mailbox already."""
    proved = ledger_of(view, order).verified_at
    return any(
        mail.order.lower() == order.key and (proved is None or mail.sent_at > proved)
        for mail in view.all(Mail)
    )
