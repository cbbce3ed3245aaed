"""Tables whose documents stay on the medium until one is read: a list of thirty lines reads thirty.

A world of 10,000 orders is opened without reading any: what is asked for by its id, or by a lookup, is read
then and kept. The first question about all documents of a table reads them all.

    shelf.get("/subscriptions/…/certificateorders/contosocert")    reads one document
    len(shelf), list(shelf)                                        read none
    shelf.values()                                                 reads all, and keeps them

A document is read once and stays the same object, since tables are compared by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import Any, Protocol, TypeVar

from store.resources.lookups import Key, Lookup

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_UNKNOWN: Any = object()


class Source(Protocol):
    """The documents of one table on the medium, by their places from 0."""

    @property
    def count(self) -> int:
        """The number of documents."""

    def keys(self) -> tuple[str, ...]:
        """The key of each document."""

    def places(self, key: str) -> Iterable[int]:
        """The places where the document of a key may be: mostly one."""

    def having(self, lookup: str, key: Key) -> Iterable[int]:
        """The places of the documents that a lookup may find by a key, in order."""

    def distinct(self, lookup: str) -> int | None:
        """The number of keys of a lookup; None where it is not kept."""

    def read(self, place: int) -> Any:
        """The document at a place, read anew; raises `StateError`."""

    def read_all(self) -> Iterator[Any]:
        """All documents in order, read anew; raises `StateError`."""


class ByGet(Mapping[K, V]):
    """A mapping whose `get` finds everything; nothing in it is None."""

    __slots__ = ()

    def __getitem__(self, key: K) -> V:
        found: V | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        known: Any = key
        return self.get(known) is not None


def grouped(documents: Iterable[V], keys_of: Callable[[V], Iterable[K]]) -> dict[K, tuple[V, ...]]:
    """The documents by each of their keys, in their order."""
    lists: dict[K, list[V]] = {}
    for document in documents:
        for key in keys_of(document):
            lists.setdefault(key, []).append(document)
    return {key: tuple(found) for key, found in lists.items()}


class Shelf(ByGet[str, V]):
    """The documents of a table, each read when it is asked for. Any thread may read it."""

    __slots__ = ("_at", "_found", "_source", "_whole")

    def __init__(self, source: Source) -> None:
        self._source = source
        #: What was read: by place and by key. `setdefault` makes two threads agree on one object.
        self._at: dict[int, V] = {}
        self._found: dict[str, V] = {}
        self._whole: dict[str, V] | None = None

    @property
    def unread(self) -> bool:
        """Whether a question about all documents would read them from the medium."""
        return self._whole is None

    def _read(self, place: int) -> V:
        found = self._at.get(place, _UNKNOWN)
        return self._at.setdefault(place, self._source.read(place)) if found is _UNKNOWN else found

    def all(self) -> dict[str, V]:
        """All documents in one dictionary, which nobody writes."""
        if self._whole is None:
            known = self._at
            documents = (
                known.setdefault(place, fresh) for place, fresh in enumerate(self._source.read_all())
            )
            whole: dict[str, Any] = {}
            for document in documents:
                whole[document.key] = document  # type: ignore[attr-defined]
            self._whole = whole
        return self._whole

    def all_but(self, others: Container[str]) -> dict[str, Any]:
        """All documents in one dictionary, but None in place of those with these keys, which stay unread."""
        read, keys = self._read, self._source.keys()
        return {key: None if key in others else read(place) for place, key in enumerate(keys)}

    def get(self, key: str, default: Any = None) -> Any:
        if self._whole is not None:
            return self._whole.get(key, default)
        found = self._found.get(key, _UNKNOWN)
        if found is not _UNKNOWN:
            return found
        return self._sought(key, self._found) or default

    def _sought(self, key: str, known: dict[str, V]) -> V | None:
        """The document of a key, read from its place and noted in `known`."""
        for place in self._source.places(key):
            document: Any = self._read(place)
            if document.key == key:
                known[key] = document
                return known[key]
        return None

    def having(self, lookup: Lookup[Any, Any], key: Key) -> tuple[V, ...]:
        """The documents that a lookup finds by a key, in the order of the table."""
        read = map(self._read, self._source.having(lookup.name, key))
        return tuple(document for document in read if key in lookup.of(document))

    def found(self, lookup: Lookup[Any, Any]) -> Mapping[Any, tuple[V, ...]]:
        """The documents by the keys of a lookup, as an index has them."""
        return Found(self, lookup)

    def distinct(self, lookup: Lookup[Any, Any]) -> int | None:
        """The number of keys of a lookup; None where all documents are read for it."""
        return None if self._whole is not None else self._source.distinct(lookup.name)

    def __len__(self) -> int:
        return self._source.count

    def __iter__(self) -> Iterator[str]:
        return iter(self._source.keys() if self._whole is None else self._whole)

    def values(self) -> ValuesView[V]:
        return self.all().values()

    def items(self) -> ItemsView[str, V]:
        return self.all().items()


class Found(ByGet[Key, tuple[V, ...]]):
    """The documents of a shelf by the keys of a lookup, as an index has them, each read when asked for."""

    __slots__ = ("_known", "_lookup", "_shelf", "_whole")

    def __init__(self, shelf: Shelf[V], lookup: Lookup[Any, Any]) -> None:
        self._shelf = shelf
        self._lookup = lookup
        self._known: dict[Key, tuple[V, ...]] = {}
        self._whole: dict[Key, tuple[V, ...]] | None = None

    def get(self, key: Key, default: Any = None) -> Any:
        found = (self._known if self._whole is None else self._whole).get(key)
        if found is None and self._whole is None:
            found = self._known[key] = self._shelf.having(self._lookup, key)
        return found or default

    def __len__(self) -> int:
        count = self._shelf.distinct(self._lookup)
        return len(self._all()) if count is None else count

    def __iter__(self) -> Iterator[Key]:
        return iter(self._all())

    def _all(self) -> dict[Key, tuple[V, ...]]:
        if self._whole is None:
            self._whole = grouped(self._shelf.values(), self._lookup.of)
        return self._whole
