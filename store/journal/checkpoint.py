"""The checkpoint file: a TinyDB document file ⇄ the structs of a world.

The file is what stock TinyDB reads and writes: an object of tables, each an object of documents under
"1", "2", …. The last table, `_meta`, holds the schema version, the world's id, the revision, and a
digest of everything before it, by which an edited file is told from one we wrote.

A new schema: raise `SCHEMA`, and add to `MIGRATIONS`, under the old version, a function that is given
the documents as a TinyDB in memory and changes them with TinyDB's own means.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from store.errors import StateError
from store.files.durable import FileStamp, Scratch, open_regular, read_from, reading, write_all
from store.resources import TABLES
from store.world import Stored, Tables, World
from store.world.integrity import incomplete, misplaced

if TYPE_CHECKING:
    import hashlib

    from tinydb import TinyDB

    from store.journal.lines import Line

#: Version of the documents this program writes.
SCHEMA = 1
Migrations = Mapping[int, "Callable[[TinyDB], None]"]
#: Schema version → what makes its documents those of the next version.
MIGRATIONS: Migrations = {}
_META = "_meta"
_META_AT = b'  "_meta": {'
#: More than the bytes of the last table.
_META_SIZE = 4096
_BUFFER = 256 * 1024
#: Codes of files that hold something else than a world: another copy of it may still be whole.
BROKEN = ("StateDamaged", "StateForeign")


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """The one document of the table `_meta`."""

    schema: int
    world: str
    revision: int
    sha256: str = ""


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint file as read, its documents not decoded yet."""

    path: Path
    stamp: FileStamp
    meta: Meta
    tables: dict[str, msgspec.Raw]
    #: Whether every byte is as it was written.
    intact: bool

    def world(self) -> World:
        """Its documents as a world; raises `StateError` StateDamaged."""
        with uncollected():
            tables = {
                name: _documents(self.path, name, raw) for name, raw in self.tables.items() if name != _META
            }
        world = World(tables, self.meta.revision)
        reason = incomplete(world) or ("" if self.intact else misplaced(world))
        if reason:
            raise broken(self.path, reason)
        return world


def parse(
    path: Path, data: bytes, stamp: FileStamp, written: FileStamp | None, migrations: Migrations
) -> Checkpoint:
    """Parse a checkpoint file; `written` is the stamp of the file written there, where there is one.

    Raises `StateError`: StateDamaged, StateForeign, SchemaNewer, SchemaInvalid.
    """
    try:
        tables = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise broken(path, _reason(data, error)) from None
    if _META not in tables:
        raise broken(path, "it is JSON, but has no table _meta", "StateForeign")
    _check_schema(path, tables[_META], migrations)
    try:
        (meta,) = msgspec.json.decode(tables[_META], type=dict[str, Meta]).values()
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise broken(path, f"its table _meta is not in order ({error})") from None
    if not meta.world or meta.revision < 0:
        raise broken(path, "its table _meta names no world or no revision")
    intact = stamp == written or _digest_fits(data, meta)
    return Checkpoint(path=path, stamp=stamp, meta=meta, tables=tables, intact=intact)


def peek(path: Path) -> Meta:
    """The `_meta` document at the end of a checkpoint; raises like `read_regular`, or StateDamaged."""
    with reading(path):
        fd = open_regular(path)
        try:
            data = read_from(fd, max(0, os.fstat(fd).st_size - _META_SIZE))
        finally:
            os.close(fd)
    _, found, end = data.rpartition(_META_AT)
    try:
        return msgspec.json.decode(b"{" + end[:-2], type=dict[str, Meta])["1"]
    except (msgspec.MsgspecError, ValueError, KeyError, RecursionError):
        raise broken(
            path, "its table _meta is not where it was written" if found else "it has no table _meta"
        ) from None


def broken(path: Path, reason: str, code: str = "StateDamaged") -> StateError:
    """A file that does not hold a world."""
    return StateError(
        code,
        f"{path} is not a certblade state: {reason}. It is left as it is; restore it from a copy, "
        "give another path, or make a new world there with: certblade new --replace",
    )


def _reason(data: bytes, error: Exception) -> str:
    if not data.strip():
        return "it is empty"
    if not data.strip(b"\0") or b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it holds NUL bytes where text should be"
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return "it begins with a byte order mark; save it as UTF-8 without one"
    if data.startswith(b"<<<<<<< ") or b"\n<<<<<<< " in data:
        return "it holds the marks of a merge conflict"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return f"it is not whole JSON ({error})"


def _check_schema(path: Path, raw: msgspec.Raw, migrations: Migrations) -> None:
    try:
        found = next(iter(msgspec.json.decode(raw, type=dict[str, dict[str, Any]]).values())).get("schema")
    except (msgspec.MsgspecError, ValueError, RecursionError, StopIteration) as error:
        raise broken(path, f"its table _meta is not in order ({error or 'empty'})") from None
    check_schema(path, found, migrations)


