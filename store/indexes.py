"""Documents by what they have in common, found without looking through a whole table each time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from store.resources import Hidden, Resource
from store.world import View

R = TypeVar("R", bound=Resource | Hidden)
K = TypeVar("K", bound=Hashable)
Kind = type[Resource] | type[Hidden]
#: Made of a view: a function that gives a document's keys.
Keys = Callable[[View], Callable[[R], Iterable[K]]]


class _Kept(NamedTuple):
    table: Mapping[str, Any]
    context: tuple[Mapping[str, Any], ...]
    groups: dict[Any, tuple[Any, ...]]


#: For each way of grouping what it was last used on, and what came out.
_LAST: dict[Any, _Kept] = {}


def groups(
    view: View, kind: type[R], keys: Keys[R, K], context: Iterable[Kind] = ()
) -> Mapping[K, tuple[R, ...]]:
    """A view's documents of a kind by key, in the order they were made; one may have several keys or none.

    `context` are the other tables that the keys follow from. The tables of a world never change, so the
    groups are kept, and only what differs in the next world is grouped anew. A table that a draft has
    written on is another matter: there everything is.
    """
    table = view.table(kind)
    others = tuple(view.table(one) for one in context)
    base: View = getattr(view, "base", view)
    written = base.table(kind) is not table or any(
        base.table(one) is not other for one, other in zip(context, others, strict=True)
    )
    kept = None if written else _LAST.get(keys)
    if kept is None or any(old is not new for old, new in zip(kept.context, others, strict=True)):
        made = _grouped(table, keys(view))
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
) -> dict[K, tuple[R, ...]]:
    """The groups after a change: only those that a changed document was or is in are made anew."""
    old: Mapping[str, R] = kept.table
    changed = [(old.get(key), new) for key, new in table.items() if old.get(key) is not new]
    fresh = sum(before is None for before, _ in changed)
    gone = [] if len(old) + fresh == len(table) else [one for key, one in old.items() if key not in table]
    left: dict[K, set[str]] = {}
    joined: dict[K, list[R]] = {}
    for before in [*gone, *(before for before, _ in changed if before is not None)]:
        for key in keys_of(before):
            left.setdefault(key, set()).add(before.key)
    for _, new in changed:
        for key in keys_of(new):
            joined.setdefault(key, []).append(new)
    places = {key: place for place, key in enumerate(table)} if left or joined else {}
    groups = dict(kept.groups)
    for key in left.keys() | joined.keys():
        without = left.get(key, set())
        members = [one for one in groups.get(key, ()) if one.key not in without]
        members = sorted([*members, *joined.get(key, ())], key=lambda one: places[one.key])
        groups[key] = tuple(members)
        if not members:
            del groups[key]
    return groups
