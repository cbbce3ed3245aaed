"""One durable operation with 10,000 orders stored: against append + fdatasync, sqlite3 and TinyDB.

python -m tests.bench.commit [--quick] [--json]
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tinydb import TinyDB

from store.journal.journal import Journal, write_state
from store.operations.certificate_registration.rekey_and_renew import SetAutoRenew
from store.portal import Portal
from store.resources import CertificateOrder
from store.world import World
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders


def main() -> None:
    """Prints the ratios; every side writes as many bytes as our journal's line has."""
    bench = Bench(__doc__)
    calls = 30 if bench.quick else 200
    world = many_orders(1000 if bench.quick else 10_000)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        write_state(place / "state.json", world, replace=False)
        journal = Journal.open(place / "state.json")
        ours = operations(Portal(journal), world)
        ours()
        before = journal.path.with_name("state.json.journal").stat().st_size
        ours()
        line = b"x" * (journal.path.with_name("state.json.journal").stat().st_size - before)
        name = f"one operation, {len(world.table(CertificateOrder)):,} orders"
        bench.pair(f"{name}; append + fdatasync", ours, append(place / "floor", line), 1.25, calls)
        bench.pair(f"{name}; sqlite3 FULL", ours, sqlite(place / "peer.sqlite", line), 1.0, calls)
        bench.pair(f"{name}; TinyDB", ours, tinydb(place / "peer.json", world), 1 / 500, 3)
        journal.close(checkpoint=False)


def operations(portal: Portal, world: World) -> Callable[[], object]:
    """A step that turns one order's automatic renewal on or off and waits until that is on disk."""
    ids = [order.id for order in world.all(CertificateOrder)]
    numbers = count()

    def step() -> None:
        turn, place = divmod(next(numbers), len(ids))
        portal.perform(SetAutoRenew(order=ids[place], enabled=bool(turn % 2)))

    return step


def append(path: Path, line: bytes) -> Callable[[], object]:
    """The floor: a line appended to a file that is open already, and synced."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def step() -> None:
        os.write(fd, line)
        os.fdatasync(fd)

    return step


def sqlite(path: Path, line: bytes) -> Callable[[], object]:
    """A row of as many bytes replaced in a database that syncs every commit."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=FULL")
    database.execute("create table documents(id integer primary key, body blob)")
    database.executemany("insert into documents values(?, ?)", ((one, line) for one in range(1000)))
    numbers = count()

    def step() -> None:
        turn = next(numbers)
        number, other = turn % 1000, b"%08d" % turn + line[8:]
        database.execute("select body from documents where id = ?", (number,)).fetchone()
        database.execute("update documents set body = ? where id = ?", (other, number))

    return step


def tinydb(path: Path, world: World) -> Callable[[], object]:
    """An order updated in a TinyDB file of nothing but these orders, as TinyDB does it by itself."""
    from msgspec import to_builtins

    database = TinyDB(path)
    database.insert_multiple(to_builtins(order) for order in world.all(CertificateOrder))
    numbers = count(1)
    return lambda: database.update({"kind": str(next(numbers))}, doc_ids=[1])


if __name__ == "__main__":
    main()
