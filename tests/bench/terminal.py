"""A program on a pseudo-terminal of 120×36: what it paints, how long a key takes, what it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[PX^_].*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)", re.S)
_QUIT = b"\x11"
_LIMIT = 60.0


class Terminal:
    """A running program; `begun` is when it was started (seconds of `perf_counter`)."""

    def __init__(self, pid: int, descriptor: int, begun: float) -> None:
        self.pid = pid
        self.begun = begun
        self._descriptor = descriptor

    def until(self, marker: bytes, since: float) -> float:
        """Wait until it has painted these letters in a row; seconds from `since` on."""
        seen = b""
        while time.perf_counter() < since + _LIMIT:
            if select.select([self._descriptor], [], [], 0.05)[0]:
                try:
                    seen += os.read(self._descriptor, 65536)
                except OSError:
                    raise RuntimeError(f"the program ended: {seen[-400:]!r}") from None
                if marker in _ESCAPES.sub(b"", seen):
                    return time.perf_counter() - since
        raise TimeoutError(f"{marker!r} was not painted within {_LIMIT:.0f} s")

    def key(self, key: bytes, marker: bytes) -> float:
        """Press a key; seconds until it has painted the letters."""
        pressed = time.perf_counter()
        os.write(self._descriptor, key)
        return self.until(marker, pressed)

    def settle(self, quiet: float = 0.5) -> None:
        """Wait until it has painted nothing for so many seconds."""
        while select.select([self._descriptor], [], [], quiet)[0]:
            os.read(self._descriptor, 65536)

    @property
    def memory(self) -> float:
        """MiB resident."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def quit(self) -> float:
        """Leave it by ctrl+q; seconds until it has ended."""
        leaving = time.perf_counter()
        os.write(self._descriptor, _QUIT)
        try:
            # It waits for a terminal that reads nothing.
            while os.read(self._descriptor, 65536):
                pass
        except OSError:
            pass
        os.waitpid(self.pid, 0)
        return time.perf_counter() - leaving


@contextmanager
def terminal(command: Sequence[str], compiled: Path) -> Iterator[Terminal]:
    """Run a program, and end it where it was not quit.

    It keeps its compiled modules in `compiled`, as an installed program has them.
    """
    begun = time.perf_counter()
    pid, descriptor = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", PYTHONPYCACHEPREFIX=str(compiled))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.execvp(command[0], list(command))
    try:
        yield Terminal(pid, descriptor, begun)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    finally:
        os.close(descriptor)
