"""Indexes over a world's tables, built when first asked for and kept as long as those tables stand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from store.resources import Hidden, Resource
from store.world import View

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
Kind = type[Resource] | type[Hidden]

#: For each builder the tables it was last used on, and what it made of them.
_LAST: dict[Callable[[Any], Any], tuple[tuple[Mapping[str, Any], ...], Any]] = {}


def indexed(view: View, kinds: Iterable[Kind], build: Callable[[View], T]) -> T:
    """What `build` makes of a view's tables of these kinds (it reads no others).

    Tables of a world never change, so the last result is kept for as long as they are the same. A
    table that a draft has written on is another matter: there everything is built anew.
    """
    base: View = getattr(view, "base", view)
    tables = tuple(view.table(kind) for kind in kinds)
    if any(base.table(kind) is not table for kind, table in zip(kinds, tables, strict=True)):
        return build(view)
    held = _LAST.get(build)
    if held is not None and all(old is new for old, new in zip(held[0], tables, strict=True)):
        made: T = held[1]
        return made
    made = build(view)
    _LAST[build] = (tables, made)
    return made


def grouped(items: Iterable[T], key: Callable[[T], K | None]) -> dict[K, tuple[T, ...]]:
    """Items by key, in their order; those without a key are left out."""
    lists: dict[K, list[T]] = {}
    for item in items:
        where = key(item)
        if where is not None:
            lists.setdefault(where, []).append(item)
    return {where: tuple(found) for where, found in lists.items()}
