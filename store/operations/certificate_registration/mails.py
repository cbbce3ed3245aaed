"""The mails of Step 2 (Verify): sending them again, opening their link, asking about a fraud review.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import MailRef, OrderRef
from store.operations.azure_cli import az_line, json_word
from store.operations.azure_powershell import ps_action
from store.operations.certificate_registration.refusals import final_refusal
from store.operations.operation import Operation, Simulator
from store.resources import ActionType, CertificateOrder, Mail, Method
from store.services.certificate_registration.holds import fraud_hold
from store.services.certificate_registration.issue import reconsider
from store.services.certificate_registration.ledger import ledger_of, note
from store.services.certificate_registration.ownership import begin_check, send_mail
from store.world import Draft, View


class ResendEmail(Operation, frozen=True, kw_only=True):
    """Send the verification mail again to the mailboxes of the domain."""

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/resendRequestEmails/Action"
    title: ClassVar[str] = "Resend Email"
    targets: ClassVar[str] = "order"

    order: OrderRef

    def why_not(self, view: View) -> AzureError | None:
        return final_refusal(view.need(CertificateOrder, self.order))

    def apply(self, draft: Draft, material: None) -> str:
        return send_mail(draft, draft.need(CertificateOrder, self.order))

    def az(self, view: View) -> str:
        return az_line(
            "resource invoke-action",
            action="resendRequestEmails",
            ids=self.target(view),
            request_body=json_word({"name": view.need(CertificateOrder, self.order).host}),
        )

    def powershell(self, view: View) -> str:
        host = view.need(CertificateOrder, self.order).host
        return ps_action(view, self.target(view), "resendRequestEmails", {"name": host})


class SendEmailInstructions(Operation, frozen=True, kw_only=True):
    """Email Instructions of Step 2: ask the CA to resolve an order it flagged for possible fraud."""

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/resendEmail/Action"
    title: ClassVar[str] = "Email Instructions"
    targets: ClassVar[str] = "order"

    order: OrderRef

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        held = fraud_hold(view, order)
        if refused := final_refusal(order):
            return refused
        if held is None:
            return AzureError(
                "NotFlagged", "The CA has no question about this order.", "Choose a method, then Verify."
            )
        if not held.over:
            return AzureError("FraudReviewRunning", held.cause, held.way_out.text)
        return None

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        draft.put(replace(ledger_of(draft, order), flagged_at=None))
        note(draft, order, ActionType.FRAUD_CLEARED, "The CA was asked by mail and cleared the order.")
        reconsider(draft, order)
        return f"The CA was asked about '{order.name}' and cleared it."

    def az(self, view: View) -> str:
        return az_line("resource invoke-action", action="resendEmail", ids=self.target(view))

    def powershell(self, view: View) -> str:
        return ps_action(view, self.target(view), "resendEmail")


class OpenMailLink(Simulator, frozen=True, kw_only=True):
    """Open the link in a verification mail, as the owner of the domain; that proves it."""

    arm: ClassVar[str] = "Simulator/mails/open/action"
    title: ClassVar[str] = "Open the link in a mail"

    mail: MailRef

    def why_not(self, view: View) -> AzureError | None:
        mail = view.need(Mail, self.mail)
        if not mail.link or mail.opened_at is not None:
            return AzureError("LinkUsed", "The link opens once, and it was opened.", "Choose Resend Email.")
        order = view.get(CertificateOrder, mail.order)
        if order is None:
            return AzureError("OrderGone", "The order the mail is about was deleted.")
        return final_refusal(order)

    def apply(self, draft: Draft, material: None) -> str:
        mail = draft.need(Mail, self.mail)
        order = draft.need(CertificateOrder, mail.order)
        draft.put(replace(mail, opened_at=draft.now))
        request = begin_check(draft, order, Method.MAIL)
        return f"The link was opened; {order.domain} is verified at {request.due_at:%H:%M} UTC."
