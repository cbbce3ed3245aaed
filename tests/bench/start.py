"""From the command to painted rows of 1,000 orders, on a pseudo-terminal, against a bare Textual hello world.

Not measured: a first run, which compiles modules; a terminal that is slow to paint; a file not in the cache.

python -m tests.bench.start [--quick] [--json]
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from store.journal.journal import write_state
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
_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[PX^_].*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)", re.S)
_QUIT = b"\x11"
_LIMIT = 30.0


class Start(NamedTuple):
    """One run: seconds until the marker is painted, MiB resident then, seconds from ctrl+q to the end."""

    painted: float
    memory: float
    quit: float


def start(command: Sequence[str], marker: bytes, compiled: Path) -> Start:
    """Run a terminal program until its marker is on the screen, then quit it.

    Both programs keep their compiled modules in `compiled`, as an installed program has them.
    """
    begun = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", PYTHONPYCACHEPREFIX=str(compiled))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.execvp(command[0], list(command))
    try:
        painted = _await(terminal, marker, begun)
        time.sleep(0.3)
        memory = _resident(pid)
        leaving = time.perf_counter()
        os.write(terminal, _QUIT)
        _drain(terminal)
        os.waitpid(pid, 0)
        return Start(painted, memory, time.perf_counter() - leaving)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    finally:
        os.close(terminal)


def _await(terminal: int, marker: bytes, begun: float) -> float:
    seen = b""
    while (spent := time.perf_counter() - begun) < _LIMIT:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                raise RuntimeError(f"the program ended: {seen[-400:]!r}") from None
            if marker in _ESCAPES.sub(b"", seen):
                return time.perf_counter() - begun
    raise TimeoutError(f"{marker!r} was not painted within {spent:.0f} s")


def _drain(terminal: int) -> None:
    """Read until the program ends: it waits for a terminal that reads nothing."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main() -> None:
    """Prints the ratios of time, memory and quitting; both are whole processes, run in turn."""
    bench = Bench(__doc__, "P1")
    with TemporaryDirectory() as folder:
        hello, state, compiled = (Path(folder) / name for name in ("hello.py", "state.json", "compiled"))
        hello.write_text(_HELLO, encoding="utf-8")
        write_state(state, many_orders(100 if bench.quick else 1000), replace=False)
        ours, floor = [], []
        for number in range(4 if bench.quick else 10):
            own = start([sys.executable, "-m", "tui", "--state", str(state)], b"contosocert", compiled)
            other = start([sys.executable, str(hello)], b"READY", compiled)
            # The first of each compiles modules.
            if number:
                ours.append(own)
                floor.append(other)
    for field, goal, unit in (("painted", 1.25, "s"), ("memory", 1.5, "MiB"), ("quit", 1.0, "s")):
        own_median = statistics.median(getattr(run, field) for run in ours)
        floor_median = statistics.median(getattr(run, field) for run in floor)
        bench.say(f"start: {field}", own_median, floor_median, goal, unit)


if __name__ == "__main__":
    main()
