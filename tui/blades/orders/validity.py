"""An order's certificates, windows, proof and jobs as a chart: pure functions of a world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from store.jobs.renewals import next_renewal
from store.resources import IssuedRecord, OrderLedger, RequestKind
from store.services.certificate_registration.ledger import numbers_of
from store.services.certificate_registration.names_and_proof import proof_days
from store.services.certificate_registration.outlook import order_outlook
from store.services.certificate_registration.renewal import next_request
from tui.text.cells import cell
from tui.text.status import TOKENS, Tone, day, days_left, muted, number_mark, sign
from tui.widgets.validity_chart import Bar, Chart, Moments

if TYPE_CHECKING:
    from store import World
    from store.jobs.renewals import Renewal
    from store.resources import CertificateOrder
    from store.services.certificate_registration.outlook import Outlook

#: What of a renewal is shown beyond the expiry, and the least margin at either end of the axis.
_BEYOND, _MARGIN = timedelta(days=45), timedelta(days=4)


def chart_of(world: World, order: CertificateOrder, *, whole: bool) -> Chart | None:
    """The weeks around the next expiry, or the `whole` time from issue to renewal; None before the issue.

    The certificate of an order that ended is drawn to its end, without the windows of renewals.
    """
    if order.expires is None:
        return None
    revoked = _revoked_at(world, order)
    expires = revoked or order.expires
    ahead, now, renewal = order_outlook(world, order), world.now, next_renewal(world, order)
    shown = tuple(_certificates(world.need(OrderLedger, order.id), order, now))
    start = min(now, ahead.manual_from or now) - _MARGIN
    end = max(expires, now) + _BEYOND
    if whole:
        start = min((row.start for row in shown), default=now) - _MARGIN
        end = max(end, renewal.until if renewal and renewal.until else end) + _MARGIN
    left = days_left(now, expires)
    word = "revoked" if revoked else f"{left} d left" if left >= 0 else "expired"
    caption = f"now {now.day} {now:%b}, {word}"
    coming = _renewal(world, order, renewal) if renewal else ()
    rows = (*shown, *coming)
    if not order.properties.status.final:
        rows = (*rows, *_windows(world, order, ahead, expires), *_proof(world, ahead, start))
    return Chart(start, end, now, (*rows, *(_jobs(renewal) if renewal else ())), caption)


def _certificates(ledger: OrderLedger, order: CertificateOrder, now: datetime) -> Iterator[Bar]:
    """The current certificate, and the one before it while clients may still be shown it."""
    for record in ledger.issued[-2:]:
        current = record.thumbprint == order.thumbprint
        if record.not_after is None:
            continue
        if current or (record.not_after > now and record.revoked_at is None):
            number = numbers_of(ledger)[record.thumbprint]
            yield _bar(record, record.not_after, number, current)


def _revoked_at(world: World, order: CertificateOrder) -> datetime | None:
    """When the current certificate was revoked (UTC), None while it is not."""
    issued = world.need(OrderLedger, order.id).issued
    return next((one.revoked_at for one in issued if one.thumbprint == order.thumbprint), None)


def _bar(record: IssuedRecord, expires: datetime, number: int, current: bool) -> Bar:
    tone: Tone = "success" if current else "warning"
    if record.revoked_at is not None:
        tone = "error"
    label = Content.assemble(
        number_mark(number, number if current else number + 1),
        " ",
        cell(record.thumbprint[:8], f"bold {TOKENS[tone]}"),
    )
    revoked = record.revoked_at or record.revoke_at
    end, word = (revoked, "revoked") if revoked else (expires, "expires")
    # Where the beginning is not in an export, the bar is as long as the time that is sure.
    begin = record.not_before or record.issued_at or end
    return Bar(label, begin, end, "bar", tone, f"{word} {day(end)}")


def _renewal(world: World, order: CertificateOrder, renewal: Renewal) -> Iterator[Bar | Moments]:
    """The certificate that will be there, or what is said where it comes to none."""
    if renewal.issued is None or renewal.until is None:
        at = renewal.asked or world.now
        label = Content.assemble(sign("warning"), " ", muted("renewal"))
        yield Moments(label, (at,), "warning", f"fails {_short(at)}")
        return
    number = len(world.need(OrderLedger, order.id).issued)
    reissued = next_request(world, order, renewal.asked or world.now) is RequestKind.REISSUE
    word = "reissue" if reissued else "renewal"
    label = Content.assemble(number_mark(number + 1, number), " ", (word, TOKENS["time"]))
    yield Bar(label, renewal.issued, renewal.until, "coming", "time", day(renewal.until))


def _windows(world: World, order: CertificateOrder, ahead: Outlook, expires: datetime) -> Iterator[Bar]:
    era = world.era
    if ahead.manual_from is not None:
        note = f"{era.manual_renew_days} d: from {day(ahead.manual_from)}"
        until = ahead.manual_until or expires
        yield Bar(muted("manual renew"), ahead.manual_from, until, "window", "info", note)
    if ahead.auto_from is None:
        return
    reissued = next_request(world, order, max(ahead.auto_from, world.now)) is RequestKind.REISSUE
    if reissued or order.properties.auto_renew:
        note = f"{(expires - ahead.auto_from).days} d: from {day(ahead.auto_from)}"
        label = "reissue" if reissued else "auto renew"
        yield Bar(muted(label), ahead.auto_from, expires, "window", "time", note)


def _proof(world: World, ahead: Outlook, start: datetime) -> Iterator[Bar]:
    if ahead.proof_until is not None:
        tone: Tone = "muted" if ahead.proof_until > world.now else "warning"
        note = f"{proof_days(world.era, ahead.proof_until)} d: to {day(ahead.proof_until)}"
        yield Bar(muted("proof of domain"), start, ahead.proof_until, "line", tone, note)


def _jobs(renewal: Renewal) -> Iterator[Moments]:
    if renewal.issued is None:
        return
    runs = [(renewal.asked, "renews"), (renewal.synced, "syncs")]
    shown = [(at, word) for at, word in runs if at is not None]
    if shown:
        note = ", ".join(f"{word} {_short(at)}" for at, word in shown)
        yield Moments(muted("jobs"), tuple(at for at, _ in shown), "time", note)


def _short(moment: datetime) -> str:
    return f"{moment.day} {moment:%b}"
