"""A key on the list of 1,000 orders until it is painted, while the program works, against the idle program.

    rekey        a thread makes RSA keys of 4,096 bits, one after another, as a rekey does
    year         a year passes in slices, every order renewed on the way, each slice drawn
    checkpoint   a thread writes the world as a checkpoint, again and again

The program runs without a terminal: painted is when the lines are written. The ratio is of the 95th
percentiles; the worst frame stands beside it, against 50 ms.

Not measured: the terminal; a machine with one core, on which keys of 4,096 bits have to share it.

python -m tests.bench.busy [--quick] [--json]
"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from store.files.durable import Scratch
from store.journal.checkpoint import write
from store.journal.journal import write_state
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders
from tui.shell.app import PortalApp

#: Seconds between two presses, as of a held key.
_BETWEEN = 0.033
_WORST = 0.05


class Watched(PortalApp):
    """Notes when something was painted."""

    painted = 0
    at = 0.0

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if renderable is not None and not self._batch_count:
            if hasattr(renderable, "render_segments"):
                renderable.render_segments(self.console)
            self.painted, self.at = self.painted + 1, time.perf_counter()
        super()._display(screen, renderable)


async def _press(app: Watched, key: str) -> float:
    """Seconds from a key until the next thing is painted."""
    await asyncio.sleep(_BETWEEN)
    before, begun = app.painted, time.perf_counter()
    event = events.Key(key, None)
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)
    while app.painted == before and time.perf_counter() < begun + 5:
        await asyncio.sleep(0.0002)
    return app.at - begun


@contextmanager
def _again(work: Callable[[], object]) -> Iterator[None]:
    """Do it again and again in a thread."""
    ended = threading.Event()

    def loop() -> None:
        while not ended.is_set():
            work()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _checkpoint(app: Watched, path: Path) -> None:
    world = app.portal.world
    with Scratch(path) as scratch:
        write(scratch, world.tables, "bench", world.revision)


@contextmanager
def _year(app: Watched) -> Iterator[None]:
    app.work.advance(app.portal.world.now + timedelta(days=365))
    yield
    app.work.leave_advance()


async def _measured(state: Path, presses: int) -> dict[str, list[float]]:
    app = Watched(state)
    found = {}
    async with app.run_test(size=(120, 36)) as pilot:
        await _settled(pilot)
        found["idle"] = [await _press(app, "down") for _ in range(presses)]
        with _again(lambda: rsa.generate_private_key(65537, 4096)):
            found["an RSA-4096 rekey"] = [await _press(app, "up") for _ in range(presses)]
        with _again(lambda: _checkpoint(app, state.with_name("again.json"))):
            found["a checkpoint"] = [await _press(app, "down") for _ in range(presses)]
        with _year(app):
            found["a running year"] = [await _press(app, "up") for _ in range(presses)]
        await _settled(pilot)
    return found


async def _settled(pilot: Pilot[None]) -> None:
    """Until what is summed up in threads is on the screen."""
    while not all(worker.is_finished for worker in pilot.app.workers):
        await asyncio.sleep(0.05)
    await pilot.pause(0.5)


def main() -> None:
    """Prints the ratios."""
    bench = Bench(__doc__, "P9")
    # As the program starts: garbage is looked for from its first frame on, among what was made since.
    gc.disable()
    with TemporaryDirectory() as folder:
        state = Path(folder) / "state.json"
        write_state(state, many_orders(100 if bench.quick else 1000), replace=False)
        found = asyncio.run(_measured(state, 40 if bench.quick else 150))
    idle = _p95(found.pop("idle"))
    for name, took in found.items():
        bench.say(f"a key during {name}, p95", _p95(took), idle, 1.25)
        bench.say(f"a key during {name}, worst", max(took), _WORST, 1.0)


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


if __name__ == "__main__":
    main()
