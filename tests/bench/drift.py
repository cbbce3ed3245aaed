"""Drift of 100,000 links: a full scan against a plain dict scan, one change against its floor.

Not measured: hops beyond the linked certificate (bindings, served certificates), and the first look at a
world, which the scan stands for.

python -m tests.bench.drift [--quick] [--json]
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha1
from itertools import cycle

from msgspec.structs import replace

from store.drift.links import LinkDrift
from store.resources import CertificateOrder
from store.world import Draft, World
from tests.bench.timing import Bench
from tests.store.drift.test_drift_links import a_certificate, an_order


def world_of(orders: int) -> World:
    """Orders with three links each, one link in a hundred out of date."""
    draft = Draft(World({}))
    for number in range(orders):
        draft.put(an_order(number, number + 1, 1))
        for link in range(3 * number, 3 * number + 3):
            draft.put(a_certificate(link, number + 1, 2 if link % 100 == 0 else 1))
    return draft.finish()


def thumbprint(order: int, number: int) -> str:
    """A new text each time, as documents that were read from a file have it."""
    return sha1(f"{order} {number}".encode()).hexdigest().upper()


def main() -> None:
    bench = Bench(__doc__, "P7")
    orders = 3_334 if bench.quick else 33_334
    world = world_of(orders)
    links = LinkDrift()
    links.follow(world)

    current = {f"order-{number}": thumbprint(number, 1) for number in range(orders)}
    rows = [
        {
            "id": f"link-{link}",
            "order": f"order-{link // 3}",
            "thumb": thumbprint(link // 3, link % 100 and 1),
        }
        for link in range(3 * orders)
    ]

    def floor_scan() -> set[str]:
        return {row["id"] for row in rows if row["thumb"] != current[row["order"]]}

    assert len(floor_scan()) == len(links.scan()) == len(links.behind)
    bench.pair(f"full scan of {3 * orders:,} links", links.scan, floor_scan, 1.0)
    ours, floor = renewals(links, world), floor_renewals(current, rows)
    bench.pair("one renewal taken in", ours, floor, 1.7, calls=500)


def renewals(links: LinkDrift, world: World) -> Callable[[], object]:
    """A step that makes a thumbprint, takes in the next order's renewal and puts three links right."""
    known = list(world.all(CertificateOrder))
    signed = an_order(0, 1, 3).properties.signed_certificate
    renewed = [replace(one, properties=replace(one.properties, signed_certificate=signed)) for one in known]
    keys = [one.key for one in known]
    steps = cycle([*zip(keys, known, renewed, strict=True), *zip(keys, renewed, known, strict=True)])

    def step() -> None:
        thumbprint(0, 0)
        links.order_changed(*next(steps))

    return step


def floor_renewals(current: dict[str, str], rows: list[dict[str, str]]) -> Callable[[], object]:
    """The same step on plain dictionaries."""
    by_order: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_order.setdefault(row["order"], []).append(row)
    behind = {row["id"] for row in rows if row["thumb"] != current[row["order"]]}
    names = cycle([*current])

    def step() -> None:
        name = next(names)
        current[name] = made = thumbprint(len(behind), 2)
        for row in by_order[name]:
            (behind.add if row["thumb"] != made else behind.discard)(row["id"])

    return step


if __name__ == "__main__":
    main()
