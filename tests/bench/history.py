"""Back to any of 1,000 earlier commits of a world of 1,000 orders, against loading its file.

Both sides read every document, since a large state opens without reading any.

Not measured: the difference that undo commits after it; a history of several generations.

python -m tests.bench.history [--quick] [--json]
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from store.journal.journal import Journal, write_state
from store.portal import Portal
from store.world import World
from tests.bench.commit import operations
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders


def main() -> None:
    """Prints the ratio for the oldest, a middle, a late and the last but one of the revisions.

    The last eight are in memory; 20 back is read from the files.
    """
    bench = Bench(__doc__, "P12")
    commits = 100 if bench.quick else 1000
    world = many_orders(commits)
    with TemporaryDirectory() as folder:
        plain, written = Path(folder) / "plain.json", Path(folder) / "state.json"
        write_state(plain, world, replace=False)
        write_state(written, world, replace=False)
        journal = Journal.open(written)
        step = operations(Portal(journal), world)
        for _ in range(commits):
            step()
        for back in (commits, commits // 2, 20, 1):
            revision = journal.world.revision - back
            assert journal.at(revision).revision == revision
            ours, floor = partial(back_to, journal, revision), partial(load, plain)
            bench.pair(f"{back:,} of {commits:,} commits back", ours, floor, 1.3)
        journal.close(checkpoint=False)


def back_to(journal: Journal, revision: int) -> None:
    """The world as it was, and all its documents."""
    read_all(journal.at(revision))


def load(path: Path) -> None:
    """The floor: the file of the same world, opened without any commit after it."""
    journal = Journal.open(path)
    read_all(journal.world)
    journal.close(checkpoint=False)


def read_all(world: World) -> int:
    """Read every document of a world; returns their number."""
    return sum(len(list(table.values())) for table in world.tables.values())


if __name__ == "__main__":
    main()
