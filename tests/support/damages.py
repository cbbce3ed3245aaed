"""Damages of state files and journals, by name: each makes other bytes of those that were written."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

from store.journal.lines import sealed

Damage = Callable[[bytes], bytes]


def edit(change: Callable[[dict[str, Any]], object]) -> Damage:
    """A change of the JSON, written back as an editor would."""

    def damage(data: bytes) -> bytes:
        tables = json.loads(data)
        change(tables)
        return json.dumps(tables, indent=1).encode()

    return damage


def meta(**values: Any) -> Damage:
    """Other values in the checkpoint's own record."""
    return edit(lambda tables: tables["_meta"]["1"].update(values))


def document(table: str, **values: Any) -> Damage:
    """Other values in the first document of a table."""
    return edit(lambda tables: tables[table]["1"].update(values))


def resealed(old: bytes, new: bytes) -> Damage:
    """A change of journal lines by a program that writes the check values which go with it."""

    def damage(data: bytes) -> bytes:
        return b"".join(without_check(line.replace(old, new), seal=True) for line in data.splitlines(True))

    return damage


def without_check(line: bytes, *, seal: bool = False) -> bytes:
    """A journal line as it was before lines had check values; `seal` gives it one again."""
    text = re.sub(rb',"check":"[0-9a-f]{8}"}\n$', b"}", line)
    return (sealed(text) if seal else text) + b"\n"


