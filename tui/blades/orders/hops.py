"""Drift of an order as stations of a hop line: pure functions from the four hops to what widgets draw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from store.resources import NOT_IN_EXPORT, name_of
from tui.text.counting import counted
from tui.text.signs import SIGNS
from tui.text.status import day, minute, span
from tui.widgets.wires import Joint, Station

if TYPE_CHECKING:
    from store.drift import CertificateMark, LinkedDrift, OrderDrift
    from store.resources import IssuedRecord, OrderLedger


def current_number(drift: OrderDrift) -> int:
    """The number of the order's current certificate, 0 before the first."""
    return drift.mark.number or 0 if drift.mark else 0


def stations(
    drift: OrderDrift, linked: LinkedDrift, now: datetime, next_sync: datetime
) -> tuple[list[Station], list[Joint]]:
    """Order → secret → linked certificate → bindings → client, for one linked certificate."""
    secret, hosts = drift.secret, linked.hosts
    bound = next((host for host in hosts if not host.equal), hosts[0] if hosts else None)
    seen = next((host for host in hosts if not host.client_equal), bound)
    waits = f"job in {span(next_sync - now)}" if linked.equal is False else linked.location
    client = seen.client if seen else None
    vault, site = name_of(secret.vault) if secret else "not stored", name_of(bound.site) if bound else ""
    line = [
        _station("Order", drift.mark, drift.name),
        _station("Secret", secret.mark if secret else None, vault),
        _station("Linked", linked.mark, waits),
        _station(counted(len(hosts), "binding"), bound.mark if bound else None, site),
        _station("Client", seen.client_mark if seen else None, _seen(drift, linked)),
    ]
    if client is not None and client.untold:
        line[-1] = Station("Client", None, "", NOT_IN_EXPORT)
    elif client is not None and client.refused:
        line[-1] = Station("Client", None, "", "refused")
    joints: list[Joint] = [
        _joint(secret.equal if secret else None, drift.mark is not None),
        _joint(linked.equal, secret is not None and secret.mark is not None),
        _joint(all(host.equal for host in hosts), bool(hosts)),
        _joint(_all_equal([host.client_equal for host in hosts]), bool(hosts)),
    ]
    return line, joints


def _station(title: str, mark: CertificateMark | None, note: str) -> Station:
    if mark is None or not mark.thumbprint:
        return Station(title, None, "", note)
    return Station(title, mark.number, mark.thumbprint, note)


def _all_equal(ends: Sequence[bool | None]) -> bool | None:
    """Whether all ends are equal; None where one is not known and none is known to differ."""
    return False if False in ends else None if None in ends else True


def _joint(equal: bool | None, known: bool) -> Joint:
    if not known or equal is None:
        return "unknown"
    return "same" if equal else "differs"


def _seen(drift: OrderDrift, linked: LinkedDrift) -> str:
    """What clients of the hosts see, in two words."""
    marks = [host.client_mark for host in linked.hosts]
    if not marks:
        return "no host bound"
    if all(mark.current for mark in marks):
        return f"sees {SIGNS.current}{current_number(drift)}"
    return "sees old" if any(mark.number for mark in marks) else "sees another"


def out_of_sync_words(count: int) -> str:
    """`2 private certificates out of sync`, as the sync pane is headed."""
    return f"{counted(count, 'private certificate')} out of sync"


def them_words(count: int) -> str:
    """The pronoun of so many certificates: "it" or "them"."""
    return "it" if count == 1 else "them"


def selected_link(drift: OrderDrift, key: str) -> LinkedDrift | None:
    """The linked certificate with this id, else the first out of sync, else the first."""
    for one in drift.linked:
        if one.certificate == key:
            return one
    return next(iter((*drift.out_of_sync, *drift.linked)), None)


def far_thumbprint(drift: OrderDrift, letter: str) -> str:
    """The thumbprint at the far end of a hop, where it differs if any does; "" where nothing is there."""
    if letter == "A":
        marks = [(drift.secret.equal, drift.secret.mark)] if drift.secret else []
    elif letter == "B":
        marks = [(one.equal, one.mark) for one in drift.linked]
    elif letter == "C":
        marks = [(one.equal, one.mark) for one in drift.hosts]
    else:
        marks = [(one.client_equal, one.client_mark) for one in drift.hosts]
    there = [
        (equal is not False, mark.thumbprint) for equal, mark in marks if mark is not None and mark.thumbprint
    ]
    return min(there, key=lambda one: one[0], default=(True, ""))[1]


def certificates_in(drift: OrderDrift) -> dict[tuple[int | None, str], list[str]]:
    """Number and thumbprint of each certificate at an end of a hop, newest first, and where it is."""
    ends = [("order", drift.mark), ("secret", drift.secret.mark if drift.secret else None)]
    ends += [(one.group, one.mark) for one in drift.linked]
    ends += [(host.host, mark) for host in drift.hosts for mark in (host.mark, host.client_mark)]
    ends += [(copy.path.rsplit("/", 1)[-1], copy.mark) for copy in drift.copies]
    found: dict[tuple[int | None, str], list[str]] = {}
    for place, mark in ends:
        if mark is not None and mark.thumbprint:
            places = found.setdefault((mark.number, mark.thumbprint), [])
            places += [place] if place not in places else []
    return dict(sorted(found.items(), key=lambda one: -(one[0][0] or 0)))


def hosts_of(drift: OrderDrift) -> Sequence[str]:
    """Every host whose binding follows the order, once."""
    return list(dict.fromkeys(host.host for host in drift.hosts))


def difference(ledger: OrderLedger, mark: CertificateMark, now: datetime) -> str:
    """What sets an earlier certificate of the order apart from its newest one, and what becomes of it."""
    newest = ledger.issued[-1] if ledger.issued else None
    other = next((one for one in ledger.issued if one.thumbprint == mark.thumbprint), None)
    if newest is None or other is None:
        return "not issued by this order"
    key = "same key" if other.public_key_hash == newest.public_key_hash else "another key"
    if not other.public_key_hash or not newest.public_key_hash:
        key = f"key {NOT_IN_EXPORT}"
    same = other.not_after == newest.not_after
    expiry = f"{'same expiry' if same else 'expiry'} {day(other.not_after)}"
    return f"{key}, {expiry}{_revocation(other, now)}"


def _revocation(record: IssuedRecord, now: datetime) -> str:
    if record.revoked_at is not None:
        return f"; revoked {minute(record.revoked_at)}"
    return f"; revoked in {span(record.revoke_at - now)}" if record.revoke_at is not None else ""
