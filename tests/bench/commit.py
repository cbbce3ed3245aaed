"""One durable operation with 10,000 orders stored: against append + fdatasync, sqlite3 and TinyDB.

The floor appends a line as long as ours to a file and syncs it. sqlite3 replaces a row of as many bytes and
changes its entry in an index, in a file beside ours, synced at every commit (WAL, FULL).

Not measured: an operation that waits for another program's lock; the checkpoint that a long journal ends in,
which is written beside the operations.

python -m tests.bench.commit [--quick] [--json]
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
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
    bench = Bench(__doc__, "P2")
    calls = 30 if bench.quick else 200
    world = many_orders(1000 if bench.quick else 10_000)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        write_state(place / "state.json", world, replace=False)
        journal = Journal.open(place / "state.json")
        ours = operations(Portal(journal), world)
        ours()
        line, documents = last_line(place / "state.json.journal")
        name = f"one operation, {len(world.table(CertificateOrder)):,} orders"
        bench.pair(f"{name}; append + fdatasync", ours, append(place / "floor", line), 1.25, calls)
        bench.pair(f"{name}; sqlite3 FULL", ours, sqlite(place / "peer.sqlite", line), 1.0, calls)
        bench.pair(f"{name}; TinyDB", ours, tinydb(place / "peer.json", world), 1 / 500, 3)
        bench.say("bytes of a line, against the documents in it", len(line), documents, 1.3, "B")
        journal.close(checkpoint=False)


def last_line(path: Path) -> tuple[bytes, int]:
    """The journal's last line, and the bytes of the documents in it."""
    line = path.read_bytes().rstrip(b"\0").splitlines(keepends=True)[-1]
    documents = msgspec.json.decode(line, type=dict[str, msgspec.Raw])["documents"]
    return line, len(documents) - len(b"[]")


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
    """A row of as many bytes and its index entry replaced in a database that syncs every commit."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=FULL")
    database.execute("create table documents(id integer primary key, thumbprint text, body blob)")
    rows = ((one, f"{one * 2654435761 & 0xFFFFFFFF:08X}", line) for one in range(1000))
    database.executemany("insert into documents values(?, ?, ?)", rows)
    database.execute("create index thumbprints on documents(thumbprint)")
    numbers = count()

    def step() -> None:
        turn = next(numbers)
        number, other = turn % 1000, b"%08d" % turn + line[8:]
        database.execute("select body from documents where id = ?", (number,)).fetchone()
        changed = (f"{turn * 40503 & 0xFFFFFFFF:08X}", other, number)
        database.execute("update documents set thumbprint = ?, body = ? where id = ?", changed)

    return step


def tinydb(path: Path, world: World) -> Callable[[], object]:
    """An order updated in a TinyDB file of nothing but these orders, as TinyDB does it by itself."""
    database = TinyDB(path)
    database.insert_multiple(msgspec.to_builtins(order) for order in world.all(CertificateOrder))
    numbers = count(1)
    return lambda: database.update({"kind": str(next(numbers))}, doc_ids=[1])


if __name__ == "__main__":
    main()
