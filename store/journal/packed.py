"""Packed documents, read: the tables of a large checkpoint as shelves, no document of which is read yet."""

from __future__ import annotations

import os
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from weakref import finalize
from zlib import crc32

import msgspec

from store.errors import StateError
from store.files.durable import FileStamp, open_regular
from store.journal.packing import BUFFER, END, Contents, Packing, Part, check_of
from store.resources import TABLES
from store.resources.lookups import Key
from store.world import Tables
from store.world.shelf import Shelf


def unpacked(
    path: Path, world: str, revision: int, stamp: FileStamp, spare: Callable[[], Tables]
) -> Tables | None:
    """The tables that are packed in `path` for this checkpoint, or None where they are not, or not whole.

    `spare` reads the checkpoint; it is asked where a document cannot be read.
    """
    try:
        fd = open_regular(path)
    except (OSError, StateError):
        return None
    file = PackedFile(fd, spare)
    contents = file.contents()
    if (
        contents is None
        or (contents.world, contents.revision, contents.stamp) != (world, revision, stamp)
        or contents.byteorder != sys.byteorder
        or not contents.tables.keys() <= TABLES.keys()
    ):
        return None
    return {name: Shelf(_Stored(file, name, packing)) for name, packing in contents.tables.items()}


class PackedFile:
    """An open packed file; it stays open as long as somebody may ask for a document."""

    def __init__(self, fd: int, spare: Callable[[], Tables]) -> None:
        self._fd = fd
        self._spare = spare
        self._tables: Tables | None = None
        finalize(self, os.close, fd)

    def contents(self) -> Contents | None:
        """What the end of the file says is in it; None where that is not whole."""
        try:
            size = os.fstat(self._fd).st_size
            start, length, check = END.unpack(os.pread(self._fd, END.size, size - END.size))
            text = self.read(Part(start, length, check))
            return None if text is None else msgspec.json.decode(text, type=Contents)
        except (OSError, struct.error, OverflowError, msgspec.MsgspecError, ValueError):
            return None

    def read(self, part: Part) -> bytes | None:
        """The bytes of a part; None where they are not those that were written."""
        try:
            data = os.pread(self._fd, part.size, part.start)
        except OSError:
            return None
        return data if len(data) == part.size and crc32(data) == part.check else None

    def raw(self, start: int, size: int) -> bytes:
        """The bytes there, to be checked by whoever asked; short or none where they cannot be read."""
        try:
            return os.pread(self._fd, size, start)
        except OSError:
            return b""

    def spare(self, table: str) -> Mapping[str, Any]:
        """The documents of a table from the checkpoint itself; raises `StateError`."""
        if self._tables is None:
            self._tables = self._spare()
        return self._tables.get(table, {})


class _Damaged(Exception):
    """A part of the file is not as it was written."""


@cache
def _decoder(table: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(TABLES[table])


def _led(checks: array[int], places: array[int], wanted: int) -> list[int]:
    """The places that the keys of a check value lead to."""
    at = bisect_left(checks, wanted)
    found = []
    while at < len(checks) and checks[at] == wanted:
        found.append(places[at])
        at += 1
    return found


class _Stored:
    """The documents of one table in a packed file."""

    def __init__(self, file: PackedFile, name: str, packing: Packing) -> None:
        self._file = file
        self._name = name
        self._packing = packing
        self._numbers: dict[Part, array[int]] = {}

    @property
    def count(self) -> int:
        return self._packing.checks.size // 4

    def keys(self) -> tuple[str, ...]:
        text = self._file.read(self._packing.keys)
        if text is None:
            return tuple(self._file.spare(self._name))
        return msgspec.json.decode(text, type=tuple[str, ...])

    def places(self, key: str) -> Iterable[int]:
        try:
            checks, places = self._ids
        except _Damaged:
            return self._spare_places(key)
        return _led(checks, places, check_of(key))

    def having(self, lookup: str, key: Key) -> Iterable[int]:
        leads = self._packing.lookups[lookup]
        try:
            checks, places = self._array(leads.checks, "I"), self._array(leads.places, "I")
        except _Damaged:
            return range(self.count)
        return sorted(_led(checks, places, check_of(key)))

    def distinct(self, lookup: str) -> int | None:
        leads = self._packing.lookups.get(lookup)
        return None if leads is None else leads.distinct

    def _spare_places(self, key: str) -> Iterator[int]:
        return (place for place, one in enumerate(self._file.spare(self._name)) if one == key)

    def read(self, place: int) -> Any:
        try:
            begins, checks = self._documents
            start = begins[place]
            text = self._file.raw(self._packing.documents.start + start, begins[place + 1] - start)
            return self._decoded(text, checks[place])
        except _Damaged:
            return list(self._file.spare(self._name).values())[place]

    def read_all(self) -> Iterator[Any]:
        try:
            begins, checks = self._documents
        except _Damaged:
            yield from self._file.spare(self._name).values()
            return
        start, documents, held = 0, memoryview(b""), 0
        for place, check in enumerate(checks):
            end = begins[place + 1]
            if end > held:
                # Some at a time, so that they are not in memory twice.
                start = begins[place]
                size = max(BUFFER, end - start)
                documents = memoryview(self._file.raw(self._packing.documents.start + start, size))
                held = start + size
            try:
                yield self._decoded(documents[begins[place] - start : end - start], check)
            except _Damaged:
                yield list(self._file.spare(self._name).values())[place]

    def _decoded(self, text: bytes | memoryview, check: int) -> Any:
        if crc32(text) != check:
            raise _Damaged
        try:
            return _decoder(self._name).decode(text)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            # Written by a version with other documents: what is to be said of it says the checkpoint.
            raise _Damaged from None

    # One document after another is read by these; each is kept from the first time on.
    @cached_property
    def _documents(self) -> tuple[array[int], array[int]]:
        """Where each document begins, and the check value of each; raises `_Damaged`."""
        return self._array(self._packing.begins, "Q"), self._array(self._packing.checks, "I")

    @cached_property
    def _ids(self) -> tuple[array[int], array[int]]:
        """The check value of each key in order, and the place of its document; raises `_Damaged`."""
        return self._array(self._packing.ids.checks, "I"), self._array(self._packing.ids.places, "I")

    def _array(self, part: Part, kind: str) -> array[int]:
        """The numbers of a part, kept from the first time on; raises `_Damaged`."""
        found = self._numbers.get(part)
        if found is None:
            data = self._file.read(part)
            if data is None:
                raise _Damaged
            found = array(kind)
            found.frombytes(data)
            self._numbers[part] = found
        return found
