"""Step 2 (Verify): proving that one owns the domain.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.base import MailRef, Operation, OrderRef, Simulator, SiteRef
from store.operations.certificate_registration.refusals import final_refusal
from store.resources import ActionType, CertificateOrder, Mail, Method, Site
from store.services.certificate_registration.issue import FLAGGED, FRAUD_REVIEW, reconsider
from store.services.certificate_registration.ledger import note
from store.services.certificate_registration.ownership import CHECK_TIME, begin_check, method_named, send_mail
from store.services.certificate_registration.ownership_checks import impossible
from store.services.certificate_registration.state import ledger
from store.world import Draft, View


class VerifyDomain(Operation, frozen=True, kw_only=True):
    """Verify the domain by a method: App Service, Domain, Mail, Manual TXT or Manual HTML.

    The check is made two simulated minutes later; Refresh shows its result.
    """

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/verifyDomainOwnership/Action"
    title: ClassVar[str] = "Verify domain ownership"

    order: OrderRef
    method: str

    def target(self, view: View) -> str:
        return view.need(CertificateOrder, self.order).id

    def why_not(self, view: View) -> AzureError | None:
        order, method = view.need(CertificateOrder, self.order), method_named(self.method)
        if ledger(view, order).verification is not None:
            return AzureError("VerificationRunning", "The domain is being verified.", "Wait, then Refresh.")
        return final_refusal(order) or impossible(view, order, method)

    def apply(self, draft: Draft, material: None) -> str:
        order, method = draft.need(CertificateOrder, self.order), method_named(self.method)
        sent = send_mail(draft, order) if method is Method.MAIL and not _mail_waits(draft, order) else ""
        request = begin_check(draft, order, method)
        minutes = CHECK_TIME // timedelta(minutes=1)
        due = f"{request.due_at:%H:%M} UTC, in {minutes} minutes"
        told = f"{method.value} of {order.domain} is checked at {due}."
        return f"{told} {sent}".rstrip()


def _mail_waits(view: View, order: CertificateOrder) -> bool:
    """Whether a mail newer than the last proof is in a mailbox already."""
    proved = ledger(view, order).verified_at
    return any(
        mail.order.lower() == order.key and (proved is None or mail.sent_at > proved)
        for mail in view.all(Mail)
    )


class ResendEmail(Operation, frozen=True, kw_only=True):
    """Send the verification mail again to the mailboxes of the domain."""

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/resendRequestEmails/Action"
    title: ClassVar[str] = "Resend Email"

    order: OrderRef

    def target(self, view: View) -> str:
        return view.need(CertificateOrder, self.order).id

    def why_not(self, view: View) -> AzureError | None:
        return final_refusal(view.need(CertificateOrder, self.order))

    def apply(self, draft: Draft, material: None) -> str:
        return send_mail(draft, draft.need(CertificateOrder, self.order))


class SendEmailInstructions(Operation, frozen=True, kw_only=True):
    """Email Instructions of Step 2: ask the CA to resolve an order it flagged for possible fraud."""

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/resendEmail/Action"
    title: ClassVar[str] = "Email Instructions"

    order: OrderRef

    def target(self, view: View) -> str:
        return view.need(CertificateOrder, self.order).id

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        flagged = ledger(view, order).flagged_at
        if refused := final_refusal(order):
            return refused
        if flagged is None:
            return AzureError(
                "NotFlagged", "The CA has no question about this order.", "Choose a method, then Verify."
            )
        if view.now - flagged < FRAUD_REVIEW:
            hours = FRAUD_REVIEW // timedelta(hours=1)
            step = f"Wait {hours} hours, then Step 2: Verify > Email Instructions."
            return AzureError("FraudReviewRunning", FLAGGED, step)
        return None

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        draft.put(replace(ledger(draft, order), flagged_at=None))
        note(draft, order, ActionType.FRAUD_CLEARED, "The CA was asked by mail and cleared the order.")
        reconsider(draft, order)
        return f"The CA was asked about '{order.name}' and cleared it."


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


class PlaceTokenPage(Operation, frozen=True, kw_only=True):
    """Put an order's token on an app as a page, for Manual Verification by an HTML page.

    Without `path`, where the CA looks for it.
    """

    arm: ClassVar[str] = "Microsoft.Web/sites/domainOwnershipIdentifiers/Write"
    title: ClassVar[str] = "Place the token page"

    site: SiteRef
    order: OrderRef
    path: str = ""
    content: str = ""

    def target(self, view: View) -> str:
        return view.need(Site, self.site).id

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        if self.path and (
            not self.path.startswith("/") or not self.path.isprintable() or len(self.path) > 250
        ):
            return AzureError(
                "InvalidPath", "The page's path begins with / and has printable characters only."
            )
        return final_refusal(order)

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        path = self.path or draft.era.html_path
        site = _with_pages(
            draft, self.site, {path: self.content or order.properties.domain_verification_token}
        )
        return f"{site.name} serves the token of '{order.name}' at {path}."


class RemoveTokenPage(Operation, frozen=True, kw_only=True):
    """Take a token page off an app; without `path`, from where the CA looks for it."""

    arm: ClassVar[str] = "Microsoft.Web/sites/domainOwnershipIdentifiers/Delete"
    title: ClassVar[str] = "Remove the token page"
    access: ClassVar[str] = "delete"

    site: SiteRef
    path: str = ""

    def target(self, view: View) -> str:
        return view.need(Site, self.site).id

    def why_not(self, view: View) -> AzureError | None:
        path = self.path or view.era.html_path
        if path not in view.need(Site, self.site).properties.domain_ownership_identifiers:
            return AzureError("PageNotFound", f"The app has no token page at {path}.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        path = self.path or draft.era.html_path
        site = _with_pages(draft, self.site, {path: None})
        return f"{site.name} serves no token page at {path} any more."


def _with_pages(draft: Draft, id: str, pages: dict[str, str | None]) -> Site:
    """The app with these token pages changed (None removes one)."""
    site = draft.need(Site, id)
    known = {**site.properties.domain_ownership_identifiers, **pages}
    kept = {path: text for path, text in known.items() if text is not None}
    changed = replace(site, properties=replace(site.properties, domain_ownership_identifiers=kept))
    draft.put(changed)
    return changed
