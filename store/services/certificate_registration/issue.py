"""Requests to the CA: submitted, held back, issued, stored in the vault, paid for.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022) for rekey, renewal and re-verification;
"New Sync and Export experiences" (blog, 2019): GoDaddy's certificates go to the configured Key Vault.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import UNSET
from msgspec.structs import replace

from store.errors import AzureError
from store.resources import (
    GODADDY,
    ActionType,
    CertificateOrder,
    IssuedRecord,
    OrderAction,
    OrderLedger,
    OrderStatus,
    Outcome,
    PendingRequest,
    PrivateKey,
    ProvisioningState,
    RequestKind,
    name_of,
)
from store.services.authority.issuer import Issuer, Leaf, SigningRequest
from store.services.certificate_registration.holds import reason_held_back
from store.services.certificate_registration.ledger import charge, drop_key, ledger_of, numbered
from store.services.certificate_registration.limits import (
    ISSUE_MINUTES,
    PRICES,
    REISSUE_MINUTES,
    REVOKED_AFTER_HOURS,
)
from store.services.certificate_registration.names_and_proof import names_for
from store.services.certificate_registration.term import term
from store.services.certificate_registration.vault_writer import store_issued
from store.time.calendar import later
from store.world import Draft, chance


def submit(
    draft: Draft,
    order: CertificateOrder,
    kind: RequestKind,
    *,
    key: str,
    csr: str = "",
    automatic: bool = False,
) -> PendingRequest:
    """Ask the CA for a certificate for this key (base64 of PKCS#8).

    The request waits for its time, or for what holds it back.
    """
    ledger = ledger_of(draft, order)
    key_id = f"{order.id}/keys/{len(ledger.issued) + 1}"
    blocked = reason_held_back(draft, order, kind)
    request = PendingRequest(
        kind=kind,
        requested_at=draft.now,
        due_at=None if blocked else _due(draft, order, kind),
        key_id=key_id,
        automatic=automatic,
        blocked=blocked,
    )
    status = (
        OrderStatus.PENDING_REKEY
        if kind is RequestKind.REKEY and not blocked
        else OrderStatus.PENDING_ISSUANCE
    )
    draft.put(PrivateKey(id=key_id, pkcs8=key, kind=draft.facts.keys))
    draft.put(replace(ledger, pending=request))
    draft.put(replace(order, properties=replace(order.properties, status=status, csr=csr)))
    return request


def _due(draft: Draft, order: CertificateOrder, kind: RequestKind) -> datetime:
    if kind is RequestKind.ISSUE:
        return later(draft.now, timedelta(minutes=ISSUE_MINUTES))
    # Drawn from the world's seed and the moment alone: the same in a forecast and in however many steps.
    drawn = chance(draft.facts.seed, 0, f"duration {order.key} {draft.now}")
    return later(draft.now, timedelta(minutes=drawn.randint(*REISSUE_MINUTES)))


def reconsider(draft: Draft, order: CertificateOrder) -> None:
    """Judge a waiting request again: give it a time, or the reason for which it waits."""
    ledger = ledger_of(draft, order)
    request = ledger.pending
    if request is None or request.due_at is not None:
        return
    blocked = reason_held_back(draft, order, request.kind)
    due = None if blocked else _due(draft, order, request.kind)
    draft.put(replace(ledger, pending=replace(request, due_at=due, blocked=blocked)))


def issue(draft: Draft, order: CertificateOrder, issuer: Issuer) -> Outcome:
    """The CA's answer to the pending request, now: the certificate, or what holds it back after all."""
    ledger = ledger_of(draft, order)
    request = ledger.pending
    if request is None:
        raise AzureError("NothingRequested", f"No certificate is requested for '{order.name}'.")
    blocked = reason_held_back(draft, order, request.kind)
    if blocked:
        draft.put(replace(ledger, pending=replace(request, due_at=None, blocked=blocked)))
        held = replace(order.properties, status=OrderStatus.PENDING_ISSUANCE)
        draft.put(replace(order, properties=held))
        return Outcome(resource=order.id, ok=False, result=blocked, old_thumbprint=order.thumbprint)
    names = names_for(draft, order, ledger.verified_method)
    length = term(draft.era, order, ledger, request.kind, draft.now)
    key = draft.need(PrivateKey, request.key_id)
    leaf = issuer.sign(draft, SigningRequest(order.key, key.pkcs8, names, length.expires))
    if length.charged:
        _charge_year(draft, order, request.kind)
    stored, problem = store_issued(draft, order, leaf)
    draft.put(_issued_order(stored, leaf, draft.now))
    link = order.link
    where = f"stored in {name_of(link.key_vault_id)}" if link and not problem else f"not stored: {problem}"
    told = f"{GODADDY} issued {leaf.details.thumbprint}, {where}"
    issued = _Issued(leaf, length.paid_until, told, problem if link else "")
    draft.put(_issued_ledger(draft, order, ledger, request, issued))
    drop_key(draft, ledger.key_id)
    return Outcome(
        resource=order.id,
        ok=not problem or link is None,
        result=(
            f"{GODADDY} issues {numbered(ledger, len(ledger.issued) + 1)}, "
            f"valid until {length.expires:%Y-%m-%d}, "
            f"{where.rstrip('.')}."
        ),
        old_thumbprint=order.thumbprint,
        new_thumbprint=leaf.details.thumbprint,
    )


def _issued_order(order: CertificateOrder, leaf: Leaf, now: datetime) -> CertificateOrder:
    properties = replace(
        order.properties,
        status=OrderStatus.ISSUED,
        provisioning_state=ProvisioningState.SUCCEEDED,
        signed_certificate=leaf.details,
        last_certificate_issuance_time=now,
        next_auto_renewal_time_stamp=UNSET,
    )
    return replace(order, properties=properties)


class _Issued(NamedTuple):
    """A certificate, the end of the paid term (UTC), what the Timeline says, why no vault has it ("")."""

    leaf: Leaf
    paid_until: datetime | None
    told: str
    problem: str


def _issued_ledger(
    draft: Draft,
    order: CertificateOrder,
    ledger: OrderLedger,
    request: PendingRequest,
    issued: _Issued,
) -> OrderLedger:
    now, leaf = draft.now, issued.leaf
    actions = [OrderAction(action_type=ActionType.ISSUED, created_at=now, note=issued.told)]
    if dropped := _dropped(draft, order, ledger, leaf):
        actions.append(OrderAction(action_type=ActionType.SAN_DROP, created_at=now, note=dropped))
    earlier = ledger.issued
    if request.kind is RequestKind.REKEY and earlier:
        earlier = (
            *earlier[:-1],
            replace(earlier[-1], revoke_at=later(now, timedelta(hours=REVOKED_AFTER_HOURS))),
        )
    record = IssuedRecord(
        number=len(ledger.issued) + 1,
        thumbprint=leaf.details.thumbprint,
        serial_number=leaf.details.serial_number,
        names=leaf.names,
        issued_at=now,
        not_before=leaf.details.not_before,
        not_after=leaf.details.not_after,
        public_key_hash=leaf.public_key_hash,
        kind=request.kind,
    )
    return replace(
        ledger,
        pending=None,
        issued=(*earlier, record),
        actions=(*ledger.actions, *actions),
        key_id=request.key_id,
        last_failure=issued.problem,
        paid_until=issued.paid_until,
    )


def _dropped(draft: Draft, order: CertificateOrder, ledger: OrderLedger, leaf: Leaf) -> str:
    """Names the certificate has not, although the one before it (or the product) had them."""
    before = ledger.issued[-1].names if ledger.issued else names_for(draft, order, None)
    return ", ".join(name for name in before if name not in leaf.names)


def _charge_year(draft: Draft, order: CertificateOrder, kind: RequestKind) -> None:
    product = order.properties.product_type
    what = "1 year" if kind is RequestKind.ISSUE else "renewal, 1 year"
    text = f"App Service Certificate {product.label} {order.host}: {what}"
    charge(draft, order, PRICES[product], text)
