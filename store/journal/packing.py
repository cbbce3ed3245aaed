"""Packed documents: those of a checkpoint again, each to be read alone (`PATH.history/REVISION.packed`).

A large state opens by it without reading its documents. It is made beside the checkpoint and says of which
file (by its stamp), so it may be deleted, and that of another file is no use; the checkpoint stays the truth.

    certblade packed 1
    {"type":"_clock",…}{"type":"Microsoft.CertificateRegistration/certificateOrders",…}…    the documents
    [0, 212, …][2891334110, …]…                     numbers of each table: where its documents are, their
                                                    check values, and where each key leads
    {"world":…,"revision":…,"stamp":…,"tables":{…}}                                         the contents
    where the contents are, and their check value   the last 16 bytes

Every part has a CRC-32. A document that fails it is read from the checkpoint instead.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from store.files.durable import FileStamp, Scratch, make_directory, write_all
from store.resources.lookups import LOOKUPS, Key, Lookup
from store.world import Tables

#: Bytes of a checkpoint from which on it is packed: less is read whole in no time.
LEAST_PACKED = 1_000_000
_FIRST = b"certblade packed 1\n"
#: The end of the file: where the contents begin, their size and check value.
END = struct.Struct("<QII")
#: Bytes that are written, or read, at a time.
BUFFER = 256 * 1024


def worth_packing(size: int) -> bool:
    """Whether a checkpoint of so many bytes is packed."""
    return size >= LEAST_PACKED


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Bytes of the file: from where, how many, their CRC-32."""

    start: int
    size: int
    check: int


class Leads(msgspec.Struct, frozen=True, array_like=True):
    """Where keys lead: CRC-32 of each key in order, the place of its document, the number of keys."""

    checks: Part
    places: Part
    distinct: int


class Packing(msgspec.Struct, frozen=True):
    """A table: its documents, where each begins, their check values, their keys, and where keys lead."""

    documents: Part
    begins: Part
    checks: Part
    keys: Part
    ids: Leads
    lookups: dict[str, Leads]


class Contents(msgspec.Struct, frozen=True):
    """What is packed, and of which checkpoint."""

    world: str
    revision: int
    stamp: FileStamp
    byteorder: str
    tables: dict[str, Packing]


@cache
def _lookups() -> Mapping[str, tuple[Lookup[Any, Any], ...]]:
    found: dict[str, tuple[Lookup[Any, Any], ...]] = {}
    for lookup in LOOKUPS:
        name = str(lookup.kind.__struct_config__.tag)
        found[name] = (*found.get(name, ()), lookup)
    return found


def check_of(key: Key) -> int:
    """The check value that a key is found by."""
    return crc32((key if isinstance(key, str) else "\0".join(key)).encode("utf-8", "surrogatepass"))


class _Packer:
    """Writes parts one after another."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._buffer = bytearray(_FIRST)
        self._flushed = 0

    @property
    def at(self) -> int:
        return self._flushed + len(self._buffer)

    def add(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) >= BUFFER:
            self.flush()

    def part(self, data: bytes) -> Part:
        start = self.at
        self.add(data)
        return Part(start, len(data), crc32(data))

    def leads(self, pairs: list[tuple[int, int]]) -> Leads:
        """`pairs` are check values of keys, and places."""
        pairs.sort()
        checks, places = array("I", [one for one, _ in pairs]), array("I", [place for _, place in pairs])
        distinct = len(dict.fromkeys(checks))
        return Leads(self.part(checks.tobytes()), self.part(places.tobytes()), distinct)

    def flush(self) -> None:
        write_all(self._fd, bytes(self._buffer))
        self._flushed += len(self._buffer)
        self._buffer.clear()


def pack(path: Path, tables: Tables, world: str, revision: int, stamp: FileStamp) -> None:
    """Write the documents of the checkpoint with this stamp to `path`; raises `OSError`.

    Nothing waits until it is on the medium: what a power cut leaves of it fails its check values.
    """
    make_directory(path.parent)
    with Scratch(path) as scratch:
        packer = _Packer(scratch.fd)
        packed = {name: _packed(packer, name, table) for name, table in tables.items() if table}
        contents = packer.part(msgspec.json.encode(Contents(world, revision, stamp, sys.byteorder, packed)))
        packer.add(END.pack(contents.start, contents.size, contents.check))
        packer.flush()
        scratch.place()


def _packed(packer: _Packer, name: str, table: Mapping[str, Any]) -> Packing:
    encode = msgspec.json.Encoder().encode
    lookups = {lookup: list[tuple[int, int]]() for lookup in _lookups().get(name, ())}
    begins, checks, start, ids = array("Q"), array("I"), packer.at, list[tuple[int, int]]()
    for place, (key, document) in enumerate(table.items()):
        text = encode(document)
        begins.append(packer.at - start)
        checks.append(crc32(text))
        ids.append((check_of(key), place))
        for lookup, pairs in lookups.items():
            pairs += [(check_of(one), place) for one in lookup.of(document)]
        packer.add(text)
    begins.append(packer.at - start)
    return Packing(
        documents=Part(start, packer.at - start, 0),
        begins=packer.part(begins.tobytes()),
        checks=packer.part(checks.tobytes()),
        keys=packer.part(msgspec.json.encode(list(table))),
        ids=packer.leads(ids),
        lookups={lookup.name: packer.leads(pairs) for lookup, pairs in lookups.items()},
    )
