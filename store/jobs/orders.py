"""The CA and the App Service Certificate back end: what happens to orders by itself.

Sources: "Troubleshooting Tools for App Service Certificate" (blog, 2018) for denial and expiry, "Add and
manage TLS/SSL certificates" (Azure docs, 2022) for renewal, "New Sync and Export experiences" (blog, 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace

from store.jobs.queue import Run
from store.jobs.sync import followed
from store.resources import (
    ActionType,
    CertificateOrder,
    DnsZone,
    Hidden,
    OrderLedger,
    OrderStatus,
    Outcome,
    RequestKind,
    Resource,
    Subscription,
    WorldFacts,
    name_of,
)
from store.services.certificate_registration.issue import (
    FRAUD_REVIEW,
    blocker,
    issue,
    payment_problem,
    reconsider,
    submit,
    term,
)
from store.services.certificate_registration.ledger import drop_key, note, revoke
from store.services.certificate_registration.ownership import finish_check, send_mail
from store.services.certificate_registration.state import (
    AUTO_RENEW_OFF,
    DENIED_AFTER_DAYS,
    expiry_cause,
    ledger,
)
from store.services.key_vault.links import link_of
from store.time.job_hours import AUTO_RENEW, HORIZON, days, later, next_tick, renewal_run
from store.world import View

#: Who does what is not the auto renew job's, as the Jobs blade names it.
CERTIFICATE_AUTHORITY = "Certificate authority"

CHECK, ISSUE, REVOKE, FRAUD = "verification", "issue", "revocation", "fraud review"
RENEW, RETRY, WARN, REVERIFY = "auto renew", "retry", "expiry warning", "re-verification"
DENY, EXPIRE = "denial", "expiry"

#: Days before expiry at which the Timeline gets a warning.
WARNINGS = (30, 7, 1)


class Orders:
    """The source of everything that becomes due for an order."""

    kinds = (CHECK, ISSUE, REVOKE, FRAUD, RETRY, RENEW, REVERIFY, WARN, DENY, EXPIRE)
    job_kinds = (RETRY, RENEW)
    tables = (CertificateOrder, OrderLedger, Subscription, DnsZone, WorldFacts)

    def __init__(self) -> None:
        self._acts: dict[str, Callable[[Run, CertificateOrder], None]] = {
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

    def all_ahead(self, view: View) -> Iterator[tuple[str, datetime, str]]:
        for known in view.all(OrderLedger):
            for at, kind in self.ahead(view, known.id):
                yield known.id, at, kind

    def ahead(self, view: View, resource: str) -> Iterator[tuple[datetime, str]]:
        known = view.get(OrderLedger, resource)
        order = view.get(CertificateOrder, resource) if known else None
        if known is None or order is None:
            return
        for record in known.issued:
            if record.revoke_at is not None:
                yield record.revoke_at, REVOKE
        if order.properties.status.final:
            return
        if known.verification is not None:
            yield known.verification.due_at, CHECK
        if known.flagged_at is not None and known.flagged_at + FRAUD_REVIEW > view.now:
            yield known.flagged_at + FRAUD_REVIEW, FRAUD
        if known.pending is not None:
            yield from _request_ahead(view, order, known)
        yield from _certificate_ahead(view, order, known)

    def concerned(self, changed: Resource | Hidden) -> str | None:
        return changed.id if isinstance(changed, CertificateOrder | OrderLedger) else None

    def happen(self, run: Run, kind: str, resource: str) -> None:
        self._acts[kind](run, run.draft.need(CertificateOrder, resource))

    def describe(self, view: View, kind: str, resources: Sequence[str]) -> tuple[str, str]:
        if len(resources) > 1:
            return AUTO_RENEW, f"looks at {len(resources)} orders inside the renewal window"
        order = view.need(CertificateOrder, resources[0])
        return order.name, _TEXTS[kind](view, order)


def _request_ahead(view: View, order: CertificateOrder, known: OrderLedger) -> Iterator[tuple[datetime, str]]:
    request = known.pending
    assert request is not None
    if request.due_at is not None:
        yield request.due_at, ISSUE
    elif not blocker(view, order, request.kind):
        # What held it back is gone and nobody said so: the job sees it at its next run.
        yield from _at_tick(next_tick(view, AUTO_RENEW, view.now), RETRY)
    if request.kind is RequestKind.ISSUE and known.verified_at is None:
        yield later(known.created_at, days(DENIED_AFTER_DAYS)), DENY


def _certificate_ahead(
    view: View, order: CertificateOrder, known: OrderLedger
) -> Iterator[tuple[datetime, str]]:
    expires = order.expires
    if expires is None:
        return
    now = view.now
    yield expires, EXPIRE
    for left in WARNINGS:
        if expires - days(left) > now:
            yield expires - days(left), WARN
            break
    if known.verified_at is not None:
        stale = later(known.verified_at, days(view.era.reverify_days))
        if now < stale < expires:
            yield stale, REVERIFY
    if order.properties.status is OrderStatus.ISSUED and known.pending is None:
        tick = renewal_run(view, expires)
        if tick < expires and _worth_a_run(view, order, known, tick):
            yield from _at_tick(tick, RENEW)


def _at_tick(tick: datetime, kind: str) -> Iterator[tuple[datetime, str]]:
    if tick < HORIZON:
        yield tick, kind


def _worth_a_run(view: View, order: CertificateOrder, known: OrderLedger, tick: datetime) -> bool:
    """Whether the job would do or say something new: what failed goes on failing until something changes."""
    obstacle = _obstacle(view, order)
    if obstacle:
        return obstacle != known.trouble
    expires = order.expires
    return expires is not None and term(view.era, order, known, RequestKind.RENEW, tick).expires > expires


def _obstacle(view: View, order: CertificateOrder) -> str:
    return payment_problem(view, order) if order.properties.auto_renew else AUTO_RENEW_OFF


def _check(run: Run, order: CertificateOrder) -> None:
    finish_check(run.draft, order)


def _issue(run: Run, order: CertificateOrder) -> None:
    run.outcome(CERTIFICATE_AUTHORITY, issue(run.draft, order, run.issuer))
    link = link_of(order)
    if link is not None:
        run.touch(followed(link))


def _revoke(run: Run, order: CertificateOrder) -> None:
    now = run.draft.now
    due = [
        one for one in ledger(run.draft, order).issued if one.revoke_at is not None and one.revoke_at <= now
    ]
    revoke(run.draft, order, tuple(one.number for one in due))
    for record in due:
        run.outcome(
            CERTIFICATE_AUTHORITY,
            Outcome(
                resource=order.id,
                ok=True,
                result=f"Certificate {record.number} ({record.thumbprint[:8]}) was revoked after the rekey.",
                old_thumbprint=record.thumbprint,
            ),
        )


def _ask_for_documents(run: Run, order: CertificateOrder) -> None:
    text = "Step 2: Verify > Email Instructions asks the CA to resolve it."
    note(run.draft, order, ActionType.FRAUD_DOCUMENTATION, text)


def _retry(run: Run, order: CertificateOrder) -> None:
    reconsider(run.draft, order)
    run.outcome(AUTO_RENEW, Outcome(resource=order.id, ok=True, result="Asked the CA again."))


def _renew(run: Run, order: CertificateOrder) -> None:
    draft = run.draft
    trouble = _obstacle(draft, order)
    if trouble:
        result = f"Skipped. {trouble}"
    else:
        key = run.issuer.new_key()
        trouble = submit(draft, order, RequestKind.RENEW, key=key, automatic=True).blocked
        result = f"Renewal requested. {trouble}".rstrip()
    known = ledger(draft, order)
    if known.trouble != trouble:
        draft.put(replace(known, trouble=trouble))
    run.outcome(
        AUTO_RENEW,
        Outcome(resource=order.id, ok=not trouble, result=result, old_thumbprint=order.thumbprint),
    )


def _ask_for_proof(run: Run, order: CertificateOrder) -> None:
    """Re-verification is not automatic: the owner is only told."""
    sent = send_mail(run.draft, order, "Verify your domain again")
    result = f"The proof of domain ownership may not be reused any more. {sent}"
    run.outcome(CERTIFICATE_AUTHORITY, Outcome(resource=order.id, ok=False, result=result))


def _warn(run: Run, order: CertificateOrder) -> None:
    left = round((order.expires - run.draft.now) / days(1)) if order.expires else 0
    text = f"{left} day{'s' * (left != 1)} left. {expiry_cause(run.draft, order)}".rstrip()
    note(run.draft, order, ActionType.EXPIRATION_WARNING, text)


def _deny(run: Run, order: CertificateOrder) -> None:
    text = f"The domain was not verified within {DENIED_AFTER_DAYS} days. Nothing is billed."
    _end(run, order, OrderStatus.DENIED, ActionType.ORDER_CANCELED, text)


def _expire(run: Run, order: CertificateOrder) -> None:
    known = ledger(run.draft, order)
    waiting = known.pending.blocked if known.pending else ""
    cause = waiting or expiry_cause(run.draft, order)
    if waiting:
        # The tile says why nothing renewed it, and the request that knows goes with the order.
        run.draft.put(replace(known, trouble=waiting))
    _end(run, order, OrderStatus.EXPIRED, ActionType.EXPIRED, f"The certificate expired. {cause}".rstrip())


def _end(run: Run, order: CertificateOrder, status: OrderStatus, action: ActionType, text: str) -> None:
    """Put the order into a state that nothing leads out of."""
    draft = run.draft
    known = ledger(draft, order)
    if known.pending is not None:
        drop_key(draft, known.pending.key_id)
    draft.put(replace(known, pending=None, verification=None))
    draft.put(replace(order, properties=replace(order.properties, status=status)))
    note(draft, order, action, text)
    run.outcome(CERTIFICATE_AUTHORITY, Outcome(resource=order.id, ok=False, result=text))


def _issue_text(view: View, order: CertificateOrder) -> str:
    request = ledger(view, order).pending
    what = {
        RequestKind.ISSUE: "certificate issued",
        RequestKind.REKEY: "rekey done",
        RequestKind.RENEW: "renewal done",
    }[request.kind if request else RequestKind.ISSUE]
    link = order.link
    return f"{what}, stored in {name_of(link.key_vault_id)}" if link else f"{what}, no key vault assigned"


def _renew_text(view: View, order: CertificateOrder) -> str:
    obstacle = _obstacle(view, order)
    expires = order.expires
    if obstacle or expires is None:
        return f"the auto-renew job skips it: {obstacle}"
    run = renewal_run(view, expires)
    until = term(view.era, order, ledger(view, order), RequestKind.RENEW, run).expires
    return f"the auto-renew job renews it to {until:%Y-%m-%d}"


def _expire_text(view: View, order: CertificateOrder) -> str:
    cause = expiry_cause(view, order)
    return f"expires; {cause[0].lower()}{cause[1:].rstrip('.')}" if cause else "expires"


def _check_text(view: View, order: CertificateOrder) -> str:
    request = ledger(view, order).verification
    return f"{request.method.value} is checked" if request else "domain ownership is checked"


_TEXTS: dict[str, Callable[[View, CertificateOrder], str]] = {
    CHECK: _check_text,
    ISSUE: _issue_text,
    REVOKE: lambda view, order: "the rekeyed certificate is revoked",
    FRAUD: lambda view, order: "the fraud review asks for documents",
    RETRY: lambda view, order: "the CA is asked again",
    RENEW: _renew_text,
    REVERIFY: lambda view, order: "the proof of the domain is too old to be reused",
    WARN: lambda view, order: "expiry warning",
    DENY: lambda view, order: "denied unless the domain is verified before",
    EXPIRE: _expire_text,
}
