"""Lines of the journal, in JSON: a header that names the world, then a line per operation.

Each ends in a check value, by which a letter that was changed on the medium or by hand is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, Union
from zlib import crc32

import msgspec

from store.errors import StateError
from store.files.durable import FileStamp
from store.resources import TABLES, table_of
from store.world import NAMES, Changes, Draft, Stored, World
from store.world.table import Table

D = TypeVar("D")
#: Length of the member that holds a check value.
_CHECK = len(b',"check":"00000000"}')


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: which world the journal belongs to and the revision it goes on from.

    `checkpoint` is the stamp of the checkpoint file it was begun with.
    """

    world: str
    schema: int
    base: int
    checkpoint: FileStamp


class Line(msgspec.Struct, Generic[D], frozen=True, kw_only=True, omit_defaults=True):
    """One operation as the journal keeps it, without its secrets.

    `id` is its correlation id, `documents` all it wrote, `removed` table → keys it removed.
    """

    revision: int
    id: str
    caller: str
    operation: dict[str, Any]
    documents: tuple[D, ...]
    removed: dict[str, tuple[str, ...]] = {}

    @property
    def changes(self: Line[Stored]) -> Changes:
        """The same as a draft's changes: table → key → document, or None where it was removed."""
        changes: Changes = {}
        for document in self.documents:
            changes.setdefault(table_of(type(document)), {})[document.key] = document
        for table, keys in self.removed.items():
            changes.setdefault(table, {}).update(dict.fromkeys(keys))
        return changes


@cache
def _encoder() -> msgspec.json.Encoder:
    return msgspec.json.Encoder()


@cache
def _lines_decoder(kinds: frozenset[type[Stored]] | None = None) -> msgspec.json.Decoder[Line[Stored]]:
    """Reads lines with documents of these kinds, or of all: the first of a decoder for all takes its time."""
    known: Any = Union[tuple(kinds or TABLES.values())]  # noqa: UP007 - made at run time
    return msgspec.json.Decoder(Line[known])


@cache
def plain_decoder() -> msgspec.json.Decoder[Line[dict[str, Any]]]:
    """Reads lines of any schema: documents stay plain JSON."""
    return msgspec.json.Decoder(Line[dict[str, Any]])


def make_line(draft: Draft, *, id: str, caller: str, operation: Mapping[str, Any]) -> Line[Stored]:
    """The line of an operation that wrote this draft."""
    documents: list[Stored] = []
    removed: dict[str, tuple[str, ...]] = {}
    for table, changed in draft.changes.items():
        for key, document in changed.items():
            if document is None:
                removed[table] = (*removed.get(table, ()), key)
            else:
                documents.append(document)
    return Line(
        revision=draft.revision,
        id=id,
        caller=caller,
        operation=dict(operation),
        documents=tuple(documents),
        removed=removed,
    )


def encode(line: Line[Stored] | Header) -> bytes:
    """One line of the journal with its check value, newline included.

    Raises `StateError` NotUnicode for lone surrogates, NotStorable for what JSON has no form for.
    """
    try:
        return sealed(_encoder().encode(line)) + b"\n"
    except UnicodeEncodeError as error:
        raise StateError(
            "NotUnicode",
            f"{error.object[:40]!r} is not valid Unicode text and cannot be stored. Type it again.",
        ) from None
    except (ValueError, TypeError, RecursionError) as error:
        raise _not_storable(error) from None


def sealed(text: bytes) -> bytes:
    """A JSON object with one more member: the CRC-32 of everything before it."""
    body = text[:-1]
    return body + _check(body)


def _check(text: bytes) -> bytes:
    return b',"check":"%08x"}' % crc32(text)


def unsound(line: bytes) -> str:
    """What is wrong where a line is not as it was written, else ""; lines may have no check value.

    What ends a line without one, `]` or `}`, ends no check value: no changed letter makes one of the other.
    """
    if line.endswith((b"]}", b"}}")) or line[-_CHECK:] == _check(line[:-_CHECK]):
        return ""
    return "its check value does not fit, so something in it was changed"


