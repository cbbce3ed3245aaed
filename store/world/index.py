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

Where documents are still on the medium, an index by a `Lookup` is read from there, entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from itertools import count
from typing import Any, TypeVar

from msgspec import Struct

from store.resources import Hidden, Resource
from store.resources.lookups import Lookup
from store.world import NAMES, NO_TABLE, View
from store.world.shelf import Shelf, grouped
from store.world.table import SMALL, Table, base_of, differences, same_places

R = TypeVar("R", bound=Resource | Hidden)
K = TypeVar("K", bound=Hashable)
Kind = type[Resource] | type[Hidden]
#: Made of a view: a function that gives a document's keys.
Keys = Callable[[View], Callable[[R], Iterable[K]]]


class _Remembered(Struct, frozen=True):
    """An index with the table and the context it was made from."""

    table: Mapping[str, Any]
    context: tuple[Mapping[str, Any], ...]
    entries: Mapping[Any, tuple[Any, ...]]


class _Differing(Struct, frozen=True):
    """What differs between two tables: key, document before and after; and the keys that keep their place."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    documents: tuple[tuple[str, Any, Any], ...]
    stays: Container[str]


#: By the name of a table, what was found to differ last.
_DIFFERING: dict[str, _Differing] = {}
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
    others = tuple(map(view.table, context))
    # Of a table in passing, which keeps its own; asked without its class, since that takes several calls.
    last: dict[Any, Any] = getattr(table, "indexes", _LAST)
    remembered: _Remembered | None = last.get(keys)
    if (
        remembered is not None
        and remembered.table is not table
        and _of_another_shelf(remembered.table, table)
    ):
        remembered = None
    # Tables are told apart by their identity: comparing them would look at every document.
    if remembered is None or [*map(id, remembered.context)] != [*map(id, others)]:
        index: Mapping[K, tuple[R, ...]] = _kept(view, kind, keys) or grouped(table.values(), keys(view))
    elif remembered.table is table:
        return remembered.entries
    else:
        index = _updated(remembered.entries, keys(view), _differing(view, kind, remembered.table))
    # A draft may write again on a table that it has written.
    if not view.written or view.written.keys().isdisjoint(map(NAMES.__getitem__, (kind, *context))):
        last[keys] = _Remembered(table, others, index)
    return index


def _of_another_shelf(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether comparing two tables would read all documents of one from the medium."""
    base = base_of(new)
    return base is not base_of(old) and isinstance(base, Shelf)


def _differing(view: View, kind: type[R], old: Mapping[str, Any]) -> _Differing:
    """What differs in a view's table from an older one; the indexes of one kind mostly ask the same."""
    name = NAMES[kind]
    table = view.tables.get(name, NO_TABLE)
    found = _DIFFERING.get(name)
    if found is None or found.old is not old or found.new is not table:
        found = _Differing(old, table, tuple(differences(old, table)), same_places(old, table))
        if name not in view.written and not hasattr(table, "indexes"):
            _DIFFERING[name] = found
    return found


def _kept(view: View, kind: type[R], keys: Keys[R, K]) -> Mapping[K, tuple[R, ...]] | None:
    """The index that a checkpoint has ready, brought up to date; None where there is none."""
    base = base_of(view.table(kind))
    if not isinstance(keys, Lookup) or not isinstance(base, Shelf) or base.distinct(keys) is None:
        return None
    found: Any = base.found(keys)
    return _updated(found, keys(view), _differing(view, kind, base))


def _updated(
    entries: Mapping[K, tuple[R, ...]], keys_of: Callable[[R], Iterable[K]], differing: _Differing
) -> Mapping[K, tuple[R, ...]]:
    """The index of a table that differs in few documents from the one of these entries.

    Only the entries that a changed document was in or is in are made again.
    """
    #: Key of an entry → the documents that leave it, by their identity, and those that come, by their keys.
    left: dict[K, dict[int, str]] = {}
    joined: dict[K, dict[str, R]] = {}
    for name, before, after in differing.documents:
        if before is not None:
            for key in keys_of(before):
                left.setdefault(key, {})[id(before)] = name
        if after is not None:
            for key in keys_of(after):
                joined.setdefault(key, {})[name] = after
    order: dict[str, int] = {}
    changed: dict[K, tuple[R, ...]] = {}
    for key in left.keys() | joined.keys():
        coming, going = joined.get(key, {}), left.get(key, {})
        members: list[R] = []
        for document in entries.get(key, ()):
            leaving = going.get(id(document))
            if leaving is None:
                members.append(document)
            elif leaving in coming and leaving in differing.stays:
                members.append(coming.pop(leaving))
        if coming:
            order = order or dict(zip(differing.new, count(), strict=False))
            places: dict[int, R] = {}
            for document in (*members, *coming.values()):
                places[order[document.id.lower()]] = document
            members = list(map(places.__getitem__, sorted(places)))
        changed[key] = tuple(members)
    return _with(entries, changed)


def _with(
    entries: Mapping[K, tuple[R, ...]], changed: Mapping[K, tuple[R, ...]]
) -> Mapping[K, tuple[R, ...]]:
    """The entries after these changes; those without documents go."""
    if not changed:
        return entries
    if isinstance(entries, dict) and len(entries) <= SMALL:
        index = {**entries, **changed}
        for key, documents in changed.items():
            if not documents:
                del index[key]
        return index
    table: Table[K, tuple[R, ...]] = Table(entries)
    for key, documents in changed.items():
        if documents:
            table.put(key, documents)
        else:
            table.remove(key)
    return table