def check_schema(path: Path, found: object, migrations: Migrations) -> None:
    """Refuse a schema version that this program can neither read nor migrate."""
    if type(found) is int and found > SCHEMA:
        raise StateError(
            "SchemaNewer",
            f"{path} was written by a newer certblade (schema {found}; this one knows {SCHEMA}). "
            "Nothing was changed; open it with the newer version.",
        )
    if type(found) is not int or any(version not in migrations for version in range(found, SCHEMA)):
        raise StateError(
            "SchemaInvalid",
            f"{path} says schema {found!r:.40}, which no version of certblade wrote. "
            "Nothing was changed; restore it from a copy, or give another path.",
        )


@cache
def _decoder(kind: type[Stored]) -> msgspec.json.Decoder[dict[str, Stored]]:
    return msgspec.json.Decoder(dict[str, kind])  # type: ignore[valid-type]


def _documents(path: Path, name: str, raw: msgspec.Raw) -> dict[str, Stored]:
    kind = TABLES.get(name)
    if kind is None:
        raise broken(path, f"there is no table {name!r:.80}")
    try:
        numbered = _decoder(kind).decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise broken(path, f"table {name}: {error}") from None
    documents = {document.key: document for document in numbered.values()}
    if len(documents) != len(numbered):
        raise broken(path, f"table {name} holds one id twice")
    if not all(key.isdecimal() for key in numbered):
        raise broken(path, f"table {name} has a document whose key is not a number")
    return documents


@contextmanager
def uncollected() -> Iterator[None]:
    """Many documents made at once are no garbage: looking for it would double the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def write(scratch: Scratch, tables: Tables, world: str, revision: int) -> None:
    """Write a checkpoint, document by document, so that other threads get their turns."""
    for piece in pieces(tables, Meta(schema=SCHEMA, world=world, revision=revision)):
        write_all(scratch.fd, piece)


def pieces(tables: Tables, meta: Meta) -> Iterator[bytes]:
    """The bytes of a checkpoint, some documents at a time; the digest of `meta` is worked out on the way."""
    digest = _digest(meta.schema, meta.world, meta.revision)
    for piece in _pieces(tables):
        digest.update(piece)
        yield piece
    yield _last_table(msgspec.structs.replace(meta, sha256=digest.hexdigest()))


def _pieces(tables: Tables) -> Iterator[bytes]:
    encode, layout = msgspec.json.Encoder().encode, msgspec.json.format
    buffer = bytearray(b"{\n")
    for name, documents in tables.items():
        if not documents:
            continue
        buffer += b"  %s: {" % encode(name)
        for number, document in enumerate(documents.values(), 1):
            text = layout(encode(document), indent=2).replace(b"\n", b"\n    ")
            buffer += b'%s\n    "%d": %s' % (b"," if number > 1 else b"", number, text)
            if len(buffer) >= _BUFFER:
                yield bytes(buffer)
                buffer.clear()
        buffer += b"\n  },\n"
    yield bytes(buffer)


def _last_table(meta: Meta) -> bytes:
    text = msgspec.json.format(msgspec.json.encode({"1": meta}), indent=2).replace(b"\n", b"\n  ")
    return b'  "_meta": %s\n}\n' % text


def _digest(schema: int, world: str, revision: int) -> hashlib._Hash:
    # A state whose file is as we left it opens without a digest, and without this import.
    import hashlib

    return hashlib.sha256(f"{schema} {world} {revision}\n".encode())


def _digest_fits(data: bytes, meta: Meta) -> bool:
    at = data.rfind(_META_AT)
    if at < 0 or data[at:] != _last_table(meta):
        return False
    digest = _digest(meta.schema, meta.world, meta.revision)
    digest.update(memoryview(data)[:at])
    return digest.hexdigest() == meta.sha256


def migrate(checkpoint: Checkpoint, lines: list[Line[dict[str, Any]]], migrations: Migrations) -> World:
    """The world of an older schema: its journal is folded in as it was written, then the documents move up.

    Raises `StateError` StateDamaged where the result is not a world.
    """
    from tinydb import TinyDB
    from tinydb.storages import MemoryStorage

    with TinyDB(storage=MemoryStorage) as database:
        database.storage.write(_folded(checkpoint, lines))
        for version in range(checkpoint.meta.schema, SCHEMA):
            migrations[version](database)
        tables = {
            name: msgspec.Raw(msgspec.json.encode(table))
            for name, table in (database.storage.read() or {}).items()
        }
    revision = lines[-1].revision if lines else checkpoint.meta.revision
    meta = msgspec.structs.replace(checkpoint.meta, schema=SCHEMA, revision=revision)
    return msgspec.structs.replace(checkpoint, meta=meta, tables=tables, intact=False).world()


def _folded(checkpoint: Checkpoint, lines: list[Line[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    try:
        tables: dict[str, dict[str, Any]] = {
            name: {str(document["id"]).lower(): document for document in msgspec.json.decode(raw).values()}
            for name, raw in checkpoint.tables.items()
            if name != _META
        }
        for line in lines:
            for document in line.documents:
                tables.setdefault(document["type"], {})[str(document["id"]).lower()] = document
            for name, keys in line.removed.items():
                for key in keys:
                    tables.get(name, {}).pop(key, None)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise broken(
            checkpoint.path, f"a document of schema {checkpoint.meta.schema} has no id or type ({error!r})"
        ) from None
    return {
        name: {str(number): document for number, document in enumerate(table.values(), 1)}
        for name, table in tables.items()
    }
