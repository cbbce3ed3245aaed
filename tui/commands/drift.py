"""`certblade drift`: order → vault secret → linked private certificate → binding → what a client gets.

Of cloud services: key vault → OS profile → configuration → role instances → what a client gets.

Certificates of no order are looked at from their vault's secret on, or from their bindings. A file that was
exported is a note, since nothing syncs it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from store.drift import drifted_certificates, order_drift
from store.drift.cloud_services import cloud_service_drift
from store.operations.naming import find_id
from store.resources import CertificateOrder, CloudService
from tui.commands.output import say, say_json, say_table
from tui.commands.session import world_of
from tui.text.plain import plain
from tui.text.signs import SIGNS
from tui.text.state_words import sync_word

if TYPE_CHECKING:
    from store import World
    from store.drift import CertificateDrift, CertificateMark, CopyDrift, Hop, OrderDrift
    from store.drift.cloud_services import CloudServiceDrift


def run(arguments: argparse.Namespace) -> int:
    """Prints the hops of one order, or of all that drifted; 1 when anything did.

    With --outside a file that was exported and is outdated counts too.
    """
    world = world_of(arguments)
    others: list[CertificateDrift] = []
    services: list[CloudServiceDrift] = []
    service = _service_named(world, arguments.order)
    if service is not None:
        looked_at = found = []
        services = [cloud_service_drift(world, service)]
    elif arguments.order is None:
        looked_at = [order_drift(world, order) for order in world.all(CertificateOrder)]
        found = [one for one in looked_at if one.drifted or (arguments.outside and one.outside)]
        others = list(drifted_certificates(world))
        seen = (cloud_service_drift(world, one) for one in world.all(CloudService))
        services = [one for one in seen if one.drifted]
    else:
        order = world.need(CertificateOrder, find_id(world, CertificateOrder, arguments.order))
        looked_at = found = [order_drift(world, order)]
    drifts: list[OrderDrift | CertificateDrift | CloudServiceDrift] = [*found, *others, *services]
    if arguments.json:
        say_json([_as_json(one) for one in drifts])
    else:
        if not drifts:
            say("Nothing has drifted.")
        _say(found, others, [copy for one in looked_at for copy in one.outside])
        for each in services:
            _print_service(each)
    drifted = any(one.drifted for one in drifts)
    return 1 if drifted or (arguments.outside and any(one.outside for one in found)) else 0


def _service_named(world: World, name: str | None) -> CloudService | None:
    return None if name is None else world.get(CloudService, find_id(world, CloudService, name))


def _print_service(one: CloudServiceDrift) -> None:
    for entry in one.entries:
        say(f"{plain(one.name)}  {plain(entry.role)}  {plain(entry.name)}  {plain(entry.thumbprint)}")
        _print_hops(entry.hops)
        say_table(
            ("INSTANCE", "UPDATE DOMAIN", "STATE", "THUMBPRINT"),
            ((each.name, each.domain, each.state, each.thumbprint) for each in entry.instances),
        )


def _as_json(one: OrderDrift | CertificateDrift | CloudServiceDrift) -> dict[str, Any]:
    return {**msgspec.to_builtins(one), "drifted": one.drifted}


def _say(orders: list[OrderDrift], others: list[CertificateDrift], outside: list[CopyDrift]) -> None:
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
        ((_sign(hop), hop.letter, hop.between, hop.found, hop.repair) for hop in hops),
    )
    for hop in hops:
        if hop.cause and hop.equal is not True:
            say(f"  {hop.letter}: {plain(hop.cause)}")


def _sign(hop: Hop) -> str:
    """Equal, different, or not to be compared: that is no fault, and so neutral."""
    if hop.equal is None:
        return SIGNS.muted
    return SIGNS.success if hop.equal else SIGNS.differs


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
    number = mark.number if mark.number > 0 else ""
    return f"{SIGNS.current if mark.current else SIGNS.earlier}{number} {mark.thumbprint}"
