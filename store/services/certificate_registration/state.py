"""What an App Service Certificate order is at this moment, derived from order, ledger, vault and clock.

Sources: "Troubleshooting Tools for App Service Certificate" (blog, 2018) for the status tile, "Add and manage
TLS/SSL certificates" (Azure docs, 2022) for names, renewal and re-verification.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from store.eras import Era
from store.resources import (
    CertificateOrder,
    IssuedRecord,
    KeyVaultSecretStatus,
    Method,
    OrderLedger,
    OrderStatus,
    ProductType,
    Revocation,
    Subscription,
    subscription_of,
)
from store.services.key_vault import secrets as vaults
from store.services.key_vault.links import linked_certificates
from store.time.calendar import days
from store.time.job_hours import AUTO_RENEW, next_tick
from store.world import View

#: Days within which the domain of a new order must be verified (blog, 2018).
DENIED_AFTER_DAYS = 15
#: What the auto-renew job says of an order that nobody wants renewed.
AUTO_RENEW_OFF = "Auto renew is off."

_WORDS = {
    OrderStatus.NOT_SUBMITTED: "Not submitted",
    OrderStatus.PENDING_ISSUANCE: "Pending Issuance",
    OrderStatus.PENDING_REKEY: "Rekey Certificate",
    OrderStatus.PENDING_REVOCATION: "Pending Revocation",
}
#: Second-level domains below which registrants get their names in many country zones.
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "net", "org"))


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """The overview's status tile: `detail` says cause and way out.

    `tone` is success, warning, error or time (something is on its way).
    """

    word: str
    tone: str
    detail: str


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One of an order's five stages; `state` is done, now, waiting or failed."""

    name: str
    state: str


def status_word(status: OrderStatus) -> str:
    """The CA's state in the portal's words."""
    return _WORDS.get(status, status.value)


def ledger(view: View, order: CertificateOrder) -> OrderLedger:
    """What the CA knows of the order; raises `AzureError` ResourceNotFound."""
    return view.need(OrderLedger, order.id)


def subscription(view: View, order: CertificateOrder) -> Subscription | None:
    """The subscription that pays for the order."""
    return view.get(Subscription, subscription_of(order.id))


def is_apex(host: str) -> bool:
    """Whether the host is a registrable domain, for which a Standard certificate also has the www name."""
    labels = host.lower().split(".")
    if len(labels) == 3 and len(labels[-1]) == 2:
        return labels[1] in _SECOND_LEVEL
    return len(labels) == 2


def names_for(order: CertificateOrder, method: Method | None, era: Era) -> tuple[str, ...]:
    """The names a certificate issued now would have, common name first.

    Proof by a page (App Service verification, HTML page) gives no www name since 1 December 2021; DNS and
    mail do. Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "App Service Certificate
    changes" (blog, 2021).
    """
    if order.properties.product_type is ProductType.WILDCARD:
        return f"*.{order.domain}", order.domain
    by_page = method is not None and method.by_html
    if not is_apex(order.host) or (by_page and not era.www_by_html):
        return (order.host,)
    return order.host, f"www.{order.host}"


def proof_age(view: View, order: CertificateOrder) -> timedelta | None:
    """How old the last proof of the domain is, or None where there was none."""
    verified = ledger(view, order).verified_at
    return None if verified is None else view.now - verified


def proof_fresh(view: View, order: CertificateOrder) -> bool:
    """Whether the domain is proved and the proof may still be reused (395 days since 23 September 2021)."""
    age = proof_age(view, order)
    return age is not None and age <= days(view.era.reverify_days)


def link_state(view: View, order: CertificateOrder) -> KeyVaultSecretStatus | None:
    """The live state of the order's link to its secret, or None before Step 1 (Store).

    A readable secret that does not hold the order's certificate is UnknownError: nothing forbids it,
    but what was issued is not what the vault gives out.
    """
    link = order.link
    if link is None:
        return None
    state = vaults.link_status(
        view, link.key_vault_id, link.key_vault_secret_name, issued=bool(order.thumbprint)
    )
    if state.out_of_sync:
        return state
    if order.properties.status in (OrderStatus.DENIED, OrderStatus.CANCELED):
        return KeyVaultSecretStatus.CERTIFICATE_ORDER_FAILED
    if order.thumbprint and stored_thumbprint(view, order) != order.thumbprint:
        return KeyVaultSecretStatus.UNKNOWN_ERROR
    return state


def stored_thumbprint(view: View, order: CertificateOrder) -> str:
    """Thumbprint of the certificate the order's secret gives out now, "" where there is none."""
    link = order.link
    if link is None:
        return ""
    current = vaults.current_version(view, link.key_vault_id, link.key_vault_secret_name)
    return current.properties.thumbprint if current else ""


_LINK_CAUSES = {
    KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST: "The key vault was deleted or moved.",
    KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST: "The secret is not in the key vault.",
    KeyVaultSecretStatus.OPERATION_NOT_PERMITTED: "The key vault refuses the certificate service.",
    KeyVaultSecretStatus.UNAUTHORIZED: "The certificate service has no access policy in the key vault.",
    KeyVaultSecretStatus.UNKNOWN_ERROR: "The secret does not hold the order's current certificate.",
}


def tile(view: View, order: CertificateOrder) -> Tile:
    """The status tile, most urgent cause first."""
    return _final_tile(view, order) or _vault_tile(view, order) or _pending_tile(view, order) or _ready_tile()


