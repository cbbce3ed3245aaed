"""100,000 orders with three links each against 10,000: the start, one durable operation, memory.

The start is a whole process on a pseudo-terminal until the list of orders is painted. What grows with what is
shown may not grow with what is stored.

Not measured: the first checkpoint and the first look through all documents (a filter, a sort, the forecast of
everything), which take as much longer as there is more; the same on a disk that is not in the cache.

python -m tests.bench.estate [--quick] [--json]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from store.journal.journal import Journal, write_state
from store.operations.certificate_registration.rekey_and_renew import SetAutoRenew
from store.portal import Portal
from store.resources import CertificateOrder
from tests.bench.start import Start, start
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders


def main() -> None:
    """Prints the ratios of the large estate to the small one, which are taken in turn."""
    bench = Bench(__doc__, "P13")
    sizes = (5_000, 500) if bench.quick else (100_000, 10_000)
    with TemporaryDirectory() as folder:
        states = [Path(folder) / f"{size}.json" for size in sizes]
        for size, state in zip(sizes, states, strict=True):
            write_state(state, many_orders(size), replace=False)
        large, small = zip(*_starts(states, Path(folder), 1 if bench.quick else 5), strict=True)
        name = f"{sizes[0]:,} orders against {sizes[1]:,}"
        for field, unit in (("painted", "s"), ("memory", "MiB")):
            many, few = ([getattr(run, field) for run in runs] for runs in (large, small))
            bench.rounds(f"{name}: {field}", many, few, 2.0, unit)
        journals = [Journal.open(state) for state in states]
        ours, floor = operations(journals[0]), operations(journals[1])
        bench.pair(f"{name}: one operation", ours, floor, 1.2, 30 if bench.quick else 200)
        for journal in journals:
            journal.close(checkpoint=False)


def _starts(states: list[Path], compiled: Path, rounds: int) -> list[tuple[Start, Start]]:
    """Starts of the portal on each state in turn; the first round compiles modules and is left out."""
    found = []
    for _ in range(rounds + 1):
        commands = [[sys.executable, "-m", "tui", "--state", str(state)] for state in states]
        large, small = (start(command, b"contosocert", compiled / "compiled") for command in commands)
        found.append((large, small))
    return found[1:]


def operations(journal: Journal) -> Callable[[], object]:
    """A step that turns the automatic renewal of one order after another on or off."""
    portal = Portal(journal)
    ids = list(journal.world.table(CertificateOrder))
    numbers = count()

    def step() -> None:
        order = journal.world.need(CertificateOrder, ids[next(numbers) * 7919 % len(ids)])
        portal.perform(SetAutoRenew(order=order.id, enabled=not order.properties.auto_renew))

    return step


if __name__ == "__main__":
    main()
