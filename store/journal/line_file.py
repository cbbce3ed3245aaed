"""The journal as a file: read as far as it is whole, written one durable line at a time.

    {"world":…}            the header
    {"revision":48,…}      a line for each operation
    \0\0\0\0\0\0\0\0…      room: zeros, where the next lines will be

Syncing bytes that have their place already costs half of what it costs to sync a file that has grown. So a
program that writes several lines writes zeros after one of them, the more the longer it has written, and
removes them when it closes. JSON holds no zero: the lines end before the first, and a line that a crash left
half written has a zero in it or has no end.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from fcntl import F_GETFL, fcntl
from pathlib import Path
from typing import TypeVar

from store.errors import StateError
from store.files.durable import begin_sync, open_regular, read_from, reading, sync, unreadable, write_at
from store.journal.lines import Header, decode_header

T = TypeVar("T")
#: Bytes of what was read last that are compared before reading on, and of the room after it: the check value
#: of the last line is among them, and a line begins where the room does.
_TAIL = 512
_ROOM = bytes(_TAIL)
#: Bytes that a header has at most.
_HEADER = 4096
#: Most bytes of room that are written at once, and how often what one program wrote before goes into it.
_MOST_ROOM, _FORESIGHT = 256 * 1024, 4


class Rewritten(Exception):
    """Lines that were read are gone: another writer took back a line that was not synced."""


class NotTakenBack(Exception):
    """A line could not be written, nor what there is of it be taken away again."""


class LineFile:
    """An open journal file.

    `revision` is that of the last line read; `torn`: an unfinished one follows; `written`: bytes of the lines
    that were written through this object.
    """

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self._fd = fd
        status = os.fstat(fd)
        self._inode, self._link = status.st_ino, _Link(fd)
        self.writable = fcntl(fd, F_GETFL) & os.O_ACCMODE == os.O_RDWR
        #: As far as it is known: others make room and remove it.
        self._size = status.st_size
        self.written = 0
        self._tail, self._expected = b"", _ROOM
        self.offset = 0
        self.torn = False
        self._read_header()
        self.revision = self.header.base

    @classmethod
    def open(cls, path: Path) -> LineFile | None:
        """The journal at `path`, read up to its header, or None where there is none; raises `StateError`."""
        try:
            with reading(path):
                fd = _open(path)
        except FileNotFoundError:
            return None
        try:
            return cls(path, fd)
        except BaseException:
            os.close(fd)
            raise

    def _read_header(self) -> None:
        with reading(self.path):
            raw = os.pread(self._fd, _HEADER, 0)
        self.header, length = decode_header(raw, self.path)
        self._take(raw[:length])

    def changed(self) -> bool:
        """Whether the path holds another file, or there is more or something else in this one, since `read`.

        Neither size nor time would tell: lines take the place of zeros, several within a tick of the clock.
        """
        if not self._link.holds() and self.replaced():
            return True
        tail, expected = self._tail, self._expected
        try:
            found = os.pread(self._fd, len(expected), self.offset - len(tail))
        except OSError as error:
            raise unreadable(self.path, error) from None
        return found != expected and (len(found) < len(tail) or not expected.startswith(found))

    def replaced(self) -> bool:
        """Whether the path holds another file now, or none."""
        if self._link.holds():
            return False
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return True
        except OSError as error:
            raise unreadable(self.path, error) from None
        return status.st_ino != self._inode

    def read(self) -> list[bytes]:
        """The whole lines written since the last `read`; raises `Rewritten`."""
        with reading(self.path):
            data = read_from(self._fd, self.offset - len(self._tail))
        if not data.startswith(self._tail):
            raise Rewritten
        start, (whole, written) = len(self._tail), _extent(data)
        self.torn = whole < written
        known, fresh = self._tail.count(b"\n"), data.count(b"\n", start, whole)
        # Split as it is, since a copy of a long journal costs as much as reading it.
        lines = data.split(b"\n", known + fresh)[known : known + fresh]
        self._tail = data[max(0, whole - _TAIL) : whole]
        self._expected = self._tail + _ROOM
        self.offset += whole - start
        self.revision += fresh
        return lines

    def unread(self, lines: list[bytes]) -> None:
        """Go back before the lines of the last `read`, because they are damaged."""
        self.revision -= len(lines)
        self.offset -= sum(len(line) + 1 for line in lines)
        with reading(self.path):
            start = max(0, self.offset - _TAIL)
            self._tail = os.pread(self._fd, self.offset - start, start)
        self._expected = self._tail + _ROOM

    def raw_from(self, offset: int) -> bytes:
        """The bytes of the lines read so far, from `offset` on."""
        return read_from(self._fd, offset)[: self.offset - offset]

    def unfinished(self) -> bytes:
        """The bytes after the last whole line."""
        return read_from(self._fd, self.offset).rstrip(b"\0")

    def cut(self) -> None:
        """Remove what follows the last whole line, durably: what is written there next mixes with nothing."""
        self._shorten()
        sync(self._fd)
        self.torn = False

    def trim(self) -> None:
        """Remove the room that this program made, if it knows the last line; the state's lock is held."""
        if self.written and not self.changed():
            self._shorten()

    def _shorten(self) -> None:
        os.ftruncate(self._fd, self.offset)
        self._size = self.offset

    def make_writable(self) -> None:
        """Open the file, which could only be read, anew; raises `OSError` where that is still so."""
        fd = open_regular(self.path, os.O_RDWR)
        os.close(self._fd)
        self._fd, self._link, self.writable = fd, _Link(fd), True

    def append(self, line: bytes, meanwhile: Callable[[], T]) -> T:
        """Write a line and return once it is durable; the state's lock is held and nothing is torn.

        The result is that of `meanwhile`, which is called while the line is on its way to the medium. On
        failure of either the file is as it was, and the error goes on; `NotTakenBack` where it is not.
        """
        try:
            self._write(line)
            begin_sync(self._fd, self.offset, len(line))
            made = meanwhile()
            end = self._end_with(line)
            sync(self._fd)
        except BaseException as error:
            try:
                self._shorten()
                sync(self._fd)
            except OSError as second:
                raise NotTakenBack(str(second.strerror or second)) from error
            raise
        self._tail, self._expected = end
        self.offset += len(line)
        self.written += len(line)
        self.revision += 1
        return made

    def _write(self, line: bytes) -> None:
        """Write a line at the end, with room for more behind it where there is none and the disk has it."""
        end = self.offset + len(line)
        if end > self._size:
            room = min(_FORESIGHT * self.written, _MOST_ROOM)
            try:
                # First, so that the line is not there before all else has succeeded.
                write_at(self._fd, bytes(room), end)
            except OSError:
                self._shorten()
            else:
                self._size = end + room
            self._size = max(self._size, end)
        write_at(self._fd, line, self.offset)

    def sync(self) -> None:
        """Make the lines read so far durable, also those that others wrote."""
        sync(self._fd)

    def close(self) -> None:
        os.close(self._fd)

    def _take(self, data: bytes) -> None:
        self.offset += len(data)
        self._tail, self._expected = self._end_with(data)

    def _end_with(self, data: bytes) -> tuple[bytes, bytes]:
        """What is read last, and what is expected there, once these bytes follow."""
        tail = (self._tail + data[-_TAIL:])[-_TAIL:]
        return tail, tail + _ROOM


