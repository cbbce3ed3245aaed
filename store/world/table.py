"""Tables of documents that share a base: a table with one changed document is no copy of 10,000.

Revision 7 of a world has 10,000 orders in one dictionary, the base. Revision 8 changes an order and removes
another:

    revision 7    base {a: A, b: B, c: C, …}    changed {}
    revision 8    the same base                 changed {a: A2, b: None}

Reading `a` looks into `changed` first. The first question for all documents of revision 8 makes the whole
dictionary and remembers it. When `changed` has grown to some dozen keys, the next `put` makes a layer of
them, which is shared like the base and lies over it; when that has grown to some hundred keys, a new base. So
a revision copies few keys, and reading stays fast.

Every document keeps its place: `a` stays first. A document that comes back after its removal is last. A
changed base could not say that, so `put` makes a new base then too.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, ItemsView, Iterator, Mapping, ValuesView
from math import isqrt
from typing import Any, TypeVar

from store.world.shelf import ByGet, Shelf

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_UNTOUCHED: Any = object()
_NONE: dict[Any, Any] = {}
#: Changes that a table copies from the one before it.
_FEW = 32
#: Changes beside a base, for each step of the square root of its size.
_LAYER = 8
#: The same beside a base that is still on the medium, since a new base reads all of it.
_UNREAD = 2000
#: Such a base is read but for the changed documents where these are more than one in so many.
_FEW_LEFT = 4
#: Documents up to which a copy costs less than it saves.
SMALL = 64


class Table(ByGet[K, V]):
    """Documents by key, in the order they were added: a base that several tables share, and the differences.

    One draft writes it, and nobody after that; then any thread may read it. None is no document.
    """

    __slots__ = ("_base", "_changed", "_layer", "_whole")

    def __init__(self, before: Mapping[K, V]) -> None:
        """A table that begins with the documents of another, which stays as it is."""
        self._base: Mapping[K, V] = before
        #: Key → the document in place of the base's, None where that was removed; the layer's are older.
        self._layer: dict[K, V | None] = _NONE
        self._changed: dict[K, V | None] = {}
        # A plain dictionary first: of it Python asks an abstract class, such as a table, the long way round.
        if before.__class__ is not dict and isinstance(before, Table):
            self._base, self._layer, self._changed = before._base, before._layer, before._changed.copy()
        #: All documents in one dictionary, from the first question about all of them on.
        self._whole: dict[K, V] | None = None

    def put(self, key: K, document: V) -> None:
        """Add a document, or replace the one with this key in its place."""
        whole = self._whole
        if whole is None and (
            (len(self._changed) > _FEW and not self._layered())
            # What comes back after it was removed stands last, where a change of the base would not put it.
            or self._changed.get(key, self._layer.get(key, document)) is None
        ):
            whole = self._gather()
        if whole is None:
            self._changed[key] = document
        else:
            self._settle(whole)[key] = document

    def _layered(self) -> bool:
        """Move the changes into a layer, unless there are so many that a new base is due."""
        unread = isinstance(self._base, Shelf) and self._base.unread
        most = _UNREAD if unread else _LAYER * isqrt(len(self._base))
        changes = self.changes()
        if len(changes) > most:
            return False
        self._layer, self._changed = changes, {}
        return True

    def remove(self, key: K) -> None:
        """Remove the document with this key, if there is one."""
        if self._whole is not None:
            self._settle(self._whole).pop(key, None)
        elif key in self._base or self._layer.get(key) is not None:
            self._changed[key] = None
        else:
            self._changed.pop(key, None)

    def changes(self) -> dict[K, V | None]:
        """Key → the document in place of the base's, None where that was removed."""
        if not self._layer:
            return self._changed
        # A copy as it is takes a fifth of the time of adding key after key.
        changes = self._layer.copy()
        changes.update(self._changed)
        return changes

    def _gather(self) -> dict[K, V]:
        """All documents in one dictionary."""
        whole = self._whole
        if whole is None:
            changes = self.changes()
            whole = self._underneath(changes)
            for key, document in changes.items():
                if document is None:
                    whole.pop(key, None)
                else:
                    whole[key] = document
            self._whole = whole
        return whole

    def _underneath(self, changes: Mapping[K, V | None]) -> dict[K, V]:
        """The base's documents in a dictionary of their own; whatever there is in place of changed ones."""
        base: Any = self._base
        if isinstance(base, dict):
            return base.copy()
        if isinstance(base, Shelf) and base.unread and len(changes) * _FEW_LEFT > len(base):
            # The keys of a shelf are texts.
            return base.all_but(changes)  # type: ignore[arg-type, return-value]
        # Asked by its items, a base that is read from the medium reads them all at once.
        return dict(base.items())

    def _settle(self, whole: dict[K, V]) -> dict[K, V]:
        """Make the whole dictionary, which no other table shares, the base; from then on it is written."""
        if self._base is not whole:
            self._base, self._layer, self._changed = whole, _NONE, {}
        return whole

    def settled(self) -> Mapping[K, V]:
        """The same documents to be read from now on: a small table as a plain dictionary, which is faster."""
        small = len(self._base) + len(self._layer) + len(self._changed) <= SMALL
        return self._gather() if small else self

    def get(self, key: K, default: Any = None) -> Any:
        whole = self._whole
        if whole is not None:
            return whole.get(key, default)
        found = self._changed.get(key, _UNTOUCHED)
        if found is _UNTOUCHED:
            found = self._layer.get(key, _UNTOUCHED)
            if found is _UNTOUCHED:
                return self._base.get(key, default)
        return default if found is None else found

    def __len__(self) -> int:
        if self._whole is not None:
            return len(self._whole)
        return len(self._base) + sum(self._step(*change) for change in self.changes().items())

    def _step(self, key: K, document: V | None) -> int:
        """How many documents more there are by the change of a key: 1, 0 or -1."""
        return (document is not None) - (key in self._base)

    def __iter__(self) -> Iterator[K]:
        known = self._whole is not None or isinstance(self._base, dict)
        return iter(self._gather() if known else self._keys())

    def _keys(self) -> list[K]:
        """All keys in order, of a base whose documents are on the medium and stay there."""
        changes = self.changes()
        keys = [key for key in self._base if changes.get(key, _UNTOUCHED) is not None]
        return keys + [key for key, document in changes.items() if self._step(key, document) > 0]

    def values(self) -> ValuesView[V]:
        return self._gather().values()

    def items(self) -> ItemsView[K, V]:
        return self._gather().items()


