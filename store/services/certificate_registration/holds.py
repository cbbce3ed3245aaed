"""Reasons for the CA not to issue: fraud review, no or an old proof of the domain, CAA records, payment.

Sources: "Troubleshoot domain and TLS/SSL certificate problems" (Azure docs, 2019) for the fraud review, "Add
and manage TLS/SSL certificates" (Azure docs, 2022) for re-verification.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from store.errors import Place, WayOut
from store.resources import CertificateOrder, RequestKind
from store.services import steps
from store.services.authorization.subscriptions import inactive_sentence, service_refusal
from store.services.certificate_registration.ledger import ledger_of, subscription
from store.services.certificate_registration.limits import FRAUD_REVIEW_HOURS
from store.services.certificate_registration.names_and_proof import names_for, proof_days, proof_fresh
from store.time.calendar import later
from store.world import View

#: What the CA says of an order it flagged.
FLAGGED = "Your certificate has been flagged for possible fraud. The request is currently under review."
#: The names of the CA in CAA records, the usual one first; one of them suffices.
CAA_ISSUERS = ("godaddy.com", "starfieldtech.com")


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A cause in a sentence, and the way out of it; `ends` (UTC) and `over` are those of a review."""

    cause: str
    way_out: WayOut
    ends: datetime | None = None
    over: bool = False

    @property
    def sentence(self) -> str:
        """Cause and way out."""
        return f"{self.cause} {self.way_out.text}"


def hold(view: View, order: CertificateOrder, kind: RequestKind) -> Hold | None:
    """The reason for which the CA does not issue; None where it issues."""
    found = fraud_hold(view, order) or proof_hold(view, order) or caa_hold(view, order)
    free = kind in (RequestKind.REKEY, RequestKind.REISSUE)
    return found or (None if free else payment_hold(view, order))


def reason_held_back(view: View, order: CertificateOrder, kind: RequestKind) -> str:
    """The reason for which the CA does not issue, with the way out; "" where it issues."""
    found = hold(view, order, kind)
    return found.sentence if found else ""


def request_hold(view: View, order: CertificateOrder) -> str:
    """The reason for which the order's request waits at the CA, with the way out; "" where none waits.

    It is the reason of the moment: another one may have come since the CA last looked. Where it is gone, the
    CA's last word stands until it looks again.
    """
    request = ledger_of(view, order).pending
    if request is None or not request.blocked:
        return ""
    return reason_held_back(view, order, request.kind) or request.blocked


def fraud_hold(view: View, order: CertificateOrder) -> Hold | None:
    """The review of an order that the CA flagged; when it is over, the CA must be asked."""
    flagged = ledger_of(view, order).flagged_at
    if flagged is None:
        return None
    ends = later(flagged, timedelta(hours=FRAUD_REVIEW_HOURS))
    ask = f"{steps.EMAIL_INSTRUCTIONS} asks the CA to resolve it."
    text = f"Wait until {ends:%Y-%m-%d %H:%M} UTC; then {ask}" if view.now < ends else ask
    way_out = WayOut(place=Place.VERIFY, text=text)
    return Hold(cause=FLAGGED, way_out=way_out, ends=ends, over=ends <= view.now)


def proof_hold(view: View, order: CertificateOrder) -> Hold | None:
    """A proof of the domain that is missing, or too old to be reused."""
    ledger = ledger_of(view, order)
    verified = ledger.verified_at
    way_out = WayOut(place=Place.VERIFY, text=f"{steps.VERIFY}.")
    if verified is None and ledger.proved_unstated:
        # An export tells that the domain was proved, and not when: nothing is refused for that.
        return None
    if verified is None:
        return Hold(cause="The domain is not verified yet.", way_out=way_out)
    if proof_fresh(view, order):
        return None
    proof = f"The last proof of domain ownership is of {verified:%Y-%m-%d}"
    anew = view.era.proofs_anew
    if anew is not None and verified < anew <= view.now:
        rule = f", and no proof of before {anew:%Y-%m-%d} may be reused."
    else:
        rule = f" and may be reused for {proof_days(view.era, view.now)} days."
    return Hold(cause=proof + rule, way_out=way_out)


def caa_hold(view: View, order: CertificateOrder) -> Hold | None:
    """CAA records of one of the certificate's names that allow none of the CA's."""
    # A start asks this of hardly any order, and would wait for all of DNS.
    from store.services.network.caa import caa_refusal

    names = names_for(view, order, ledger_of(view, order).verified_method)
    refused = None
    for issuer in CAA_ISSUERS:
        refusal = caa_refusal(view, names, issuer)
        if refusal is None:
            return None
        refused = refused or refusal
    assert refused is not None
    return Hold(cause=refused.said, way_out=WayOut(place=Place.DNS_ZONES, text=refused.advice))


def payment_hold(view: View, order: CertificateOrder) -> Hold | None:
    """Why the subscription cannot be charged now."""
    paying = subscription(view, order)
    if paying is None:
        return _unpaid("The subscription does not exist any more.", "Move the order to another one.")
    if inactive := service_refusal(view, order.id):
        return _unpaid(inactive_sentence(view, order.id), inactive.next_step)
    if not paying.properties.card_valid:
        return _unpaid(
            "The payment failed: the subscription has no valid credit card.",
            "Give the subscription a valid credit card.",
        )
    return None


def _unpaid(cause: str, text: str) -> Hold:
    return Hold(cause=cause, way_out=WayOut(place=Place.SUBSCRIPTION, text=text))


def payment_problem(view: View, order: CertificateOrder) -> str:
    """Why the subscription cannot be charged now, or ""."""
    found = payment_hold(view, order)
    return found.cause if found else ""
