"""Files that survive a crash: bounded reads, durable writes, private modes.

Nothing here knows what a world is. Failures of the operating system become `StateError`s that name
the file, the reason and what to do.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from store.errors import StateError

#: Between the name of a scratch file's target and the eight digits that tell it from others.
_SCRATCH = ".tmp-"
#: Largest file that is read, in bytes: a state of 100,000 orders with three links each has 1.5 GB.
SIZE_CAP = 2048 * 1024 * 1024
_CHUNK = 1024 * 1024
_NO_LINKS_HERE = (errno.EPERM, errno.EOPNOTSUPP, errno.EXDEV, errno.EMLINK, errno.ENOSYS)


class FileStamp(NamedTuple):
    """Size (bytes), time of modification (nanoseconds) and inode of a file.

    A file that was edited or exchanged since it was written has another stamp.
    """

    size: int
    modified: int
    inode: int


def stamp_of(status: os.stat_result) -> FileStamp:
    """The stamp of a file from its `stat` result."""
    return FileStamp(status.st_size, status.st_mtime_ns, status.st_ino)


def beside(path: Path, suffix: str) -> Path:
    """The path of the same folder whose name goes on with a suffix."""
    return path.parent / (path.name + suffix)


class _About:
    """What is done with a file; a subclass turns its errors."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass


class reading(_About):  # noqa: N801 - reads as a verb: `with reading(path):`
    """Turn a failed read of `path` into a `StateError`; a missing file stays a `FileNotFoundError`."""

    __slots__ = ()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            raise unreadable(self._path, error) from None


def unreadable(path: Path, error: OSError) -> StateError:
    """The fault of a file that cannot be read."""
    return StateError(
        "StateUnreadable",
        f"{path} cannot be read: {error.strerror or error}. Check that it is yours and that you may read it.",
    )


class writing(_About):  # noqa: N801 - reads as a verb: `with writing(path):`
    """Turn a failed write of `path` into a `StateError`."""

    __slots__ = ()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise unwritten(self._path, error) from None


def unwritten(path: Path, error: OSError) -> StateError:
    """The fault of a file that cannot be written."""
    return StateError(
        "StateNotWritten",
        f"{path} cannot be written: {error.strerror or error}. Nothing was changed; "
        "free some space or check the permissions, then try again.",
    )


def open_regular(path: Path, flags: int = os.O_RDONLY) -> int:
    """A descriptor of a regular file of bounded size; never waits, whatever the file is.

    Raises `StateError` StateNotAFile or StateTooLarge, or what `os.open` raises.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        # Opening some devices already does something; the second look is for a file exchanged in between.
        raise _not_a_file(path)
    fd = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(path)
        if status.st_size > SIZE_CAP:
            raise StateError(
                "StateTooLarge",
                f"{path} has {status.st_size:,} bytes, more than the {SIZE_CAP:,} that are read. "
                "Move it away, or give another path.",
            )
    except BaseException:
        os.close(fd)
        raise
    return fd


def _not_a_file(path: Path) -> StateError:
    return StateError(
        "StateNotAFile",
        f"{path} is not a regular file, so it is left alone. Give the path of a file, or move it away.",
    )


def read_from(fd: int, offset: int = 0) -> bytes:
    """All bytes of an open file from `offset` to its end."""
    pieces: list[bytes] = []
    # In one piece where the file does not grow meanwhile: joining several costs as much as reading them.
    size = max(os.fstat(fd).st_size - offset, _CHUNK)
    while piece := os.pread(fd, size, offset):
        pieces.append(piece)
        offset += len(piece)
        size = _CHUNK
    return b"".join(pieces)


def read_regular(path: Path) -> tuple[bytes, FileStamp]:
    """A whole regular file and its stamp; raises `FileNotFoundError` or `StateError`."""
    with reading(path):
        fd = open_regular(path)
        try:
            return read_from(fd), stamp_of(os.fstat(fd))
        finally:
            os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write every byte; a short write goes on where it stopped."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def write_at(fd: int, data: bytes, offset: int) -> None:
    """Write every byte from `offset` on; a short write goes on where it stopped."""
    done = os.pwrite(fd, data, offset) if data else 0
    while done < len(data):
        done += os.pwrite(fd, memoryview(data)[done:], offset + done)


def begin_sync(fd: int, offset: int, size: int) -> None:
    """Have the system begin to write these bytes: a `sync` after other work has less to wait for.

    Linux begins with bytes that it is told are not needed soon, and keeps in memory what is not written yet
    (kernel 6.18). It is a hint: nothing is durable by it, and a failure shows in `sync`.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.posix_fadvise(fd, offset, size, os.POSIX_FADV_DONTNEED)