def base_of(table: Mapping[K, V]) -> Mapping[K, V]:
    """The documents that a table and its kin share; a plain one is its own."""
    return table if table.__class__ is dict or not isinstance(table, Table) else table._base


def differences(old: Mapping[K, V], new: Mapping[K, V]) -> Iterator[tuple[K, V | None, V | None]]:
    """(key, document before, document after) of every key whose document differs; None is no document.

    Removed documents come last. Tables that share a base are compared in their changed keys only.
    """
    if old is new:
        return
    base, layer, same, over = old, _NONE, new, _NONE
    before: Mapping[K, V] | Mapping[K, V | None] = _NONE
    after: Mapping[K, V] | Mapping[K, V | None] = _NONE
    if old.__class__ is not dict and isinstance(old, Table):
        base, layer, before = old._base, old._layer, old._changed
    if new.__class__ is not dict and isinstance(new, Table):
        same, over, after = new._base, new._layer, new._changed
    if base is not same:
        base, layer, before, after = {}, _NONE, old, new
    elif layer is not over:
        layer, before, after = _NONE, {**layer, **before}, {**over, **after}
    removed = []
    for key in dict.fromkeys((*after, *before)):
        held = layer.get(key, base.get(key))
        known, document = before.get(key, held), after.get(key, held)
        if document is None:
            removed.append((key, known))
        elif known is not document:
            yield key, known, document
    for key, known in removed:
        if known is not None:
            yield key, known, None


def same_places(old: Mapping[K, V], new: Mapping[K, V]) -> Container[K]:
    """The keys that have the same place in both tables, as far as their shared base tells; else none."""
    base = base_of(old)
    return base if base is base_of(new) else ()
