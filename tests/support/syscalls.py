"""Writing system calls counted, failed or cut short, as a full disk, a broken one or a kill does it."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

#: Everything the store changes files with.
CALLS = (
    *("write", "pwrite", "fdatasync", "fsync", "ftruncate", "fchmod"),
    *("replace", "rename", "link", "unlink", "mkdir"),
)


class Disk:
    """Counts the calls; from call `at` on (`lasting`) or only there, `strike` happens instead."""

    def __init__(self, at: int, strike: Callable[[str, tuple[Any, ...]], None], *, lasting: bool) -> None:
        self.at = at
        self.count = 0
        self._strike = strike
        self._lasting = lasting

    def call(self, name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        self.count += 1
        if self.count == self.at or (self._lasting and self.count > self.at):
            self._strike(name, arguments)
        return real(*arguments)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Put the counting calls in `os` while the block runs."""
        with pytest.MonkeyPatch.context() as patch:
            for name in CALLS:
                self._wrap(patch, name)
            yield

    def _wrap(self, patch: pytest.MonkeyPatch, name: str) -> None:
        real = getattr(os, name)
        patch.setattr(os, name, lambda *arguments, **_: self.call(name, real, arguments))


_write, _pwrite = os.write, os.pwrite


def half(name: str, arguments: tuple[Any, ...]) -> None:
    """A write that stops in the middle."""
    fd, data, *offset = arguments if name in ("write", "pwrite") else (0, b"")
    if data:
        (_pwrite if offset else _write)(fd, data[: len(data) // 2], *offset)


def killed(name: str, arguments: tuple[Any, ...]) -> None:
    """The process ends before the call."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed_in_the_middle(name: str, arguments: tuple[Any, ...]) -> None:
    """The process ends when half of the bytes are written."""
    half(name, arguments)
    killed(name, arguments)


def full(name: str, arguments: tuple[Any, ...]) -> None:
    """No space is left: half of the bytes still fit; what needs no space works."""
    if name in ("write", "pwrite", "link", "mkdir"):
        half(name, arguments)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def broken(name: str, arguments: tuple[Any, ...]) -> None:
    """The medium fails."""
    half(name, arguments)
    raise OSError(errno.EIO, os.strerror(errno.EIO))


class Child:
    """A forked process that does `work`, which acknowledges with the function it is given."""

    def __init__(self, work: Callable[[Callable[[str], None]], None]) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.close(self._reading)

                def said(text: str) -> None:
                    _write(writing, text.encode() + b"\n")

                work(said)
                status = 0
            finally:
                os._exit(status)
        os.close(writing)

    def wait(self) -> tuple[list[str], int]:
        """What it acknowledged, and its exit status, once it has ended."""
        with os.fdopen(self._reading) as stream:
            said = stream.read().splitlines()
        return said, os.waitpid(self.pid, 0)[1]
