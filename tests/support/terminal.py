"""A program on a real terminal: what it writes, what it is sent, and how it leaves the terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

#: A control sequence: introducer, private marker, parameters, final byte; or a string such as OSC.
SEQUENCE = re.compile(
    r"\x1b(?:\[([<=>?]?)[0-9:;]*([ -/]*[@-~])|([P\]X^_])(.*?)(?:\x07|\x1b\\)|([ -/]*[0-~]))", re.S
)
#: Private modes that a program must not leave on: mouse, focus, bracketed paste, the alternate screen.
_MODES = (1000, 1002, 1003, 1004, 1006, 1015, 1049, 2004)


def kinds(shown: str) -> set[Sequence[str]]:
    """The control sequences in it, without the numbers that differ from screen to screen."""
    found: set[Sequence[str]] = set()
    for private, final, string, text, short in SEQUENCE.findall(shown):
        found.add((private, final, string, text.partition(";")[0] if string else "", short))
    return found


class Terminal:
    """One program, started with these arguments of the interpreter."""

    def __init__(self, *command: str, size: tuple[int, int] = (120, 36)) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._slave = slave
        self._before = self._after = termios.tcgetattr(slave)
        self._seen = b""
        self._hung_up = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self.status: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for stream in (0, 1, 2):
                os.dup2(slave, stream)
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, *command])
        self._reader.start()

    def _read(self) -> None:
        # A process of many tests has numbers of files that `select.select` cannot take.
        waiting = select.poll()
        waiting.register(self._master, select.POLLIN)
        # Linux says by an error that the program has ended.
        with suppress(OSError):
            while not self._hung_up:
                if waiting.poll(100):
                    self._seen += os.read(self._master, 65536)

    @property
    def shown(self) -> str:
        """All that was written so far."""
        return self._seen.decode("utf-8", "replace")

    def send(self, keys: bytes) -> None:
        """Type this, in one write."""
        os.write(self._master, keys)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        self._hung_up = True
        # While it reads, the terminal would stay.
        self._reader.join()
        os.close(self._slave)
        os.close(self._master)
        self._slave = self._master = -1

    def sees(self, text: str, seconds: float = 30) -> bool:
        """Whether this was written within so many seconds, control sequences aside."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if text in SEQUENCE.sub("", self.shown):
                return True
            time.sleep(0.05)
        return False

    def ends(self, seconds: float) -> int:
        """The exit status (negative: the signal that ended it); raises `TimeoutError`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                self._read_to_the_end()
                return self.status
            time.sleep(0.02)
        raise TimeoutError(f"it did not end within {seconds} s")

    def _read_to_the_end(self) -> None:
        """Take in what the ended program still wrote: reading ends when nobody has the terminal open."""
        if self._slave >= 0:
            self._after = termios.tcgetattr(self._slave)
            os.close(self._slave)
            self._slave = -1
            self._reader.join(timeout=10)

    def left_on(self) -> list[str]:
        """What the program switched on in the terminal and did not put back."""
        modes: dict[int, bool] = {}
        for number, switch in re.findall(r"\x1b\[\?(\d+)([hl])", self.shown):
            modes[int(number)] = switch == "h"
        found = [f"mode {mode}" for mode in _MODES if modes.get(mode)]
        if modes.get(25) is False:
            found.append("the cursor is hidden")
        if self._after[:4] != self._before[:4]:
            found.append("the line discipline")
        return found

    def close(self) -> None:
        """End it, whatever state it is in."""
        if self.status is None:
            for number in (signal.SIGCONT, signal.SIGKILL):
                os.kill(self.pid, number)
            os.waitpid(self.pid, 0)
        for end in (self._slave, self._master):
            if end >= 0:
                os.close(end)


@contextmanager
def terminal(*command: str, **arguments: Any) -> Iterator[Terminal]:
    """A program on a terminal, ended at the end."""
    run = Terminal(*command, **arguments)
    try:
        yield run
    finally:
        run.close()


@contextmanager
def scarce(pid: int, share: float = 0.1, slice: float = 0.1) -> Iterator[None]:
    """Let a process have this share of a core: it runs for a part of each slice (seconds) and is stopped."""
    done = threading.Event()

    def limit() -> None:
        try:
            while not done.is_set():
                os.kill(pid, signal.SIGSTOP)
                time.sleep(slice * (1 - share))
                os.kill(pid, signal.SIGCONT)
                time.sleep(slice * share)
        except ProcessLookupError:
            pass

    limiting = threading.Thread(target=limit, daemon=True)
    limiting.start()
    try:
        yield
    finally:
        done.set()
        limiting.join()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
