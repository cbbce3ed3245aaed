"""What happens to an order when its moment has come: one function for each kind of event."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from store.jobs.events import Effects
from store.jobs.sync import followed
from store.resources import (
    ActionType,
    CertificateOrder,
    OrderStatus,
    Outcome,
    RequestKind,
)
from store.services import steps
from store.services.certificate_registration.holds import request_hold
from store.services.certificate_registration.issue import issue, reconsider, submit
from store.services.certificate_registration.ledger import drop_key, ledger_of, note, revoke
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from store.services.certificate_registration.ownership import finish_check, send_mail
from store.services.certificate_registration.renewal import (
    AUTO_RENEW_OFF,
    expiry_cause,
    next_request,
    renewal_obstacle,
)
from store.services.key_vault.links import link_of
from store.time.calendar import days
from store.time.job_hours import AUTO_RENEW

#: Who does what is not the auto renew job's, as the Jobs blade names it.
CERTIFICATE_AUTHORITY = "Certificate authority"

CHECK, ISSUE, REVOKE, FRAUD = "verification", "issue", "revocation", "fraud review"
RENEW, RETRY, WARN, REVERIFY = "auto renew", "retry", "expiry warning", "re-verification"
DENY, EXPIRE = "denial", "expiry"


def _check(effects: Effects, order: CertificateOrder) -> None:
    draft = effects.draft
    proved = finish_check(draft, order)
    ledger = ledger_of(draft, order)
    found = ledger.last_check
    if found is None:
        return
    waits = f" {ledger.pending.blocked}" if proved and ledger.pending and ledger.pending.blocked else ""
    result = f"The domain is verified. {found.found}{waits}" if proved else found.found
    _tell(effects, order, found.passed, result)


def _tell(effects: Effects, order: CertificateOrder, ok: bool, result: str) -> None:
    effects.outcome(CERTIFICATE_AUTHORITY, Outcome(resource=order.id, ok=ok, result=result))


def _issue(effects: Effects, order: CertificateOrder) -> None:
    effects.outcome(CERTIFICATE_AUTHORITY, issue(effects.draft, order, effects.issuer))
    link = link_of(order)
    if link is not None:
        effects.reschedule(followed(link))


def _revoke(effects: Effects, order: CertificateOrder) -> None:
    now = effects.draft.now
    due = [
        one
        for one in ledger_of(effects.draft, order).issued
        if one.revoke_at is not None and one.revoke_at <= now
    ]
    revoke(effects.draft, order, tuple(one.number for one in due))
    for record in due:
        effects.outcome(
            CERTIFICATE_AUTHORITY,
            Outcome(
                resource=order.id,
                ok=True,
                result=f"Certificate {record.number} is revoked after the rekey.",
                old_thumbprint=record.thumbprint,
            ),
        )


def _ask_for_documents(effects: Effects, order: CertificateOrder) -> None:
    text = f"{steps.EMAIL_INSTRUCTIONS} asks the CA to resolve it."
    note(effects.draft, order, ActionType.FRAUD_DOCUMENTATION, text)
    _tell(effects, order, True, f"The fraud review asks for documents. {text}")


def _retry(effects: Effects, order: CertificateOrder) -> None:
    reconsider(effects.draft, order)
    request = ledger_of(effects.draft, order).pending
    waits = request.blocked if request else ""
    result = f"Asked the CA again. {waits}".rstrip()
    effects.outcome(AUTO_RENEW, Outcome(resource=order.id, ok=not waits, result=result))


#: What is said of a request that the auto-renew job makes.
REQUESTED = {
    RequestKind.RENEW: "Renewal requested.",
    RequestKind.REISSUE: "Reissue inside the paid term requested, at no cost.",
}


def _renew(effects: Effects, order: CertificateOrder) -> None:
    draft = effects.draft
    kind = next_request(draft, order, draft.now)
    trouble = renewal_obstacle(draft, order, kind)
    skipped = trouble == AUTO_RENEW_OFF
    if trouble:
        result = f"Skipped. {trouble}" if skipped else f"Not renewed. {trouble}"
    else:
        key = effects.issuer.new_key()
        trouble = submit(draft, order, kind, key=key, automatic=True).blocked
        result = f"{REQUESTED[kind]} {trouble}".rstrip()
    ledger = ledger_of(draft, order)
    if ledger.last_failure != trouble:
        draft.put(replace(ledger, last_failure=trouble))
    effects.outcome(
        AUTO_RENEW,
        Outcome(
            resource=order.id,
            ok=skipped or not trouble,
            skipped=skipped,
            result=result,
            old_thumbprint=order.thumbprint,
        ),
    )


def _ask_for_proof(effects: Effects, order: CertificateOrder) -> None:
    """Ask the owner by mail to verify the domain again: re-verification is not automatic."""
    sent = send_mail(effects.draft, order, "Verify your domain again")
    _tell(effects, order, False, f"The proof of domain ownership may not be reused any more. {sent}")


def _warn(effects: Effects, order: CertificateOrder) -> None:
    left = round((order.expires - effects.draft.now) / days(1)) if order.expires else 0
    text = f"{left} day{'s' * (left != 1)} left. {expiry_cause(effects.draft, order)}".rstrip()
    note(effects.draft, order, ActionType.EXPIRATION_WARNING, text)
    _tell(effects, order, True, f"Expiry warning: {text}")


def _deny(effects: Effects, order: CertificateOrder) -> None:
    text = f"Not verified within {DENIED_AFTER_DAYS} days: the order is denied. Nothing is billed."
    _end(effects, order, OrderStatus.DENIED, ActionType.ORDER_CANCELED, text, text)


def _expire(effects: Effects, order: CertificateOrder) -> None:
    ledger = ledger_of(effects.draft, order)
    waiting = request_hold(effects.draft, order)
    cause = waiting or expiry_cause(effects.draft, order)
    if waiting:
        # The tile says why nothing renewed it, and the request that knows goes with the order.
        effects.draft.put(replace(ledger, last_failure=waiting))
    told, noted = (f"The certificate {verb}. {cause}".rstrip() for verb in ("expires", "expired"))
    _end(effects, order, OrderStatus.EXPIRED, ActionType.EXPIRED, told, noted)


def _end(
    effects: Effects, order: CertificateOrder, status: OrderStatus, action: ActionType, told: str, noted: str
) -> None:
    """Put the order into a state that nothing leads out of; `told` the job notes, `noted` the Timeline."""
    draft = effects.draft
    ledger = ledger_of(draft, order)
    if ledger.pending is not None:
        drop_key(draft, ledger.pending.key_id)
    draft.put(replace(ledger, pending=None, verification=None))
    draft.put(replace(order, properties=replace(order.properties, status=status)))
    note(draft, order, action, noted)
    _tell(effects, order, False, told)


#: Kind of event → what it does.
ACTS: dict[str, Callable[[Effects, CertificateOrder], None]] = {
    CHECK: _check,
    ISSUE: _issue,
    REVOKE: _revoke,
    FRAUD: _ask_for_documents,
    RETRY: _retry,
    RENEW: _renew,
    REVERIFY: _ask_for_proof,
    WARN: _warn,
    DENY: _deny,
    EXPIRE: _expire,
}
