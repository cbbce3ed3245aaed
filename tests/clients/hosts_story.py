"""`python -m tests.clients hosts`: certificates are swapped, and other people's clients see it.

After each swap is durable, all clients that are installed shake hands at the same time, each some times. A
handshake that fails, or that shows another certificate than the last one bound, is counted against the front
end; the exit status is 1 where there is any.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.clients.wire_clients import ALL, Met, WireClient
from tests.support.swapping import HOST, hosts_served


def run(folder: Path, handshakes: int, swaps: int) -> int:
    """Does at least so many handshakes over the swaps, prints a table, and returns the exit status."""
    there = [one for one in ALL if not one.missing()]
    for one in ALL:
        if one not in there:
            print(f"{one.name}: left out, `{one.missing()}` is not installed")
    # TLS 1.2 and TLS 1.3 by turns, so that each has as many.
    each = 2 * -(-handshakes // (2 * swaps * len(there)))
    counts = {one: Counter[str]() for one in there}
    faults: Counter[str] = Counter()
    with hosts_served(folder) as hosts, ExitStack() as held:
        clients = [held.enter_context(one(HOST, hosts.port, folder)) for one in there]
        pool = held.enter_context(ThreadPoolExecutor(len(clients)))
        for _ in range(swaps):
            current = hosts.swap().thumbprint
            for client, met in zip(clients, pool.map(lambda one: one.meet(each), clients), strict=True):
                for one in met:
                    _count(counts[type(client)], one, current)
                    if one.fault:
                        faults[f"{client.name}: {one.fault}"] += 1
    _print(counts, swaps)
    for fault, times in faults.most_common(5):
        print(f"{times} × {fault}")
    total = sum(counts.values(), Counter[str]())
    return 1 if total["failed"] or total["stale"] or not total["handshakes"] else 0


def _count(counts: Counter[str], met: Met, current: str) -> None:
    counts["handshakes"] += 1
    counts["resumed"] += met.resumed
    counts["failed"] += bool(met.fault)
    counts["stale"] += not met.fault and met.thumbprint != current


def _print(counts: dict[type[WireClient], Counter[str]], swaps: int) -> None:
    columns = ("handshakes", "resumed", "failed", "stale")
    print(f"{'client':18} {'version':40}" + "".join(f"{one:>12}" for one in columns))
    for kind, own in counts.items():
        print(f"{kind.name:18} {kind.version():40}" + "".join(f"{own[one]:12,}" for one in columns))
    total = sum(counts.values(), Counter[str]())
    print(f"{'all':18} {f'over {swaps} swaps':40}" + "".join(f"{total[one]:12,}" for one in columns))
