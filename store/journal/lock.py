"""One writer at a time: threads by a lock in memory, processes by `flock` on a file that is never deleted."""

from __future__ import annotations

import fcntl
import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StateError
from store.files.durable import open_regular, writing

_FIRST_WAIT, _LONGEST_WAIT = 0.0005, 0.01
#: Seconds that a program which leaves still waits.
_LEAVING = 1.0


class Lock:
    """The lock of one state. Not taken twice by one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = str(path)
        self._writing = writing(path)
        self._threads = threading.Lock()
        self._fd, self._inode = -1, -1
        self.held = False
        self._leaves_by = math.inf

    def leave(self) -> None:
        """Soon nobody waits here any more: the program leaves, whoever else holds the lock."""
        self._leaves_by = time.monotonic() + _LEAVING

    @contextmanager
    def threads_only(self, *, wait: bool = False) -> Iterator[bool]:
        """Keep the other threads of this process out, if that takes no waiting; yields whether it did."""
        free = self._threads.acquire(blocking=wait)
        try:
            yield free
        finally:
            if free:
                self._threads.release()

    @contextmanager
    def hold(self, timeout: float) -> Iterator[None]:
        """Hold the lock; raises `StateError` StateLocked after `timeout` seconds."""
        self.acquire(timeout)
        try:
            yield
        finally:
            self.release()

    def acquire(self, timeout: float) -> None:
        """Take the lock until `release`; raises as `hold`."""
        deadline = 0.0
        if not self._threads.acquire(blocking=False):
            deadline = time.monotonic() + timeout
            if not self._threads.acquire(timeout=max(timeout, 0)):
                raise self._busy(timeout)
        try:
            if not self._taken_at_once():
                self._acquire_file(deadline or time.monotonic() + timeout, timeout)
        except BaseException:
            self._threads.release()
            raise
        self.held = True

    def release(self) -> None:
        """Give back what `acquire` took."""
        self.held = False
        try:
            fcntl.flock(self._fd, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def keep(self) -> bool:
        """Take the lock and keep it until `close`, unless another process has it; never waits.

        True while it is held here. Raises `StateError` where its file cannot be used.
        """
        with self._threads:
            if not self.held:
                try:
                    self._acquire_file(time.monotonic(), 0)
                except StateError as error:
                    if error.code != "StateLocked":
                        raise
                    return False
                self.held = True
            return True

    def close(self) -> None:
        """Give the descriptor back; the file stays."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
            self.held = False

    def _taken_at_once(self) -> bool:
        """Take the lock's file if it is open already and free, as it is nearly always."""
        if self._fd >= 0:
            try:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return os.stat(self._name).st_ino == self._inode  # noqa: PTH116 - a Path takes three times as long
            except OSError:
                # Held by another, or out of order: what waits and asks again says which.
                pass
        return False

    def _acquire_file(self, deadline: float, timeout: float) -> None:
        wait = _FIRST_WAIT
        while True:
            with self._writing:
                if self._fd < 0:
                    self._open()
                try:
                    fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    if self._current():
                        return
                    # Somebody removed the file meanwhile: its successor is the one that counts.
                    self.close()
                    continue
            if time.monotonic() >= min(deadline, self._leaves_by):
                raise self._busy(timeout)
            time.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    def _open(self) -> None:
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
            self._fd = os.open(self._path, flags, 0o600)
        except FileExistsError:
            self._fd = open_regular(self._path, os.O_RDWR | os.O_NOFOLLOW)
        self._inode = os.fstat(self._fd).st_ino

    def _current(self) -> bool:
        try:
            return os.stat(self._name).st_ino == self._inode  # noqa: PTH116 - a Path takes three times as long
        except FileNotFoundError:
            return False

    def _busy(self, timeout: float) -> StateError:
        return StateError(
            "StateLocked",
            f"{self._path} has been held by another certblade for {timeout:g} s. "
            "Wait until it is done, or close it.",
        )
