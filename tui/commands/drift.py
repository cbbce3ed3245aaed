"""`certblade drift`: order → vault secret → linked private certificate → binding → what a client gets."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import msgspec

from store.drift import drifted, order_drift
from store.operations.naming import find_id
from store.resources import CertificateOrder
from tui.commands.output import say, say_json, say_table
from tui.commands.session import world_of
from tui.text.plain import plain
from tui.text.signs import SIGNS
from tui.text.state_words import sync_word

if TYPE_CHECKING:
    from store.drift import CertificateMark, OrderDrift


def run(arguments: argparse.Namespace) -> int:
    """Prints the hops of one order, or of every order with drift; 1 when anything drifted."""
    world = world_of(arguments)
    if arguments.order is None:
        found = list(drifted(world))
    else:
        order = world.need(CertificateOrder, find_id(world, CertificateOrder, arguments.order))
        found = [order_drift(world, order)]
    if arguments.json:
        say_json([_as_json(one) for one in found])
    elif not found:
        say("Nothing has drifted.")
    for one in () if arguments.json else found:
        _print(one)
    return 1 if any(one.drifted for one in found) else 0


def _as_json(one: OrderDrift) -> dict[str, Any]:
    return {**msgspec.to_builtins(one), "drifted": one.drifted}


def _print(one: OrderDrift) -> None:
    say(f"{plain(one.name)}  {_told(one.mark)}")
    say_table(
        ("", "HOP", "BETWEEN", "FOUND", "REPAIR"),
        (
            (SIGNS.success if hop.equal else SIGNS.differs, hop.letter, hop.between, hop.found, hop.repair)
            for hop in one.hops
        ),
    )
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
