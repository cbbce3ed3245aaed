"""Indexes: the documents of a kind by a key that they have in common, kept from one world to the next.

The certificates of each webspace, for pages that ask at every key press:

    def _certificate_keys(view):      # called once for each new index
        return lambda certificate: (webspace_of_certificate(certificate),)    # the keys of one document

    index_by(view, WebCertificate, _certificate_keys)
        {"…/rg-web/webspaces/…": (contosocert-…, upload-…), "…/rg-api/webspaces/…": (contosocert-…,)}

The first call goes through the table. A world's tables never change, so the next call returns the same index;
and after an operation that renewed one certificate only that document is looked at, and only its webspace's
entry is made again. `context` names other tables that the keys follow from: a site's webspace is its plan's.
When one of those changes, the index is made again from the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from store.resources import Hidden, Resource
from store.world import View
from store.world.table import Table, differences, same_place

R = TypeVar("R", bound=Resource | Hidden)
K = TypeVar("K", bound=Hashable)
Kind = type[Resource] | type[Hidden]
#: Made of a view: a function that gives a document's keys.
Keys = Callable[[View], Callable[[R], Iterable[K]]]


class _Remembered(NamedTuple):
    """An index with the table and the context it was made from."""

    table: Mapping[str, Any]
    context: tuple[Mapping[str, Any], ...]
    entries: Mapping[Any, tuple[Any, ...]]


#: For each function of keys, the index it made last.
_LAST: dict[Any, _Remembered] = {}


def index_by(
    view: View, kind: type[R], keys: Keys[R, K], context: tuple[Kind, ...] = ()
) -> Mapping[K, tuple[R, ...]]:
    """A view's documents of a kind by key, each entry in the order of the table.

    `context` are the other tables that the keys follow from. `keys` must be the same function at every call:
    the index is remembered under it.
    """
    table = view.table(kind)
    others = tuple(view.table(other) for other in context)
    remembered = _LAST.get(keys)
    if remembered is None or any(old is not new for old, new in zip(remembered.context, others, strict=True)):
        index: Mapping[K, tuple[R, ...]] = _made(table, keys(view))
    elif remembered.table is table:
        return remembered.entries
    else:
        index = _updated(remembered, table, keys(view))
    before = view.before
    tables = zip((kind, *context), (table, *others), strict=True)
    # A draft may write again on a table that it has written.
    if all(before.table(one) is read for one, read in tables):
        _LAST[keys] = _Remembered(table, others, index)
    return index


def _made(table: Mapping[str, R], keys_of: Callable[[R], Iterable[K]]) -> dict[K, tuple[R, ...]]:
    """The index of a whole table."""
    lists: dict[K, list[R]] = {}
    for document in table.values():
        for key in keys_of(document):
            lists.setdefault(key, []).append(document)
    return {key: tuple(documents) for key, documents in lists.items()}


def _updated(
    remembered: _Remembered, table: Mapping[str, R], keys_of: Callable[[R], Iterable[K]]
) -> Mapping[K, tuple[R, ...]]:
    """The index of a table that differs from the remembered one in few documents.

    Only the entries that a changed document was in or is in are made again.
    """
    old: Mapping[str, R] = remembered.table
    left: dict[K, set[str]] = {}
    joined: dict[K, dict[str, R]] = {}
    for name, before, after in differences(old, table):
        if before is not None:
            for key in keys_of(before):
                left.setdefault(key, set()).add(name)
        if after is not None:
            for key in keys_of(after):
                joined.setdefault(key, {})[name] = after
    order: dict[str, int] = {}
    index: Table[K, tuple[R, ...]] = Table(remembered.entries)
    for key in left.keys() | joined.keys():
        coming, going = joined.get(key, {}), left.get(key, set())
        members: list[R] = []
        for document in index.get(key, ()):
            if document.key not in going:
                members.append(document)
            elif document.key in coming and same_place(old, table, document.key):
                members.append(coming.pop(document.key))
        if coming:
            order = order or {name: number for number, name in enumerate(table)}
            members = sorted([*members, *coming.values()], key=lambda document: order[document.key])
        if members:
            index.put(key, tuple(members))
        else:
            index.remove(key)
    return index
