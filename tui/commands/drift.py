"""`certblade drift`: order → vault secret → linked private certificate → binding → what a client gets.

Certificates of no order are looked at from their vault's secret on, or from their bindings. A file that was
exported is a note, since nothing syncs it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from store.drift import drifted_certificates, order_drift
from store.operations.naming import find_id
from store.resources import CertificateOrder
from tui.commands.output import say, say_json, say_table
from tui.commands.session import world_of
from tui.text.plain import plain
from tui.text.signs import SIGNS
from tui.text.state_words import sync_word

if TYPE_CHECKING:
    from store.drift import CertificateDrift, CertificateMark, CopyDrift, Hop, OrderDrift


def run(arguments: argparse.Namespace) -> int:
    """Prints the hops of one order, or of all that drifted; 1 when anything did.

    With --outside a file that was exported and is outdated counts too.
    """
    world = world_of(arguments)
    others: list[CertificateDrift] = []
    if arguments.order is None:
        looked_at = [order_drift(world, order) for order in world.all(CertificateOrder)]
        found = [one for one in looked_at if one.drifted or (arguments.outside and one.outside)]
        others = list(drifted_certificates(world))
    else:
        order = world.need(CertificateOrder, find_id(world, CertificateOrder, arguments.order))
        looked_at = found = [order_drift(world, order)]
    drifts: list[OrderDrift | CertificateDrift] = [*found, *others]
    if arguments.json:
        say_json([_as_json(one) for one in drifts])
    else:
        _say(found, others, [copy for one in looked_at for copy in one.outside])
    drifted = any(one.drifted for one in drifts)
    return 1 if drifted or (arguments.outside and any(one.outside for one in found)) else 0


def _as_json(one: OrderDrift | CertificateDrift) -> dict[str, Any]:
    return {**msgspec.to_builtins(one), "drifted": one.drifted}


def _say(orders: list[OrderDrift], others: list[CertificateDrift], outside: list[CopyDrift]) -> None:
    if not orders and not others:
        say("Nothing has drifted.")
    for one in orders:
        _print(one)
    for other in others:
        _print_certificate(other)
    for copy in outside:
        say(
            f"Outside Azure: {plain(copy.path)} has {_told(copy.mark)}; a file is never synced. {copy.repair}"
        )


def _print_certificate(one: CertificateDrift) -> None:
    say(f"{plain(one.linked.name)}  {_told(one.linked.mark)}")
    _print_hops(one.hops)


def _print_hops(hops: Sequence[Hop]) -> None:
    say_table(
        ("", "HOP", "BETWEEN", "FOUND", "REPAIR"),
        (
            (SIGNS.success if hop.equal else SIGNS.differs, hop.letter, hop.between, hop.found, hop.repair)
            for hop in hops
        ),
    )
    for hop in hops:
        if hop.cause and not hop.equal:
            say(f"  {hop.letter}: {plain(hop.cause)}")


def _print(one: OrderDrift) -> None:
    say(f"{plain(one.name)}  {_told(one.mark)}")
    _print_hops(one.hops)
    if one.linked:
        say_table(
            ("STATUS", "LINKED PRIVATE CERTIFICATE", "RESOURCE GROUP", "THUMBPRINT"),
            ((sync_word(row), row.name, row.group, _told(row.mark)) for row in one.linked),
        )


def _told(mark: CertificateMark | None) -> str:
    """A certificate by its number in the order and its thumbprint."""
    if mark is None or not mark.thumbprint:
        return "not issued yet"
    if mark.number is None:
        return f"{SIGNS.foreign} {mark.thumbprint}"
    return f"{SIGNS.current if mark.current else SIGNS.earlier}{mark.number} {mark.thumbprint}"
