"""Documents by what they have in common, found without looking through a whole table each time."""

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


class _Kept(NamedTuple):
    table: Mapping[str, Any]
    context: tuple[Mapping[str, Any], ...]
    groups: Mapping[Any, tuple[Any, ...]]


#: For each way of grouping what it was last used on, and what came out.
_LAST: dict[Any, _Kept] = {}


def groups(
    view: View, kind: type[R], keys: Keys[R, K], context: Iterable[Kind] = ()
) -> Mapping[K, tuple[R, ...]]:
    """A view's documents of a kind by key, in the order they were made; one may have several keys or none.

    `context` are the other tables that the keys follow from. The tables of a world never change, so the
    groups are kept, and only what differs in the next world, or in a draft, is grouped anew.
    """
    table = view.table(kind)
    others = tuple(view.table(one) for one in context)
    before = view.before
    written = before.table(kind) is not table or any(
        before.table(one) is not other for one, other in zip(context, others, strict=True)
    )
    kept = _LAST.get(keys)
    if kept is None or any(old is not new for old, new in zip(kept.context, others, strict=True)):
        made: Mapping[K, tuple[R, ...]] = _grouped(table, keys(view))
    elif kept.table is table:
        return kept.groups
    else:
        made = _regrouped(kept, table, keys(view))
    if not written:
        _LAST[keys] = _Kept(table, others, made)
    return made


def _grouped(table: Mapping[str, R], keys_of: Callable[[R], Iterable[K]]) -> dict[K, tuple[R, ...]]:
    lists: dict[K, list[R]] = {}
    for document in table.values():
        for key in keys_of(document):
            lists.setdefault(key, []).append(document)
    return {key: tuple(found) for key, found in lists.items()}


def _regrouped(
    kept: _Kept, table: Mapping[str, R], keys_of: Callable[[R], Iterable[K]]
) -> Mapping[K, tuple[R, ...]]:
    """The groups after a change: only those that a changed document was or is in are made anew."""
    old: Mapping[str, R] = kept.table
    left: dict[K, set[str]] = {}
    joined: dict[K, dict[str, R]] = {}
    for key, before, after in differences(old, table):
        if before is not None:
            for group in keys_of(before):
                left.setdefault(group, set()).add(key)
        if after is not None:
            for group in keys_of(after):
                joined.setdefault(group, {})[key] = after
    places: dict[str, int] = {}
    groups: Table[K, tuple[R, ...]] = Table(kept.groups)
    for group in left.keys() | joined.keys():
        come, gone = joined.get(group, {}), left.get(group, set())
        members: list[R] = []
        for one in groups.get(group, ()):
            key = one.key
            if key not in gone:
                members.append(one)
            elif key in come and same_place(old, table, key):
                members.append(come.pop(key))
        if come:
            places = places or {name: place for place, name in enumerate(table)}
            members = sorted([*members, *come.values()], key=lambda one: places[one.key])
        if members:
            groups.put(group, tuple(members))
        else:
            groups.remove(group)
    return groups
