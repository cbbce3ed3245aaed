"""A look at a whole world in passing: what is read for it from the medium is not kept.

The agenda and the sum of a list ask every order once and keep a line of each. Reading 10,000 orders for them
as pages read a few would leave the documents, and every answer about them, in memory to the end:

    view = in_passing(world)
    {order.id: order_state(view, order) for order in view.all(CertificateOrder)}

A document that the world has read already is that one; any other is let go of, and read anew where it is
asked for later. So documents of such a view may not be put into another one. It is for one thread.

Ten thousand orders take seconds: where `LEFT` says that nobody waits any more, the next reading raises
`Left`.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from contextvars import ContextVar
from typing import Any, TypeVar

from store.resources import (
    CertificateOrder,
    Hidden,
    OrderLedger,
    Resource,
    SecretVersion,
    VaultSecret,
    WebCertificate,
)
from store.resources.lookups import Key, Lookup
from store.world import NAMES, View
from store.world.shelf import ByGet, Shelf
from store.world.table import SMALL, Table, base_of

V = TypeVar("V")
#: Whether nobody waits for the answer; what is asked in a thread has its own.
LEFT: ContextVar[Callable[[], bool]] = ContextVar("LEFT")
#: The kinds that come by the order. Those of which there are few for many orders are read once, and kept.
_MANY: tuple[type[Resource] | type[Hidden], ...] = (
    CertificateOrder,
    OrderLedger,
    VaultSecret,
    SecretVersion,
    WebCertificate,
)
#: Documents of a table, and answers, that are kept for what is asked next.
_RECENT = 16


class Left(Exception):
    """Nobody waits for the answer."""


def _waited_for() -> bool:
    return False


class PassingShelf(Shelf[V]):
    """The documents of another shelf, of which it keeps the last ones only."""

    __slots__ = ("_last", "_left", "_named", "_shelf", "indexes")

    def __init__(self, shelf: Shelf[V]) -> None:
        super().__init__(shelf._source)
        self._shelf = shelf
        self._left = LEFT.get(_waited_for)
        #: The documents read last, by place and by key.
        self._last: dict[int, V] = {}
        self._named: dict[str, V] = {}
        #: Indexes of tables on this shelf, as `store.world.index` remembers them.
        self.indexes: dict[Any, Any] = {}

    def _read(self, place: int) -> V:
        return self._last.get(place) or self._keep(place, self._source.read(place))

    def _keep(self, place: int, fresh: V) -> V:
        """The document that stands for what was read at a place; raises `Left`."""
        if self._left():
            raise Left
        last = self._last
        if len(last) >= _RECENT:
            last.clear()
            self._named.clear()
        document = last[place] = self._shelf._at.get(place) or fresh
        return document

    def get(self, key: str, default: Any = None) -> Any:
        found = self._named.get(key)
        if found is not None:
            return found
        return self._sought(key, self._named) or default

    def all(self) -> dict[str, V]:
        return dict(self.items())

    def values(self) -> ValuesView[V]:
        return _Values(self)

    def items(self) -> ItemsView[str, V]:
        return _Items(self)

    def one_by_one(self) -> Iterator[V]:
        """All documents in order."""
        for place, fresh in enumerate(self._source.read_all()):
            yield self._last.get(place) or self._keep(place, fresh)

    def found(self, lookup: Lookup[Any, Any]) -> Mapping[Any, tuple[V, ...]]:
        return _Found(self, lookup)


class PassingTable(Table[str, V]):
    """The documents of another table, those that stand on the shelf one by one."""

    __slots__ = ("indexes",)

    def __init__(self, table: Table[str, V], shelf: PassingShelf[V]) -> None:
        for key in table.changes():
            # What differs is told by a document's identity, which is that of the world's own.
            table._base.get(key)
        super().__init__(table)
        self._base = shelf
        self.indexes = shelf.indexes

    def values(self) -> ValuesView[V]:
        return _Values(self)

    def items(self) -> ItemsView[str, V]:
        return _Items(self)

    def one_by_one(self) -> Iterator[V]:
        """All documents in order."""
        changed = self.changes()
        for key, document in self._base.items():
            here = changed.get(key, document)
            if here is not None:
                yield here
        for key, added in changed.items():
            if added is not None and key not in self._base:
                yield added


class _Values(ValuesView[V]):
    """Documents one by one."""

    def __init__(self, table: PassingShelf[V] | PassingTable[V]) -> None:
        super().__init__(table)
        self._table = table

    def __iter__(self) -> Iterator[V]:
        return self._table.one_by_one()


class _Items(ItemsView[str, V]):
    """Keys and documents one by one."""

    def __init__(self, table: PassingShelf[V] | PassingTable[V]) -> None:
        super().__init__(table)
        self._table = table

    def __iter__(self) -> Iterator[tuple[str, V]]:
        for document in self._table.one_by_one():
            key: str = document.key  # type: ignore[attr-defined]
            yield key, document


class _Found(ByGet[Key, tuple[V, ...]]):
    """The documents of a shelf by the keys of a lookup."""

    __slots__ = ("_lookup", "_shelf")

    def __init__(self, shelf: PassingShelf[V], lookup: Lookup[Any, Any]) -> None:
        self._shelf = shelf
        self._lookup = lookup

    def get(self, key: Key, default: Any = None) -> Any:
        return self._shelf.having(self._lookup, key) or default

    def __len__(self) -> int:
        return self._shelf.distinct(self._lookup) or 0

    def __iter__(self) -> Iterator[Key]:
        keys_of = self._lookup.of
        return iter(dict.fromkeys(key for one in self._shelf.one_by_one() for key in keys_of(one)))


class _Passing(View):
    """The documents of a view, most of them on shelves that keep nothing."""

    def __init__(self, view: View, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self.tables = {**view.tables, **tables}
        self.revision = view.revision
        self.answers = {}
        self.most_answers = 16 * _RECENT


def in_passing(view: View) -> View:
    """The same documents, for a question about all of them; the view itself where it has read them."""
    tables: dict[str, Mapping[str, Any]] = {}
    for name in map(NAMES.__getitem__, _MANY):
        table = view.tables.get(name, {})
        base = base_of(table)
        if isinstance(base, Shelf) and base.unread and len(base) > SMALL:
            shelf = PassingShelf(base)
            tables[name] = PassingTable(table, shelf) if isinstance(table, Table) else shelf
    return _Passing(view, tables) if tables else view