class _Link:
    """The path that leads to an open file, as the system has it.

    Unlike a `stat` it reads no time of modification. Where that was read, Linux notes the next write's exact
    time, and a sync of the data waits for the note too: 40 µs more for each line (kernel 6.18, ext4).
    """

    __slots__ = ("_at", "_path")

    def __init__(self, fd: int) -> None:
        self._at = f"/proc/self/fd/{fd}"
        try:
            path = os.readlink(self._at)  # noqa: PTH115 - a Path takes three times as long
        except OSError:
            path = ""
        #: "" where none leads to it, or the system tells none.
        self._path = "" if path.endswith(" (deleted)") else path

    def holds(self) -> bool:
        """Whether the same path still leads to the file; False where the system does not tell."""
        try:
            return self._path != "" and os.readlink(self._at) == self._path  # noqa: PTH115 - as above
        except OSError:
            return False


def _open(path: Path) -> int:
    """Open for writing, or only for reading where that is not allowed."""
    try:
        return open_regular(path, os.O_RDWR)
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise
        return open_regular(path)


def _extent(data: bytes) -> tuple[int, int]:
    """Where the whole lines in `data` end, and where all that is written ends, before the room.

    Of a line that was being written when the power went, any parts may be there, zeros in place of the
    others. It was never acknowledged, and no other line comes after it.
    """
    hole = data.find(b"\0")
    if hole < 0:
        return data.rfind(b"\n") + 1, len(data)
    # Compared at once where nothing follows the zeros: stripping looks at each.
    written = hole if data[hole:] == bytes(len(data) - hole) else len(data.rstrip(b"\0"))
    holed = hole < written and data.find(b"\n", hole, written - 1) < 0
    return data.rfind(b"\n", 0, hole if holed else written) + 1, written


def read_lines(path: Path) -> tuple[Header, list[bytes]] | None:
    """Header and whole lines of a finished journal, or None where there is no file."""
    line_file = LineFile.open(path)
    if line_file is None:
        return None
    try:
        return line_file.header, line_file.read()
    except Rewritten:
        raise StateError("StateUnreadable", f"{path} changed while it was read. Try again.") from None
    finally:
        line_file.close()
