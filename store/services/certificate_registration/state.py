"""The state of an App Service Certificate order: one answer, which every page and command words and draws.

    >>> state = order_state(view, order)
    >>> state.kind, state.cause, state.way_out.text
    (Kind.VAULT_OUT_OF_SYNC, "The key vault was deleted.", "Recover the vault, or choose …")

Where several things are to be said of an order, the gravest is its state. Sources: "Troubleshooting Tools for
App Service Certificate" (blog, 2018) for the tiles and their gravity, "New Sync and Export experiences"
(blog, 2019) for linked certificates, "Add and manage TLS/SSL certificates" (Azure docs, 2022) for renewal.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from store.errors import Place, WayOut
from store.resources import (
    NOT_IN_EXPORT,
    CertificateOrder,
    KeyVaultSecretStatus,
    OrderStatus,
    PendingRequest,
    RequestKind,
)
from store.services.certificate_registration.holds import fraud_hold, hold, payment_hold, proof_hold
from store.services.certificate_registration.ledger import denied_at, ledger_of
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from store.services.certificate_registration.renewal import expiry_cause, manual_from, renewal_begins
from store.services.certificate_registration.sync_way_out import sync_way_out
from store.services.certificate_registration.vault_link import (
    link_cause,
    link_state,
    link_untold,
    link_way_out,
)
from store.services.key_vault.links import (
    linked_certificates,
    out_of_sync,
)
from store.services.provenance import imported
from store.time.job_hours import AUTO_RENEW, next_tick
from store.world import View
from store.world.answers import remembered


class Kind(StrEnum):
    """The kinds of state, those that end an order first."""

    DENIED = "denied"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CANCELED = "canceled"
    PENDING_REVOCATION = "pending revocation"
    UNUSED = "unused"
    NOT_SUBMITTED = "not submitted"
    FRAUD_REVIEW = "fraud review"
    FRAUD_QUESTION = "fraud question"
    NOT_STORED = "not stored"
    VAULT_OUT_OF_SYNC = "vault out of sync"
    VERIFYING = "verifying"
    VERIFY_DOMAIN = "verify domain"
    REVERIFY_DOMAIN = "reverify domain"
    HELD_BACK = "held back"
    ISSUING = "issuing"
    REKEYING = "rekeying"
    RENEWING = "renewing"
    OUT_OF_SYNC = "out of sync"
    RENEWAL_FAILED = "renewal failed"
    RENEW_SOON = "renew soon"
    READY = "ready"
    #: Of an imported order whose status no export tells: no fault, and nothing to mend.
    UNTOLD = "not in the export"

    @property
    def configured(self) -> bool:
        """Whether Certificate Configuration is complete: the tile Certificate Ready."""
        return self in (Kind.OUT_OF_SYNC, Kind.RENEWAL_FAILED, Kind.RENEW_SOON, Kind.READY)


#: What the tile says of an order whose configuration is complete.
READY = "Configuration steps done, issued, ready for assignment."


class OrderState(msgspec.Struct, frozen=True, kw_only=True):
    """A kind with its cause in a sentence and its way out, which only READY and UNTOLD lack.

    `begun` and `due` (UTC) bound what is under way; `due` alone is the moment an order is denied or its
    certificate expires. `link` is the state of the link to Key Vault where that is the trouble; `linked`
    counts linked private certificates, `behind` those out of sync.
    """

    kind: Kind
    cause: str
    way_out: WayOut | None = None
    begun: datetime | None = None
    due: datetime | None = None
    link: KeyVaultSecretStatus | None = None
    linked: int = 0
    behind: int = 0

    @property
    def sentence(self) -> str:
        """Cause and way out."""
        return f"{self.cause} {self.way_out.text if self.way_out else ''}".strip()


@remembered
def order_state(view: View, order: CertificateOrder) -> OrderState:
    """The gravest thing to say of an order now; raises `AzureError` ResourceNotFound without a ledger."""
    return (
        _untold(order)
        or _ended(view, order)
        or _flagged(view, order)
        or _vault(view, order)
        or _waiting(view, order)
        or _issued(view, order)
    )


_ENDS = {
    OrderStatus.DENIED: (
        Kind.DENIED,
        f"The domain was not verified within {DENIED_AFTER_DAYS} days. Nothing is billed.",
    ),
    OrderStatus.EXPIRED: (Kind.EXPIRED, ""),
    OrderStatus.REVOKED: (Kind.REVOKED, "The certificate was deleted, and the CA revoked it."),
    OrderStatus.CANCELED: (Kind.CANCELED, "The order was deleted before the issue. Nothing is billed."),
    OrderStatus.PENDING_REVOCATION: (Kind.PENDING_REVOCATION, "The CA is revoking the certificate."),
    OrderStatus.UNUSED: (Kind.UNUSED, "The certificate is in an error state at the CA."),
    OrderStatus.NOT_SUBMITTED: (Kind.NOT_SUBMITTED, "The order has not reached the CA."),
}


def _untold(order: CertificateOrder) -> OrderState | None:
    if order.properties.status is not OrderStatus.UNKNOWN:
        return None
    return OrderState(kind=Kind.UNTOLD, cause=f"The order's status is {NOT_IN_EXPORT}.")


def _ended(view: View, order: CertificateOrder) -> OrderState | None:
    """A status that nothing leads out of."""
    end = _ENDS.get(order.properties.status)
    if end is None:
        return None
    kind, cause = end
    if kind is Kind.EXPIRED:
        cause = expiry_cause(view, order) or "The certificate expired before it was renewed."
    again = f"It cannot be restored; buy a new certificate for {order.host}."
    return OrderState(kind=kind, cause=cause, way_out=WayOut(place=Place.CREATE, text=again))


def _flagged(view: View, order: CertificateOrder) -> OrderState | None:
    held = fraud_hold(view, order)
    if held is None:
        return None
    kind = Kind.FRAUD_QUESTION if held.over else Kind.FRAUD_REVIEW
    return OrderState(kind=kind, cause=held.cause, way_out=held.way_out, due=held.ends)


def _vault(view: View, order: CertificateOrder) -> OrderState | None:
    cause = link_cause(view, order)
    if not cause:
        return None
    kind = Kind.VAULT_OUT_OF_SYNC if order.link else Kind.NOT_STORED
    way_out = link_way_out(view, order)
    return OrderState(kind=kind, cause=cause, way_out=way_out, link=link_state(view, order))


def _waiting(view: View, order: CertificateOrder) -> OrderState | None:
    """The state of an order that waits for proof of its domain or for the CA; None for an issued order."""
    if order.properties.status is OrderStatus.ISSUED:
        return None
    ledger = ledger_of(view, order)
    if ledger.verification is not None:
        check = ledger.verification
        cause = f"{check.method.value} is checked at {check.due_at:%Y-%m-%d %H:%M} UTC."
        way_out = WayOut(place=Place.TIME, text="Wait, then Refresh.")
        return OrderState(
            kind=Kind.VERIFYING, cause=cause, way_out=way_out, begun=check.requested_at, due=check.due_at
        )
    if ledger.pending is None and imported(view):
        cause = f"The order waits at the CA; since when and for what is {NOT_IN_EXPORT}."
        way_out = WayOut(place=Place.VERIFY, text="Look at Domain Verification in the real portal.")
        return OrderState(kind=Kind.ISSUING, cause=cause, way_out=way_out)
    if ledger.pending is None or ledger.pending.due_at is None:
        kind = ledger.pending.kind if ledger.pending else RequestKind.ISSUE
        return _unproved(view, order) or _held_back(view, order, kind)
    return _under_way(ledger.pending, ledger.pending.due_at)


def _unproved(view: View, order: CertificateOrder) -> OrderState | None:
    held, ledger = proof_hold(view, order), ledger_of(view, order)
    if held is None:
        return None
    if ledger.verified_at is not None:
        serves = " The current certificate keeps serving." if order.thumbprint else ""
        return OrderState(kind=Kind.REVERIFY_DOMAIN, cause=held.cause + serves, way_out=held.way_out)
    denied = denied_at(ledger)
    day = f"on {denied:%Y-%m-%d}" if denied else f"{DENIED_AFTER_DAYS} days after it was created"
    cause = f"The order waits for proof that the domain is yours, else it is denied for good {day}."
    return OrderState(kind=Kind.VERIFY_DOMAIN, cause=cause, way_out=held.way_out, due=denied)


def _held_back(view: View, order: CertificateOrder, kind: RequestKind) -> OrderState:
    held = hold(view, order, kind)
    if held is not None:
        return OrderState(kind=Kind.HELD_BACK, cause=held.cause, way_out=held.way_out)
    tick = next_tick(view, AUTO_RENEW, view.now)
    cause = "Nothing holds the request back any more; the auto-renew job asks the CA again."
    way_out = WayOut(place=Place.TIME, text=f"Wait until {tick:%Y-%m-%d %H:%M} UTC.")
    return OrderState(kind=Kind.ISSUING, cause=cause, way_out=way_out, due=tick)


_REQUESTS = {
    RequestKind.ISSUE: (Kind.ISSUING, "The CA is issuing the certificate."),
    RequestKind.REKEY: (Kind.REKEYING, "The CA is issuing the certificate for a new key."),
    RequestKind.RENEW: (Kind.RENEWING, "The CA is issuing the renewed certificate."),
    RequestKind.REISSUE: (Kind.RENEWING, "The CA is issuing the next certificate of the paid term."),
}


def _under_way(request: PendingRequest, due: datetime) -> OrderState:
    kind, cause = _REQUESTS[request.kind]
    way_out = WayOut(place=Place.TIME, text=f"Wait until {due:%Y-%m-%d %H:%M} UTC.")
    return OrderState(kind=kind, cause=cause, way_out=way_out, begun=request.requested_at, due=due)


def _issued(view: View, order: CertificateOrder) -> OrderState:
    linked, behind = len(linked_certificates(view, order)), len(out_of_sync(view, order))
    if behind:
        are = "are" if linked > 1 else "is"
        cause = f"{behind} of {linked} linked private certificate{'s' * (linked > 1)} {are} out of sync."
        return OrderState(
            kind=Kind.OUT_OF_SYNC,
            cause=cause,
            way_out=sync_way_out(view, order),
            linked=linked,
            behind=behind,
        )
    if soon := _renew_soon(view, order):
        return soon
    untold_link = link_untold(view, order) if order.link is None else ""
    return OrderState(
        kind=Kind.READY, cause=f"Issued. {untold_link}" if untold_link else READY, linked=linked
    )


def _renew_soon(view: View, order: CertificateOrder) -> OrderState | None:
    """An expiry that nothing will put off: auto renew is off, or its last run failed."""
    expires = order.expires
    begins = renewal_begins(view, order) if order.properties.auto_renew else manual_from(view, order)
    if expires is None or begins is None or view.now < begins:
        return None
    left, cause = expires - view.now, expiry_cause(view, order)
    if not cause:
        return None
    paying = payment_hold(view, order)
    renew = WayOut(place=Place.AUTO_RENEW, text="Auto Renew Settings: turn auto renew on, or Manual Renew.")
    if order.properties.auto_renew:
        renew = WayOut(place=Place.AUTO_RENEW, text="Auto Renew Settings: Manual Renew.")
    return OrderState(
        kind=Kind.RENEWAL_FAILED if order.properties.auto_renew else Kind.RENEW_SOON,
        cause=f"The certificate expires on {expires:%Y-%m-%d}, in {_long(left)}. {cause}",
        way_out=paying.way_out if paying else renew,
        due=expires,
    )


def _long(left: timedelta) -> str:
    """A length of time in whole days, or on the last day in hours."""
    number, unit = (left.days, "day") if left.days else (left // timedelta(hours=1), "hour")
    return f"{number} {unit}{'s' * (number != 1)}"
