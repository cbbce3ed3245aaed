"""Renewal of an order: its beginning, the conditions of Manual Renew, the reasons for no renewal.

A certificate that ends before the paid term is followed by another one inside it, whether auto renew is on or
off. Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Industry-wide certificate changes
impacting Azure App Service" (Azure docs, 2026).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from store.resources import CertificateOrder, OrderStatus, RequestKind
from store.services.authority.baseline import REISSUED_SINCE
from store.services.authorization.subscriptions import NOT_ACTIVE, inactive_sentence, inactive_subscription
from store.services.certificate_registration.holds import payment_problem, request_hold
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.limits import REISSUE_MINUTES
from store.services.certificate_registration.term import (
    latest_expiry,
    lead,
    longest_days,
    reissued_inside_term,
)
from store.time.calendar import days
from store.time.job_hours import AUTO_RENEW, next_tick, run_from, ticks
from store.world import View

#: What the auto-renew job says of an order that nobody wants renewed.
AUTO_RENEW_OFF = "Auto renew is off."

#: Days of the longest year.
_A_YEAR = timedelta(days=366)


def renewal_begins(view: View, order: CertificateOrder) -> datetime | None:
    """From when (UTC) the job asks for a successor of the certificate; None before the first issue.

    What Azure itself states of an imported order goes before any rule.
    """
    stated = order.properties.next_auto_renewal_time_stamp
    if stated:
        return stated
    signed = order.properties.signed_certificate
    if signed is None or signed.not_after is None:
        return None
    return signed.not_after - lead(view.era, signed.not_before)


def renewal_run(view: View, order: CertificateOrder) -> datetime | None:
    """The job's next run that finds the expiry inside its window; None where none comes before the expiry."""
    begins, expires = renewal_begins(view, order), order.expires
    if begins is None or expires is None:
        return None
    run = run_from(view, AUTO_RENEW, begins)
    return run if run < expires else None


def next_request(view: View, order: CertificateOrder, at: datetime) -> RequestKind:
    """What the job asks for at a run: another certificate of the paid term, or another year.

    Where the rest of the term is shorter than the window, another year is due as well and comes first.
    """
    signed, expires = order.properties.signed_certificate, order.expires
    if signed is None or expires is None or not reissued_inside_term(view.era, at):
        return RequestKind.RENEW
    # The ledger is read last: mostly it is not needed, and may still be on the medium.
    paid = ledger_of(view, order).paid_until
    if paid is None or expires >= paid:
        return RequestKind.RENEW
    soon = paid - expires <= lead(view.era, signed.not_before)
    renewed = soon and not renewal_obstacle(view, order, RequestKind.RENEW)
    return RequestKind.RENEW if renewed else RequestKind.REISSUE


def renewal_obstacle(view: View, order: CertificateOrder, kind: RequestKind) -> str:
    """Why the job cannot ask for this, or "": a year needs auto renew and payment, a reissue neither."""
    if kind is RequestKind.REISSUE:
        return inactive_sentence(view, order.id) if inactive_subscription(view, order.id) else ""
    return payment_problem(view, order) if order.properties.auto_renew else AUTO_RENEW_OFF


def expiry_cause(view: View, order: CertificateOrder) -> str:
    """Why nothing renewed the order or will renew it; "" where the job will."""
    ledger, waiting = ledger_of(view, order), request_hold(view, order)
    if waiting and ledger.pending and ledger.pending.kind is not RequestKind.REKEY:
        return f"Not renewed: {waiting}"
    run = renewal_run(view, order) or view.now
    reissued = next_request(view, order, run) is RequestKind.REISSUE
    if not order.properties.auto_renew and not reissued:
        return AUTO_RENEW_OFF
    # The job passes over an order whose rekey waits.
    failure = waiting or ledger.last_failure
    # What the job noted while auto renew was off says nothing any more once it is on.
    return f"Not renewed: {failure}" if failure and failure != AUTO_RENEW_OFF else ""


def order_ends(view: View, order: CertificateOrder) -> datetime | None:
    """When what is paid for ends (UTC): with its certificate, or where others follow it, with the term."""
    expires = order.expires
    if expires is None or not reissued_inside_term(view.era, view.now):
        return expires
    return max(ledger_of(view, order).paid_until or expires, expires)


def end_word(view: View, order: CertificateOrder) -> str:
    """The end from which days before a renewal are counted, in words."""
    return "expiry" if order_ends(view, order) == order.expires else "the end of the paid year"


def rekey_shortens(view: View, order: CertificateOrder, at: datetime) -> str:
    """That one issued for a rekey at a moment ends before the one it replaces, in sentences; "" where not.

    A rekey keeps the expiry, but no certificate may be valid for longer than those of its day.
    """
    expires = order.expires
    # No limit was below a year before; it is asked at every key of the page.
    roomy = at < REISSUED_SINCE and view.era.lifetime_cap_days > _A_YEAR.days
    if expires is None or (roomy and expires - at <= _A_YEAR):
        return ""
    longest = latest_expiry(view.era, at)
    if longest >= expires:
        return ""
    told = (
        f"Certificates issued now are valid for at most {longest_days(view.era, at)} days: it ends on "
        f"{longest:%Y-%m-%d} instead of {expires:%Y-%m-%d}."
    )
    follows = " The next one of the paid year follows at no cost."
    return told + (follows if reissued_inside_term(view.era, at) else "")


def manual_from(view: View, order: CertificateOrder) -> datetime | None:
    """From when (UTC) Manual Renew is allowed; None before the first issue."""
    ends = order_ends(view, order)
    return ends - days(view.era.manual_renew_days) if ends else None


def not_renewable_reasons(view: View, order: CertificateOrder) -> tuple[str, ...]:
    """ARM's `appServiceCertificateNotRenewableReasons`: empty where Manual Renew is allowed."""
    reasons = []
    begins = manual_from(view, order)
    if begins is None or view.now < begins:
        reasons.append("ExpirationNotInRenewalTimeRange")
    if order.properties.status is not OrderStatus.ISSUED:
        reasons.append("RegistrationStatusNotSupportedForRenewal")
    if inactive_subscription(view, order.id):
        reasons.append(NOT_ACTIVE)
    return tuple(reasons)


def next_auto_renewal(view: View, order: CertificateOrder) -> datetime | None:
    """When automatic renewal begins, or the next try where it should have begun; None where it never will."""
    begins, ends = renewal_begins(view, order), order_ends(view, order)
    if begins is None or ends is None or not order.properties.auto_renew or order.properties.status.final:
        return None
    if next_request(view, order, max(begins, view.now)) is RequestKind.REISSUE:
        begins = _last_begins(view, max(begins, view.now), ends)
    return begins if begins > view.now else next_tick(view, AUTO_RENEW, view.now)


def _last_begins(view: View, begins: datetime, paid: datetime) -> datetime:
    """When another year is asked for, where certificates follow one another until the end of what is paid.

    `begins` is when the next of them is asked for; each is issued a little after a run of the job.
    """
    era = view.era
    while True:
        issued = ticks(view, AUTO_RENEW).at_or_after(begins) + timedelta(minutes=REISSUE_MINUTES[0])
        expires = min(paid, latest_expiry(era, issued))
        begins = expires - lead(era, issued)
        if paid - expires <= lead(era, issued):
            return begins