def _final_tile(view: View, order: CertificateOrder) -> Tile | None:
    status = order.properties.status
    again = f"It cannot be restored; buy a new certificate for {order.host}."
    if status is OrderStatus.DENIED:
        why = f"The domain was not verified within {DENIED_AFTER_DAYS} days. Nothing is billed."
        return Tile(word="Certificate Denied", tone="error", detail=f"{why} {again}")
    if status is OrderStatus.EXPIRED:
        return Tile(
            word="Certificate Expired", tone="error", detail=f"{expiry_cause(view, order)} {again}".strip()
        )
    if status.final or status is OrderStatus.UNUSED:
        return Tile(word=status_word(status), tone="error", detail=again)
    return None


def link_cause(view: View, order: CertificateOrder) -> str:
    """Why the order and its key vault are out of sync, "" where they are not or nothing is issued yet."""
    state = link_state(view, order)
    if state is None:
        unlinked = order.properties.status is OrderStatus.ISSUED
        return "The certificate is issued and no key vault is assigned." if unlinked else ""
    paying = subscription(view, order)
    if paying is not None and not paying.properties.active:
        return f"The subscription is {paying.properties.state.lower()}."
    return _LINK_CAUSES.get(state, "")


def _vault_tile(view: View, order: CertificateOrder) -> Tile | None:
    cause = link_cause(view, order)
    if not cause:
        return None
    link = order.link
    repair = vaults.link_repair(view, link.key_vault_id, link.key_vault_secret_name) if link else ""
    way = repair or "Certificate Configuration > Step 1: Store assigns a key vault."
    return Tile(word="Key Vault out of sync", tone="error", detail=f"{cause} {way}")


def _pending_tile(view: View, order: CertificateOrder) -> Tile | None:
    status = order.properties.status
    if status is OrderStatus.ISSUED:
        return None
    known = ledger(view, order)
    if not proof_fresh(view, order):
        way = "Certificate Configuration > Step 2: Verify."
        until = f" An unverified order is denied after {DENIED_AFTER_DAYS} days." if not known.issued else ""
        return Tile(word="Domain verification required", tone="warning", detail=way + until)
    blocked = known.pending.blocked if known.pending else ""
    detail = blocked or "The CA is issuing the certificate."
    return Tile(word=status_word(status), tone="warning" if blocked else "time", detail=detail)


def _ready_tile() -> Tile:
    detail = "Configuration steps done, issued, ready for assignment."
    return Tile(word="Certificate Ready", tone="success", detail=detail)


def expiry_cause(view: View, order: CertificateOrder) -> str:
    """Why nothing renewed the order, or will not as things stand; "" where something will."""
    if not order.properties.auto_renew:
        return AUTO_RENEW_OFF
    trouble = ledger(view, order).trouble
    # What the job noted while auto renew was off says nothing any more once it is on.
    return f"Not renewed: {trouble}" if trouble and trouble != AUTO_RENEW_OFF else ""


def not_renewable_reasons(view: View, order: CertificateOrder) -> tuple[str, ...]:
    """ARM's `appServiceCertificateNotRenewableReasons`: empty where Manual Renew is allowed."""
    reasons = []
    expires, paying = order.expires, subscription(view, order)
    if expires is None or expires - view.now > days(view.era.manual_renew_days):
        reasons.append("ExpirationNotInRenewalTimeRange")
    if order.properties.status is not OrderStatus.ISSUED:
        reasons.append("RegistrationStatusNotSupportedForRenewal")
    if paying is None or not paying.properties.active:
        reasons.append("SubscriptionNotActive")
    return tuple(reasons)


def next_auto_renewal(view: View, order: CertificateOrder) -> datetime | None:
    """When automatic renewal begins, or the next try where it should have begun; None where it never will."""
    expires = order.expires
    if expires is None or not order.properties.auto_renew or order.properties.status.final:
        return None
    begins = expires - days(view.era.auto_renew_days)
    return begins if begins > view.now else next_tick(view, AUTO_RENEW, view.now)


def number_of(view: View, order: CertificateOrder, thumbprint: str) -> int | None:
    """The number of the certificate among those the order issued, or None where it is not of this order."""
    record = record_of(ledger(view, order), thumbprint)
    return record.number if record else None


def record_of(known: OrderLedger, thumbprint: str) -> IssuedRecord | None:
    """The ledger's record of an issued certificate."""
    return next((one for one in known.issued if one.thumbprint == thumbprint), None)


def is_revoked(view: View, thumbprint: str) -> bool:
    """Whether the CA has revoked this certificate."""
    return view.get(Revocation, thumbprint) is not None


def orders_waiting_for(view: View, domain: str) -> tuple[CertificateOrder, ...]:
    """Orders with a request that waits for something, whose host lies in this DNS zone."""
    waiting = []
    for known in view.all(OrderLedger):
        if known.pending is None or known.pending.due_at is not None:
            continue
        order = view.get(CertificateOrder, known.id)
        if order is not None and in_domain(order.domain, domain):
            waiting.append(order)
    return tuple(waiting)


def in_domain(host: str, domain: str) -> bool:
    """Whether the host is the domain or lies below it."""
    low, top = host.lower(), domain.lower().rstrip(".")
    return low == top or low.endswith(f".{top}")


def stages(view: View, order: CertificateOrder) -> tuple[Stage, ...]:
    """Purchased, Stored, Verified, Issued, Synced: how far the order has come."""
    linked = linked_certificates(view, order)
    synced = bool(linked) and all(one.thumbprint == order.thumbprint for one in linked)
    vault = _vault_tile(view, order)
    done = (
        ("Purchased", True),
        ("Stored", order.link is not None and vault is None),
        ("Verified", proof_fresh(view, order)),
        ("Issued", order.properties.status is OrderStatus.ISSUED),
        ("Synced", synced),
    )
    failed = order.properties.status.final
    first_open = next((name for name, complete in done if not complete), "")
    return tuple(
        Stage(
            name=name,
            state="done" if complete else "failed" if failed else "now" if name == first_open else "waiting",
        )
        for name, complete in done
    )
