"""The journal as a file: read as far as it is whole, appended to one durable line at a time."""

from __future__ import annotations

import os
from fcntl import F_GETFL, fcntl
from pathlib import Path

from store.errors import StateError
from store.files.durable import FileStamp, open_regular, read_from, reading, stamp_of, sync, write_all
from store.journal.lines import Header, decode_header

#: How much of what was read last is compared before reading on.
_TAIL = 4096


class Rewritten(Exception):
    """Lines that were read are gone: another writer took back a line that was not synced."""


class NotTakenBack(Exception):
    """A line could not be written, nor what there is of it be taken away again."""


class LineFile:
    """An open journal file. `revision` is that of the last line read; `torn`: an unfinished one follows."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self._fd = fd
        self._seen: FileStamp | None = None
        self._tail = b""
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
            raw = os.pread(self._fd, _TAIL, 0)
        self.header, length = decode_header(raw, self.path)
        self._take(raw[:length])

    def changed(self) -> bool:
        """Whether the path holds another file, or this one was written, since the last `read`."""
        status = _status(self.path)
        return status is None or stamp_of(status) != self._seen

    def replaced(self) -> bool:
        """Whether the path holds another file now, or none."""
        status = _status(self.path)
        return status is None or status.st_ino != os.fstat(self._fd).st_ino

    def read(self) -> list[bytes]:
        """The whole lines written since the last `read`; raises `Rewritten`."""
        with reading(self.path):
            status = os.fstat(self._fd)
            start = self.offset - len(self._tail)
            data = read_from(self._fd, start)
        if not data.startswith(self._tail):
            raise Rewritten
        fresh = data[len(self._tail) :]
        whole = fresh[: _whole(fresh)]
        self._seen = stamp_of(status)
        self.torn = len(whole) < len(fresh)
        self._take(whole)
        lines = whole.split(b"\n")[:-1]
        self.revision += len(lines)
        return lines

    def unread(self, lines: list[bytes]) -> None:
        """Go back before the lines of the last `read`, because they are damaged."""
        self.revision -= len(lines)
        self.offset -= sum(len(line) + 1 for line in lines)
        with reading(self.path):
            start = max(0, self.offset - _TAIL)
            self._tail = os.pread(self._fd, self.offset - start, start)
        self._seen = None

    def raw_from(self, offset: int) -> bytes:
        """The bytes of the lines read so far, from `offset` on."""
        return read_from(self._fd, offset)[: self.offset - offset]

    def unfinished(self) -> bytes:
        """The bytes after the last whole line."""
        return read_from(self._fd, self.offset)

    def cut(self) -> None:
        """Remove what follows the last whole line."""
        os.ftruncate(self._fd, self.offset)
        self.torn = False

    def make_writable(self) -> None:
        """Open the file anew where it could only be read; raises `OSError` where that is still so."""
        if fcntl(self._fd, F_GETFL) & os.O_ACCMODE == os.O_RDWR:
            return
        fd = open_regular(self.path, os.O_RDWR | os.O_APPEND)
        os.close(self._fd)
        self._fd = fd

    def append(self, line: bytes) -> None:
        """Write a line and return once it is durable; the state's lock is held and nothing is torn.

        On failure the file is as it was, and the error goes on; `NotTakenBack` where it is not.
        """
        try:
            write_all(self._fd, line)
            sync(self._fd)
        except BaseException as error:
            try:
                os.ftruncate(self._fd, self.offset)
                sync(self._fd)
            except OSError as second:
                raise NotTakenBack(str(second.strerror or second)) from error
            raise
        self._take(line)
        self.revision += 1
        self._seen = stamp_of(os.fstat(self._fd))

    def sync(self) -> None:
        """Make the lines read so far durable, also those that others wrote."""
        sync(self._fd)

    def close(self) -> None:
        os.close(self._fd)

    def _take(self, data: bytes) -> None:
        self.offset += len(data)
        self._tail = (self._tail + data[-_TAIL:])[-_TAIL:]


def _status(path: Path) -> os.stat_result | None:
    try:
        with reading(path):
            return path.stat()
    except FileNotFoundError:
        return None


def _open(path: Path) -> int:
    """Open for appending, or only for reading where writing is not allowed."""
    try:
        return open_regular(path, os.O_RDWR | os.O_APPEND)
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise
        return open_regular(path)


def _whole(data: bytes) -> int:
    """Length of the whole lines in `data`.

    A line written just before a power cut may be there in length but not in content: NUL bytes up to
    the end, or in the last line only. JSON holds none, so such a line was never acknowledged.
    """
    hole = data.find(b"\0")
    if hole >= 0 and data.find(b"\n", hole, len(data) - 1) < 0:
        data = data[:hole]
    return data.rfind(b"\n") + 1


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
