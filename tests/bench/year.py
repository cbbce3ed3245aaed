"""A simulated year of orders with three linked certificates each, in one commit, against issuing alone.

The floor is what no year can do without: for each order a key, a signature and a PKCS#12 file.

Not measured: RSA keys, whose making is all the time there is; the line of the year on disk.

python -m tests.bench.year [--quick] [--json]
"""

from __future__ import annotations

import time
from datetime import timedelta

from store.journal.in_memory import MemoryJournal
from store.operations.simulator.clock import AdvanceClock
from store.portal import Portal
from store.resources import GODADDY, CertificateOrder, JobRun
from store.services.authority.authorities import issue_leaf, secret_value
from store.world import Draft, World
from store.worlds import begin
from store.x509.keys import new_key
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders


def main() -> None:
    """Prints the ratios: the whole year, and what is left of it where nothing is signed."""
    bench = Bench(__doc__, "P4")
    world = many_orders(200 if bench.quick else 10_000)
    orders = len(world.table(CertificateOrder))
    bench.pair(f"a year of {orders:,} orders x 3 links", lambda: year(world), lambda: issuing(world), 1.2)
    idle = [century(begin("empty", keys="ec")) for _ in range(3 if bench.quick else 7)]
    bench.rounds("a century in which nothing is due, against 1 ms", idle, [1e-3] * len(idle), 1.0)


def year(world: World) -> None:
    """One operation: every renewal, every sync, every job run recorded."""
    portal = Portal(MemoryJournal(world))
    portal.perform(AdvanceClock(by="365d"))
    renewed = sum(len(run.outcomes) for run in portal.world.all(JobRun) if run.job == "Sync job")
    assert renewed >= 3 * len(world.table(CertificateOrder)), "not every link was moved"


def century(world: World) -> float:
    """Seconds that a hundred years take without anything in them."""
    portal = Portal(MemoryJournal(world))
    begun = time.perf_counter()
    portal.perform(AdvanceClock(by="36500d"))
    return time.perf_counter() - begun


def issuing(world: World) -> None:
    """A key, a certificate and a file without a password for each order."""
    draft = Draft(world)
    until = draft.now + timedelta(days=365)
    for order in world.all(CertificateOrder):
        key = new_key("ec")
        made = issue_leaf(
            draft,
            GODADDY,
            key=key,
            names=(f"*.{order.domain}", order.domain),
            until=until,
            purpose=order.id,
        )
        secret_value(draft, made.issuer, key=key, certificate=made.certificate)


if __name__ == "__main__":
    main()
