"""A request at the CA on its way: its stations, and how far it has come, in simulated minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from store.resources import Clock, IssuedRecord, OrderLedger, PendingRequest, RequestKind, name_of
from store.services.certificate_registration.holds import request_hold
from store.services.certificate_registration.ledger import numbers_of
from store.services.certificate_registration.limits import ISSUE_MINUTES, REISSUE_MINUTES
from store.services.certificate_registration.names_and_proof import proof_age, proof_days, proof_fresh
from store.services.certificate_registration.outlook import order_outlook
from tui.text.cells import cell
from tui.text.status import TOKENS, Tone, minute, muted, number_mark, sign, span
from tui.widgets.wires import progress_line

if TYPE_CHECKING:
    from store import World
    from store.resources import CertificateOrder

_VERBS = {
    RequestKind.REKEY: "Rekeying",
    RequestKind.RENEW: "Renewing",
    RequestKind.REISSUE: "Reissuing",
    RequestKind.ISSUE: "Issuing",
}
_PAST = {
    RequestKind.REKEY: "rekeyed",
    RequestKind.RENEW: "renewed",
    RequestKind.REISSUE: "reissued inside the paid term",
    RequestKind.ISSUE: "issued",
}


def request_lines(world: World, order: CertificateOrder, width: int) -> list[Content]:
    """The request that is under way, or the last certificate that was issued; nothing before the first."""
    ledger = world.need(OrderLedger, order.id)
    if ledger.pending is not None:
        return _under_way(world, order, ledger.pending, width)
    if not ledger.issued:
        return []
    newest = ledger.issued[-1]
    return [_issued(world, newest, numbers_of(ledger)[newest.thumbprint])]


def _issued(world: World, record: IssuedRecord, number: int) -> Content:
    mark = number_mark(number, number)
    expired = record.not_after is not None and record.not_after <= world.now
    ended = "Revoked" if record.revoked_at else "Expired" if expired else ""
    if ended:
        head = Content.assemble(sign("error"), " ", (f"{ended} ", TOKENS["error"]), mark)
        end = record.revoked_at or record.not_after
        return head + cell(f" at {minute(end)}" if end else "")
    how = "" if record.kind is RequestKind.ISSUE else f", {_PAST[record.kind]}"
    head = Content.assemble(sign("success"), " ", ("Issued ", TOKENS["success"]), mark)
    when = f" at {minute(record.issued_at)}" if record.issued_at else ""
    return head + cell(f"{when}{how}")


def _under_way(world: World, order: CertificateOrder, pending: PendingRequest, width: int) -> list[Content]:
    if pending.due_at is None:
        word = ("Pending Issuance", f"bold {TOKENS['warning']}")
        head = Content.assemble(sign("warning"), " ", word, "  ", cell(request_hold(world, order)))
        return [head, Content(""), *_stations(world, order, pending)]
    total, gone = pending.due_at - pending.requested_at, world.now - pending.requested_at
    verb, minutes = _VERBS[pending.kind], f"{int(gone.total_seconds() // 60)} of {span(total)}"
    bar = progress_line(gone / total, max(10, min(54, width - len(verb) - len(minutes) - 10)))
    head = Content.assemble(
        sign("time"), " ", (verb, f"bold {TOKENS['time']}"), "   ", bar, "  ", (minutes, "$text")
    )
    return [head, Content(""), *_stations(world, order, pending), Content(""), _waiting(world, pending)]


def _stations(world: World, order: CertificateOrder, pending: PendingRequest) -> list[Content]:
    asked = f"{pending.requested_at:%H:%M}"
    issuing = pending.due_at is not None
    usual = _usual(pending) if issuing else ""
    vault = name_of(order.link.key_vault_id) if order.link else "no key vault yet"
    sync = order_outlook(world, order).next_sync
    return [
        _station("success", "asked the CA", asked),
        _proof(world, order, pending),
        _station("time" if issuing else "muted", "CA issues the certificate", usual),
        _station("muted", f"new version in {vault}"),
        _station("muted", "linked certificates moved", f"by Sync, or by the job at {minute(sync)}"),
    ]


def _usual(pending: PendingRequest) -> str:
    if pending.kind is RequestKind.ISSUE:
        return f"{ISSUE_MINUTES} min"
    return f"{REISSUE_MINUTES[0]}–{REISSUE_MINUTES[1]} min"


def _proof(world: World, order: CertificateOrder, pending: PendingRequest) -> Content:
    age = proof_age(world, order)
    fits = f"{age.days} d old, good for {proof_days(world.era, world.now)} d" if age is not None else ""
    if pending.due_at is not None:
        return _station("success", "domain proof accepted", fits)
    if age is None:
        return _station("warning", "domain proof missing")
    if not proof_fresh(world, order):
        return _station("warning", "domain proof too old", fits)
    return _station("success", "domain proof accepted", fits)


def _station(tone: Tone, text: str, note: str = "") -> Content:
    styles = {"success": "$text", "muted": "$text-muted"}
    return Content.assemble(
        "  ", sign(tone), " ", cell(f"{text:<28}", styles.get(tone, f"bold {TOKENS[tone]}")), muted(note)
    )


def _waiting(world: World, pending: PendingRequest) -> Content:
    """How to get to the end of the wait, by the clock's state."""
    due = f"{pending.due_at:%H:%M}" if pending.due_at else ""
    if world.need(Clock, "clock").speed:
        return muted(f"You may leave this page; it is done at {due}.")
    return Content.assemble(
        ("You may leave this page. The clock is paused: ", "$text-muted"),
        ("t", "bold $key"),
        (" then ", "$text-muted"),
        ("n", "bold $key"),
        (f" goes on; it is done at {due}.", "$text-muted"),
    )
