"""Proof of domain ownership (Step 2: Verify): Azure's check, and the CA's mails.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), domain verification methods.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from store.errors import AzureError
from store.resources import (
    ActionType,
    CertificateOrder,
    Mail,
    Method,
    OrderAction,
    OrderLedger,
    VerificationCheck,
    VerificationRequest,
)
from store.services.certificate_registration import ownership_checks as verification
from store.services.certificate_registration.issue import reconsider
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.limits import CHECK_MINUTES
from store.services.certificate_registration.names_and_proof import proof_fresh, proof_until
from store.services.network.dns import zones_over
from store.time.calendar import later
from store.world import Draft, View

#: Mailboxes of the order's domain to which the CA writes ("Upcoming Change to App Service Certificate on
#: November 30 2021", blog, 2021).
MAILBOXES = ("admin", "administrator", "hostmaster", "postmaster", "webmaster")

#: What people call the methods, besides their full labels.
_SHORT = {
    "appservice": Method.APP_SERVICE,
    "domain": Method.DOMAIN,
    "mail": Method.MAIL,
    "manual": Method.MANUAL_TXT,
    "txt": Method.MANUAL_TXT,
    "manualtxt": Method.MANUAL_TXT,
    "html": Method.MANUAL_HTML,
    "manualhtml": Method.MANUAL_HTML,
}


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


_LABELS = {_bare(method.value): method for method in Method}


def method_named(text: str) -> Method:
    """The method with that label or short name, in any case; raises `AzureError` UnknownMethod."""
    bare = _bare(text)
    found = _LABELS.get(bare) or _SHORT.get(bare) or _SHORT.get(bare.removesuffix("verification"))
    if found is None:
        raise AzureError(
            "UnknownMethod",
            f"There is no verification method '{text}'.",
            "Choose App Service, Domain, Mail, Manual TXT or Manual HTML.",
        )
    return found


def begin_check(draft: Draft, order: CertificateOrder, method: Method) -> VerificationRequest:
    """Ask for a check by this method; its result comes two minutes later."""
    if method is Method.DOMAIN:
        verification.write_domain_txt(draft, order)
    request = VerificationRequest(
        method=method, requested_at=draft.now, due_at=later(draft.now, timedelta(minutes=CHECK_MINUTES))
    )
    draft.put(replace(ledger_of(draft, order), verification=request))
    return request


def finish_check(draft: Draft, order: CertificateOrder) -> bool:
    """Make the check that was asked for, now; a proof lets the waiting request go on."""
    ledger = ledger_of(draft, order)
    request = ledger.verification
    if request is None:
        return False
    result = verification.check(draft, order, request.method, draft.now)
    if not result.passed and proof_fresh(draft, order):
        draft.put(replace(ledger, verification=None, last_check=_still_proved(draft, ledger, result)))
        return False
    ledger = replace(ledger, verification=None, last_check=result)
    if result.passed:
        line = OrderAction(
            action_type=ActionType.DOMAIN_VALIDATED, created_at=draft.now, note=request.method.value
        )
        ledger = replace(
            ledger,
            verified_at=draft.now,
            verified_method=request.method,
            actions=(*ledger.actions, line),
        )
    draft.put(ledger)
    if result.passed:
        reconsider(draft, order)
    return result.passed


def _still_proved(view: View, ledger: OrderLedger, result: VerificationCheck) -> VerificationCheck:
    """The domain stays verified: the check has no new proof, but the last is still valid."""
    assert ledger.verified_at is not None
    method = ledger.verified_method.value if ledger.verified_method else "an earlier proof"
    until = proof_until(view.era, ledger.verified_at)
    found = (
        f"The domain was verified on {ledger.verified_at:%Y-%m-%d %H:%M} UTC by {method}; the proof holds "
        f"until {until:%Y-%m-%d}. This check found no new proof."
    )
    return replace(result, passed=True, code="", found=found)


def addresses(view: View, order: CertificateOrder) -> tuple[str, ...]:
    """The addresses the CA writes to that have a mailbox."""
    zones = zones_over(view, order.domain)
    existing = {box.lower() for box in zones[0].properties.mailboxes} if zones else set()
    return tuple(f"{box}@{zones[0].name}" for box in MAILBOXES if box in existing)


def send_mail(draft: Draft, order: CertificateOrder, subject: str = "Confirm your domain") -> str:
    """Send the mail whose link proves the domain; returns a sentence saying where it went.

    No mailbox, no mail: as on the internet, nobody tells the sender.
    """
    to = addresses(draft, order)
    if not to:
        wanted = ", ".join(f"{box}@" for box in MAILBOXES)
        domain = verification.mail_domain(draft, order)
        return f"The mail to {wanted} {domain} cannot arrive: there is no such mailbox."
    code = draft.hex(f"mail {order.key} {draft.now}", 24)
    draft.put(
        Mail(
            id=code,
            order=order.id,
            to=to,
            sent_at=draft.now,
            subject=f"{subject}: {order.domain}",
            body=f"Somebody asks for a certificate for {order.host}. Open the link if you own the domain.",
            link=f"https://certs.godaddy.example/approve/{code}",
        )
    )
    return f"The mail went to {', '.join(to)}."
