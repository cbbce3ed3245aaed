"""The word for each kind of state of an order, the same on every page and in the command line.

The portal's words, where it has any: "Troubleshooting Tools for App Service Certificate" (blog, 2018) for the
tiles, "New Sync and Export experiences" (blog, 2019) for Out of sync.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.resources import NOT_IN_EXPORT
from store.services.certificate_registration.state import Kind

if TYPE_CHECKING:
    from store.drift import LinkedDrift

#: The portal's names of offers.
OFFER_WORDS = {
    "PayAsYouGo": "Pay-As-You-Go",
    "EnterpriseAgreement": "Enterprise Agreement",
    "DevTest": "Pay-As-You-Go Dev/Test",
    "FreeTrial": "Free Trial",
}
WORDS: dict[Kind, str] = {
    Kind.DENIED: "Certificate Denied",
    Kind.EXPIRED: "Certificate Expired",
    Kind.REVOKED: "Revoked",
    Kind.CANCELED: "Canceled",
    Kind.PENDING_REVOCATION: "Pending Revocation",
    Kind.UNUSED: "Unused",
    Kind.NOT_SUBMITTED: "Not submitted",
    Kind.FRAUD_REVIEW: "Flagged for possible fraud",
    Kind.FRAUD_QUESTION: "Flagged for possible fraud",
    Kind.NOT_STORED: "Key Vault out of sync",
    Kind.VAULT_OUT_OF_SYNC: "Key Vault out of sync",
    Kind.VERIFYING: "Domain verification pending",
    Kind.VERIFY_DOMAIN: "Domain verification required",
    Kind.REVERIFY_DOMAIN: "Domain verification required",
    Kind.HELD_BACK: "Pending Issuance",
    Kind.ISSUING: "Pending Issuance",
    Kind.REKEYING: "Rekeying",
    Kind.RENEWING: "Renewing",
    Kind.OUT_OF_SYNC: "Out of sync",
    Kind.RENEWAL_FAILED: "Renewal failed",
    Kind.RENEW_SOON: "Renew soon",
    Kind.READY: "Certificate Ready",
    Kind.UNTOLD: NOT_IN_EXPORT,
}


def sync_word(one: LinkedDrift) -> str:
    """The grid's word for a linked certificate: none is in sync whose order has ended."""
    if one.ended is not None:
        return one.ended.value
    if one.in_sync is None:
        return NOT_IN_EXPORT
    return "In sync" if one.in_sync else "Out of sync"
