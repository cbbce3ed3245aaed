"""The page of a class of 200, from the command to its first rows, against a class of one; then what it costs.

python -m tests.bench.class_page [--quick] [--json]

`certblade class watch` on a pseudo-terminal, whole processes in turn. Painted is a row as its world's files
tell it; in the class of one there is no other. Following is the time of a core that the page takes a second
while nobody works, while two trainees a second do something, and while the clocks of thirty tick.

Not measured: worlds that are not in the file cache; a network file system.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from store import open_portal
from store.classes.folder import worlds_of
from store.classes.instructing import in_world, say
from store.classes.roster import Trainee
from store.operations.simulator.clock import AdvanceClock
from tests.bench.terminal import Terminal, terminal
from tests.bench.timing import Bench
from tests.support.class_room import class_of

#: Each step does something in some world.
Deeds: TypeAlias = Generator[object, None, None]
#: What the page says of a trainee whose world was read.
_MARKER = b"0 of 10"


def main() -> None:
    """Prints the ratios of the first paint, and the share of a core."""
    bench = Bench(__doc__, "class")
    count = 50 if bench.quick else 200
    with TemporaryDirectory() as scratch:
        one = class_of(Path(scratch) / "one", *_trainees(1))
        many = class_of(Path(scratch) / "many", *_trainees(count))
        compiled = Path(scratch) / "compiled"
        rounds = [(_painted(many, compiled), _painted(one, compiled)) for _ in range(4 if bench.quick else 8)]
        # The first of each compiles modules.
        own, floor = zip(*rounds[1:], strict=True)
        bench.rounds(f"class page: first rows, {count} worlds", own, floor, goal=2.0)
        for what, every, deed in (
            ("nobody works", 1.0, _nothing()),
            ("two deeds a second", 0.5, _message(many)),
            ("thirty clocks", 1.0, _ticks(many, 30)),
        ):
            share = _share(many, compiled, deed, every, seconds=5 if bench.quick else 20)
            bench.say(f"class page: followed, {count} worlds, {what}", share, 1.0, goal=0.05, unit="core")


def _trainees(count: int) -> list[Trainee]:
    return [Trainee(f"trainee{number:03}", f"Trainee {number}") for number in range(1, count + 1)]


def _command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "tui", "class", "watch", str(folder)]


def _painted(folder: Path, compiled: Path) -> float:
    with terminal(_command(folder), compiled) as page:
        painted = page.until(_MARKER, page.begun)
        page.settle()
        page.quit()
        return painted


def _nothing() -> Deeds:
    while True:
        yield None


def _message(folder: Path) -> Deeds:
    """Each step is a deed in the world of the next trainee."""
    for trainee, path in itertools.cycle(worlds_of(folder)):
        yield in_world(path, say(f"Well done, {trainee.name}.", "bench"))


def _ticks(folder: Path, count: int) -> Deeds:
    """Each step moves the clocks of so many worlds by a minute, as one that runs at 60× does in a second."""
    portals = [open_portal(path) for _, path in itertools.islice(worlds_of(folder), count)]
    try:
        while True:
            yield [portal.perform(AdvanceClock(by="1m")) for portal in portals]
    finally:
        for portal in portals:
            portal.close()


def _share(folder: Path, compiled: Path, deeds: Deeds, every: float, seconds: float) -> float:
    """The part of a core that the page takes while a step of `deeds` is taken so often (seconds)."""
    with terminal(_command(folder), compiled) as page:
        page.until(_MARKER, page.begun)
        page.settle(3)
        begun, used = time.perf_counter(), _used(page)
        while (now := time.perf_counter()) < begun + seconds:
            next(deeds)
            page.settle(max(0.05, every - (time.perf_counter() - now)))
        share = (_used(page) - used) / (time.perf_counter() - begun)
        deeds.close()
        page.quit()
        return share


def _used(page: Terminal) -> float:
    """Seconds of CPU so far."""
    ticks = Path(f"/proc/{page.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