def sync(fd: int) -> None:
    """Return once the file's bytes are on the medium (macOS' own fsync stops at the drive's cache)."""
    if sys.platform == "darwin":
        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    else:
        os.fdatasync(fd)


def sync_directory(path: Path) -> None:
    """Make the names made, replaced and removed in a directory durable."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_directory(path: Path) -> None:
    """Make a directory and those above it, for the user alone; existing ones stay as they are."""
    if path.is_dir():
        return
    make_directory(path.parent)
    with suppress(FileExistsError):
        path.mkdir(0o700)
    sync_directory(path.parent)


class Scratch:
    """A private file beside `target` that takes its place whole, or is gone.

    It is locked while in use, so that `remove_abandoned` takes away only what a crash left behind. Make it
    under the state's lock: a removal between its making and its locking would take it away.
    """

    def __init__(self, target: Path) -> None:
        self.path = beside(target, f"{_SCRATCH}{os.urandom(4).hex()}")
        self._target = target
        self._placed = False
        self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def place(self) -> None:
        """Take the target's place, with its mode for the owner; the caller syncs file and directory."""
        with suppress(FileNotFoundError):
            os.fchmod(self.fd, self._target.stat().st_mode & 0o600)
        self.path.replace(self._target)
        self._placed = True

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._placed:
            with suppress(OSError):
                self.path.unlink()
        os.close(self.fd)


def remove_abandoned(folder: Path, pattern: str) -> None:
    """Remove the scratch files of a folder whose target's name fits the pattern and that no process uses."""
    with suppress(OSError):
        for path in folder.iterdir():
            target, mark, number = path.name.rpartition(_SCRATCH)
            # Patterns are read where there is a file for them: hardly ever.
            if mark and re.fullmatch(r"[0-9a-f]{8}", number) and re.fullmatch(pattern, target):
                _remove_unlocked(path)


def _remove_unlocked(path: Path) -> None:
    with suppress(OSError, StateError):
        fd = open_regular(path)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(fd)


def put_new(path: Path, data: bytes) -> None:
    """A new private file that holds these bytes, synced, or is not there; the state's lock is held.

    Raises `FileExistsError` rather than replace one.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with Scratch(path) as scratch:
        write_all(scratch.fd, data)
        sync(scratch.fd)
        scratch.place()


def keep_as(source: Path, target: Path) -> None:
    """Give a file that is only ever replaced, never written in place, a second name (or a copy).

    It is for its owner alone from then on: a file that an editor saved may be open to others.
    """
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS_HERE:
            raise
        put_new(target, read_regular(source)[0])
    with suppress(PermissionError):
        target.chmod(target.stat().st_mode & 0o600)


def open_to_others(path: Path) -> str:
    """A warning where other users can read or change what is at `path`, else ""."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    if stat.S_ISDIR(mode):
        # Files inside are private, so a directory that is only readable gives nothing away; with the
        # sticky bit others cannot exchange files that are not theirs.
        writable = mode & 0o022 and not mode & stat.S_ISVTX
        return f"The directory {path} can be changed by others; run: chmod 700 '{path}'" if writable else ""
    if mode & 0o077:
        exposed = stat.S_IMODE(mode)
        return (
            f"{path} holds private keys and is open to others (mode {exposed:03o}); run: chmod 600 '{path}'"
        )
    return ""