def check(line: Line[Stored], text: bytes) -> None:
    """Make sure that a line, encoded as `text`, can be read again.

    Raises `StateError` NotStorable for a document that breaks its own struct's rules (making a struct checks
    nothing).
    """
    try:
        _lines_decoder(frozenset(map(type, line.documents))).decode(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise _not_storable(error) from None


def _not_storable(error: Exception) -> StateError:
    return StateError(
        "NotStorable", f"A document of this operation cannot be stored: {error}. Nothing was changed."
    )


def decode_header(raw: bytes, path: Path) -> tuple[Header, int]:
    """The header that a journal begins with, and its length; raises `StateError` JournalDamaged."""
    line, end, _ = raw.partition(b"\n")
    try:
        if end:
            header = msgspec.json.decode(line, type=Header)
            if reason := unsound(line):
                raise ValueError(reason)
            if header.world and header.base >= 0:
                return header, len(line) + 1
            reason = "its first line names no world or no revision"
        else:
            reason = "its first line is not whole" if raw else "it is empty"
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        reason = f"its first line does not name a world ({error})"
    raise StateError(
        "JournalDamaged",
        f"{path} cannot be used: {reason}. It is left as it is; "
        "move it away to go on without the operations in it.",
    )


def lines_from(
    raw: list[bytes], base: int, first: int, path: Path, last: int | None = None
) -> list[Line[Stored]]:
    """Of the lines after revision `base`, those of revisions `first` to `last` (or the end), decoded.

    Those before are passed over unread, if they are the ones they should be.
    """
    for revision, line in enumerate(raw[: first - base - 1], base + 1):
        if not line.startswith(b'{"revision":%d,' % revision):
            raise damaged(path, revision, "it does not begin with that revision")
    return decode_lines(raw[first - base - 1 : None if last is None else last - base], first, path)


def decode_lines(raw: list[bytes], first: int, path: Path) -> list[Line[Stored]]:
    """Lines of consecutive revisions from `first` on; raises `StateError` JournalDamaged naming the line."""
    lines: list[Line[Stored]] = []
    for revision, one in enumerate(raw, first):
        try:
            # Made for the first line: after a checkpoint there is none.
            line = _lines_decoder().decode(one)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise damaged(path, revision, str(error)) from None
        if line.revision != revision or line.removed or unsound(one):
            reason = _complaint(line, revision) or unsound(one)
            if reason:
                raise damaged(path, revision, reason)
        lines.append(line)
    return lines


def damaged(path: Path, revision: int, reason: str) -> StateError:
    """The fault of a line that cannot be read, and the way on that loses least."""
    return StateError(
        "JournalDamaged",
        f"{path} is damaged at the line of revision {revision}: {reason}. It is left as it is; keep a copy, "
        "then delete that line and those after it to go on from the revision before.",
    )


def _complaint(line: Line[Stored], revision: int) -> str:
    if line.revision != revision:
        return f"it says revision {line.revision}"
    return next((f"there is no table {table!r}" for table in line.removed if table not in TABLES), "")


def fold(world: World, lines: Iterable[Line[Stored]]) -> World:
    """The world after these lines."""
    written: dict[str, Table[str, Stored]] = {}
    revision = world.revision

    def writable(name: str) -> Table[str, Stored]:
        table = written.get(name)
        if table is None:
            table = written[name] = Table(world.tables.get(name, {}))
        return table

    for line in lines:
        for document in line.documents:
            writable(NAMES[type(document)]).put(document.key, document)
        for name, keys in line.removed.items():
            for key in keys:
                writable(name).remove(key)
        revision = line.revision
    settled = {name: table.settled() for name, table in written.items()}
    return World({**world.tables, **settled}, revision, world)


def difference(old: World, new: World) -> Changes:
    """The changes that turn `old` into `new`."""
    changes: Changes = {}
    for name in {**old.tables, **new.tables}:
        before, after = old.tables.get(name, {}), new.tables.get(name, {})
        if before is after:
            continue
        changed: dict[str, Stored | None] = dict.fromkeys(key for key in before if key not in after)
        changed.update(
            {
                key: document
                for key, document in after.items()
                if (known := before.get(key)) is not document and known != document
            }
        )
        if changed:
            changes[name] = changed
    return changes
