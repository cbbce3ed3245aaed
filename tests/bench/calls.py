"""Calls of Python functions in store/ and tui/ that one key costs, from the press until it is painted.

The world is the demo, the page Rekey and Sync at 120×36. `s` syncs, `y` rekeys, `t` opens Time, and `n`
there, after a rekey, goes to the next event. All threads are counted but the pulse, which works without any
key. Calls inside Textual, msgspec and the standard library are not counted, nor is time: a call is no second.

Not measured: time; calls inside Textual, msgspec and the standard library; keys of other pages.

python -m tests.bench.calls [--quick] [--json]
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from store.worlds import begin
from tests.bench.timing import Bench
from tests.support.calls import TRIPS, calls_of
from tui.shell import performer

#: The most calls a key may cost.
GOALS = {"s": 1500, "y": 1500, "t": 1500, "n": 1500}
_SHOWN = 25


def main() -> None:
    """Prints each key's calls against its goal, and the functions called most."""
    bench = Bench(__doc__, "P9s")
    # A slow machine would be charged for saying that it is slow.
    performer.PATIENCE = 60.0
    world = begin("demo", keys="ec")
    with TemporaryDirectory() as folder:
        for key in TRIPS:
            calls = asyncio.run(calls_of(key, world, Path(folder) / f"{key}.json"))
            bench.say(f"calls of {key}", calls.total, GOALS[key], 1.0, "calls")
            if bench.wordy:
                print(f"    and {calls.resumed} times generators and coroutines went on")
                for name, number in calls.named().most_common(_SHOWN):
                    print(f"    {number:6} {name}")


if __name__ == "__main__":
    main()
