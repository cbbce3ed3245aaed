"""The world (an immutable picture of all documents at one revision) and the draft an operation writes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from store.eras import ERAS, Era
from store.errors import AzureError
from store.resources import TABLES, Clock, Hidden, Resource, WorldFacts, name_of
from store.world.digests import sha256
from store.world.table import Table

if TYPE_CHECKING:
    import random
    from typing import TypeAlias

Stored: TypeAlias = "Resource | Hidden"
Tables: TypeAlias = "Mapping[str, Mapping[str, Any]]"
#: What one operation changed: table → key → the document as it is now, or None where it was removed.
Changes: TypeAlias = "dict[str, dict[str, Stored | None]]"
R = TypeVar("R", bound="Resource | Hidden")
C = TypeVar("C")

NO_TABLE: Mapping[str, Any] = {}
#: A class's table; looked up at every read, so not worked out each time.
NAMES: dict[type, str] = {kind: name for name, kind in TABLES.items()}
_CLOCK = NAMES[Clock]


class _Constant(Generic[C]):
    """A property that is worked out once for each view.

    The standard library's takes a lock for it (until Python 3.12), which costs each operation more than the
    answers; two threads that ask at once here get the same one.
    """

    def __init__(self, work_out: Callable[[Any], C]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, view: Any, kind: object = None) -> C:
        if view is None:
            return self  # type: ignore[return-value]
        found = view.__dict__[self._name] = self._work_out(view)
        return found


class View:
    """Reading: what a world and a draft have in common."""

    tables: Tables
    revision: int
    #: Answers given of these tables and of the world before, as `store.world.answers` keeps them; None where
    #: nothing is kept.
    answers: dict[Any, Any] | None = None
    older: Mapping[Any, Any] = {}
    #: Answers that are kept at most: a thousand orders ask some thousand questions.
    most_answers = 20_000
    #: The tables read by name, where that is noted.
    read: dict[str, Mapping[str, Any]] | None = None

    #: The tables that a draft has written and may write again, by name.
    written: Mapping[str, Mapping[str, Any]] = {}

    @property
    def before(self) -> View:
        """The world that a draft began from; a world itself."""
        return self

    def table(self, kind: type[R]) -> Mapping[str, R]:
        """All documents of a kind by key (the lower-case id), in the order they were made."""
        return self.tables.get(NAMES[kind], NO_TABLE)

    def get(self, kind: type[R], id: str | None) -> R | None:
        """The document with this id (any case), or None."""
        return None if id is None else self.tables.get(NAMES[kind], NO_TABLE).get(id.lower())

    def need(self, kind: type[R], id: str) -> R:
        """The document with this id; raises `AzureError` ResourceNotFound."""
        found: R | None = self.tables.get(NAMES[kind], NO_TABLE).get(id.lower())
        if found is None:
            missing = f"The resource '{name_of(id)}' was not found."
            raise AzureError("ResourceNotFound", missing, "Refresh the list.")
        return found

    def all(self, kind: type[R]) -> Iterator[R]:
        """All documents of a kind, in the order they were made."""
        return iter(self.table(kind).values())

    @property
    def now(self) -> datetime:
        """Simulated time, UTC."""
        # Asked all the time, and so without going round by `need`.
        clock: Clock | None = self.tables.get(_CLOCK, NO_TABLE).get("clock")
        return (clock or self.need(Clock, "clock")).now

    @_Constant
    def facts(self) -> WorldFacts:
        """The world's constants: era, seed, origin, kind of keys."""
        return self.need(WorldFacts, "world")

    @_Constant
    def era(self) -> Era:
        """The world's era."""
        return ERAS[self.facts.era]


class World(View):
    """All documents at one revision. Never changes: a commit makes the next world."""

    def __init__(self, tables: Tables, revision: int = 0, last: World | None = None) -> None:
        """`last` is the world before, whose answers may hold in this one."""
        self.tables = tables
        self.revision = revision
        self.answers = {}
        self.older = (last.answers or {}) if last else {}

    @_Constant
    def next_correlation(self) -> str:
        """The correlation id of the operation that comes next."""
        return _guid(self.facts.seed, self.revision + 1, "correlation")

    def merge(self, changes: Changes, revision: int) -> World:
        """The world after these changes."""
        tables = dict(self.tables)
        for name, documents in changes.items():
            table: Table[str, Any] = Table(tables.get(name, NO_TABLE))
            for key, document in documents.items():
                if document is None:
                    table.remove(key)
                else:
                    table.put(key, document)
            tables[name] = table.settled()
        return World(tables, revision, self)


class Draft(View):
    """A world being changed by one operation; nothing is seen outside until it is committed."""

    def __init__(self, base: World) -> None:
        self.base = base
        self.revision = base.revision + 1
        self.changes: Changes = {}
        self._tables: dict[str, Mapping[str, Any]] = dict(base.tables)
        self.tables = self._tables
        self._written: dict[str, Table[str, Any]] = {}
        self.written = self._written
        # Until something is written, what is read is the base.
        self.answers, self.older = base.answers, base.older

    @property
    def before(self) -> World:
        return self.base

    def put(self, document: Stored) -> None:
        """Add the document, or replace the one with its id; one that is as it was is not written."""
        name = NAMES[type(document)]
        key = document.key
        if self.tables.get(name, NO_TABLE).get(key) == document:
            return
        self._writable(name).put(key, document)
        self.changes[name][key] = document

    def remove(self, document: Stored) -> None:
        """Remove the document."""
        name = NAMES[type(document)]
        key = document.key
        self._writable(name).remove(key)
        self.changes[name][key] = None

    def finish(self) -> World:
        """The world this draft has become; the draft is used up."""
        for name, table in self._written.items():
            self._tables[name] = table.settled()
        return World(self.tables, self.revision, self.base)

    def _writable(self, name: str) -> Table[str, Any]:
        written = self._written.get(name)
        if written is None:
            if self.answers is not None:
                self.older, self.answers = self.answers, None
            written = Table(self.base.tables.get(name, NO_TABLE))
            self._written[name] = self._tables[name] = written
            self.changes[name] = {}
        return written

    def random(self, purpose: str) -> random.Random:
        """Chance that repeats: drawn from the world's seed, this revision and the purpose."""
        return chance(self.facts.seed, self.revision, purpose)

    def token(self, purpose: str, length: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz0123456789") -> str:
        """A token of that length, repeatable like `random`."""
        source = self.random(purpose)
        return "".join(source.choice(alphabet) for _ in range(length))

    def hex(self, purpose: str, length: int) -> str:
        """That many lower-case hex digits, at most 64."""
        return _digest(self.facts.seed, self.revision, purpose).hex()[:length]

    def guid(self, purpose: str) -> str:
        """A guid, repeatable like `random`."""
        return _guid(self.facts.seed, self.revision, purpose)


def chance(seed: int, revision: int, purpose: str) -> random.Random:
    """A source of chance fixed by seed, revision and purpose."""
    # Whoever only reads a world is spared the import.
    import random

    return random.Random(_digest(seed, revision, purpose))


def _guid(seed: int, revision: int, purpose: str) -> str:
    digits = _digest(seed, revision, purpose).hex()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def _digest(seed: int, revision: int, purpose: str) -> bytes:
    return sha256(f"{seed}\0{revision}\0{purpose}".encode()).digest()
