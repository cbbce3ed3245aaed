"""Back to any of 1,000 earlier commits of a world of 1,000 orders, against loading its file.

Not measured: the difference that undo commits after it; a history of several generations.

python -m tests.bench.history [--quick] [--json]
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from store.journal.journal import Journal, write_state
from store.portal import Portal
from tests.bench.commit import operations
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders


def main() -> None:
    """Prints the ratio for the oldest, a middle and the last but one of the revisions."""
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
        for back in (commits, commits // 2, 1):
            revision = journal.world.revision - back
            assert journal.at(revision).revision == revision
            ours, floor = partial(journal.at, revision), partial(load, plain)
            bench.pair(f"{back:,} of {commits:,} commits back", ours, floor, 1.5)
        journal.close(checkpoint=False)


def load(path: Path) -> None:
    """The floor: the file of the same world, opened without any commit after it."""
    Journal.open(path).close(checkpoint=False)


if __name__ == "__main__":
    main()