#: Checkpoint files that are not a world.
NOT_WORLDS: dict[str, Damage] = {
    "empty": lambda data: b"",
    "white space": lambda data: b" \n\t\n",
    "one byte": lambda data: b"{",
    "truncated in the middle": lambda data: data[: len(data) // 2],
    "truncated at the end": lambda data: data[:-3],
    "trailing garbage": lambda data: data + b"garbage",
    "two documents": lambda data: data + data,
    "filled with NUL": lambda data: b"\0" * len(data),
    "NUL in the middle": lambda data: data[:100] + b"\0" * 64 + data[164:],
    "NUL at the end": lambda data: data[:-64] + b"\0" * 64,
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-32": lambda data: data.decode().encode("utf-32"),
    "Latin-1": lambda data: data.replace(b"rg-web", b"rg-w\xe9b"),
    "lone surrogate": lambda data: data.replace(b"rg-web", b"rg-\\ud800b"),
    "merge conflict": lambda data: b"<<<<<<< HEAD\n" + data + b"=======\n" + data + b">>>>>>> other\n",
    "conflict inside": lambda data: data.replace(b"\n", b"\n<<<<<<< HEAD\n", 1),
    "list": lambda data: b"[]",
    "number": lambda data: b"12",
    "null": lambda data: b"null",
    "NaN": lambda data: data.replace(b'"speed": 0', b'"speed": NaN'),
    "infinity": lambda data: data.replace(b'"speed": 0', b'"speed": -Infinity'),
    "huge number": lambda data: data.replace(b'"speed": 0', b'"speed": ' + b"9" * 5000),
    "exponent": lambda data: data.replace(b'"speed": 0', b'"speed": 1e999'),
    "deep nesting": lambda data: b'{"_meta":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep nesting, open": lambda data: b"[" * 1_000_000,
    "deep objects": lambda data: b'{"a":' * 100_000,
    "comments": lambda data: b"// the state\n" + data,
    "trailing comma": lambda data: data.replace(b"\n}\n", b",\n}\n"),
    "single quotes": lambda data: data.replace(b'"', b"'"),
    "gzip": gzip.compress,
    "PEM": lambda data: b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "random": lambda data: bytes(range(256)) * 20,
    "SQLite": lambda data: b"SQLite format 3\0" + bytes(4000),
    "another TinyDB": lambda data: b'{"_default": {"1": {"name": "x"}}}',
    "empty object": lambda data: b"{}",
    "no meta": edit(lambda tables: tables.pop("_meta")),
    "meta a list": edit(lambda tables: tables.update(_meta=[])),
    "meta empty": edit(lambda tables: tables.update(_meta={})),
    "meta text": edit(lambda tables: tables["_meta"].update({"1": "x"})),
    "two metas": edit(lambda tables: tables["_meta"].update({"2": tables["_meta"]["1"]})),
    "negative revision": meta(revision=-1),
    "revision text": meta(revision="2"),
    "no world id": meta(world=""),
    "world id a number": meta(world=7),
    "table a list": edit(lambda tables: tables.update(_clock=[])),
    "table null": edit(lambda tables: tables.update(_clock=None)),
    "unknown table": edit(lambda tables: tables.update(Bananas={"1": {"id": "x"}})),
    "document a list": edit(lambda tables: tables["_clock"].update({"1": []})),
    "document empty": edit(lambda tables: tables["_clock"].update({"1": {}})),
    "no clock": edit(lambda tables: tables.pop("_clock")),
    "no world": edit(lambda tables: tables.pop("_world")),
    "another clock": document("_clock", id="watch"),
    "unknown era": document("_world", era="1999"),
    "unknown field": document("_world", extra=1),
    "missing field": edit(lambda tables: tables["_world"]["1"].pop("seed")),
    "wrong type tag": document("_clock", type="_world"),
    "text for a number": document("_clock", speed="fast"),
    "true for a number": document("_clock", speed=True),
    "null for text": document("_world", name=None),
    "no date": document("_clock", now="yesterday"),
    "date without zone": document("_clock", now="2022-08-01T09:00:00"),
    "id of another type": document("Microsoft.Resources/resourceGroups", id="/x/y"),
    "id twice": edit(lambda tables: tables["_clock"].update({"2": tables["_clock"]["1"]})),
    "key no number": edit(lambda tables: tables["_clock"].update(x=tables["_clock"].pop("1"))),
}
#: Checkpoint files that are a world, and not the one that was written.
READABLE: dict[str, Damage] = {
    "rewritten by TinyDB": edit(lambda tables: None),
    "another name": document("_world", name="edited"),
    "a removed table": edit(lambda tables: tables.pop("Microsoft.Resources/resourceGroups")),
    "older revision": meta(revision=0),
    "extra white space": lambda data: data + b"\n",
}
#: Checkpoint files of a schema that cannot be read, with the code of the refusal.
REFUSED: dict[str, tuple[str, Damage]] = {
    "newer schema": ("SchemaNewer", meta(schema=2)),
    "much newer schema": ("SchemaNewer", meta(schema=10**30)),
    "negative schema": ("SchemaInvalid", meta(schema=-1)),
    "schema nobody wrote": ("SchemaInvalid", meta(schema=0)),
    "schema text": ("SchemaInvalid", meta(schema="1")),
    "schema a fraction": ("SchemaInvalid", meta(schema=1.5)),
    "schema true": ("SchemaInvalid", meta(schema=True)),
    "schema null": ("SchemaInvalid", meta(schema=None)),
    "no schema": ("SchemaInvalid", edit(lambda tables: tables["_meta"]["1"].pop("schema"))),
}
#: Journals with a fault that no crash leaves behind.
JOURNALS: dict[str, Damage] = {
    "empty": lambda data: b"",
    "header torn": lambda data: data[:20],
    "header foreign": lambda data: b"hello\n" + data,
    "header a list": lambda data: b"[]\n",
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "NUL at the beginning": lambda data: b"\0" * 80 + data[80:],
    "first line gone": lambda data: b"".join(data.splitlines(True)[1:]),
    "a line gone": lambda data: b"".join(data.splitlines(True)[:1] + data.splitlines(True)[2:]),
    "a line twice": lambda data: data + data.splitlines(True)[-1],
    "lines exchanged": lambda data: b"".join(data.splitlines(True)[:1] + data.splitlines(True)[:0:-1]),
    "an empty line": lambda data: data.replace(b"\n", b"\n\n", 1),
    "garbage line": lambda data: data + b"garbage\n",
    "merge conflict": lambda data: data.replace(b"\n", b"\n<<<<<<< HEAD\n", 1),
    "NUL in a line before the last": lambda data: data[:200] + b"\0" * 5 + data[205:],
    "deep line": lambda data: data + b"[" * 100_000 + b"\n",
    "deep operation": resealed(b'{"operation"', b'{"x":' + b"[" * 100_000 + b',"operation"'),
    "NaN": resealed(b'"speed":0', b'"speed":NaN'),
    "unknown field": resealed(b'"speed":0', b'"speed":0,"x":1'),
    "unknown type": resealed(b'"type":"_mails"', b'"type":"_bananas"'),
    "unknown table": resealed(b'"removed":{"_mails"', b'"removed":{"_bananas"'),
    "Latin-1": resealed(b"ada@", b"ad\xe9@"),
    "date without zone": resealed(b":00Z", b":00"),
    "negative base": resealed(b'"base":0', b'"base":-4'),
    "newer schema": resealed(b'"schema":1', b'"schema":2'),
    "schema text": resealed(b'"schema":1', b'"schema":"1"'),
    "a letter of a text": lambda data: data.replace(b'"me 2"', b'"me 7"'),
    "a digit of a date": lambda data: data.replace(b"T11:00:00Z", b"T17:00:00Z"),
    "a letter of a caller": lambda data: data.replace(b'"caller":"me"', b'"caller":"he"'),
    "a letter of an operation": lambda data: data.replace(b"AddMail", b"AddNail"),
    "a letter of the world's id": lambda data: re.sub(rb'"world":".', b'"world":"g', data, count=1),
    "a digit of the base": lambda data: data.replace(b'"base":0', b'"base":1'),
    "a digit of a check value": lambda data: re.sub(rb'"check":".', b'"check":"g', data),
    "a letter of a check value's name": lambda data: data.replace(b'"check"', b'"chick"'),
    "no check value": lambda data: re.sub(rb'"check":"[0-9a-f]{8}"', b'"check":""', data),
}
