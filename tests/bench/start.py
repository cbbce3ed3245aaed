"""From the command to painted rows, on a pseudo-terminal, against a bare Textual hello world.

At 1,000 orders the goals are of the hello world; at 10,000 they are those of efebdf7 (0.45 of its time, 0.4
of its memory) in terms of the hello world, of which it took 3.9 and 7.3. Memory is resident 0.3 s after
the first frame.

Not measured: a first run, which compiles modules; a terminal that is slow to paint; a file not in the cache.

python -m tests.bench.start [--quick] [--json]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from store.journal.journal import write_state
from tests.bench.terminal import terminal
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders

_HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("READY")
Hello().run()
"""
#: Orders → goals of time, memory and quitting.
_GOALS = {1000: (1.25, 1.35, 1.0), 10_000: (1.75, 2.9, 1.0)}


class Start(NamedTuple):
    """One run: seconds until the marker is painted, MiB resident then, seconds from ctrl+q to the end."""

    painted: float
    memory: float
    quit: float


def start(command: Sequence[str], marker: bytes, compiled: Path) -> Start:
    """Run a terminal program until its marker is on the screen, then quit it."""
    with terminal(command, compiled) as program:
        painted = program.until(marker, program.begun)
        time.sleep(0.3)
        return Start(painted, program.memory, program.quit())


def main() -> None:
    """Prints the ratios of time, memory and quitting; both are whole processes, run in turn."""
    bench = Bench(__doc__)
    with TemporaryDirectory() as folder:
        hello, compiled = Path(folder) / "hello.py", Path(folder) / "compiled"
        hello.write_text(_HELLO, encoding="utf-8")
        for orders, goals in _GOALS.items():
            if bench.quick and orders > 1000:
                continue
            state = Path(folder) / f"{orders}.json"
            write_state(state, many_orders(orders), replace=False)
            runs = []
            for number in range(4 if bench.quick else 8):
                own = start([sys.executable, "-m", "tui", "--state", str(state)], b"contosocert", compiled)
                other = start([sys.executable, str(hello)], b"READY", compiled)
                # The first of each compiles modules.
                if number:
                    runs.append((own, other))
            for row, field, goal, unit in zip(
                ("P1", "P1m", "P1"), Start._fields, goals, ("s", "MiB", "s"), strict=True
            ):
                own_runs = [getattr(own, field) for own, _ in runs]
                floors = [getattr(other, field) for _, other in runs]
                bench.row = row
                bench.rounds(f"start: {field}, {orders:,} orders", own_runs, floors, goal, unit)


if __name__ == "__main__":
    main()
