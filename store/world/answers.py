"""Answers about a world, worked out once: a page, its cursor, its menu and its verbs ask the same questions.

Which certificates are out of sync, and what a client gets of a host, is asked several times for each picture:

    @remembered
    def served_by(view, site, state):        # goes through DNS, bindings and certificates
        ...

    served_by(world, site, state)            # works it out, and notes which tables were read
    served_by(world, site, state)            # the same answer
    served_by(the_next_world, site, state)   # the same answer, where those tables are the same

A table never changes, so an answer holds as long as every table that was read is still the world's. A world
keeps the answers it was asked for and those of the world before it; older ones go. A draft that has written
something takes the answers of the world it began from, where they follow from tables that it has not written,
and keeps none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from msgspec import Struct

from store.eras import Era
from store.errors import AzureError
from store.resources import Clock, Hidden, Resource, WorldFacts
from store.world import NAMES, NO_TABLE, View

P = ParamSpec("P")
A = TypeVar("A")
R = TypeVar("R", bound="Resource | Hidden")

_CLOCK = NAMES[Clock]
#: Compared by value, where documents and what they hold are compared by identity: that costs no look inside.
_BY_VALUE = frozenset({str, bool, int, type(None)})


class _Answer(Struct, frozen=True):
    """An answer, the tables read for it, and what was asked about, kept so that its id stays its own."""

    answer: Any
    read: Mapping[str, Mapping[str, Any]]
    asked: tuple[Any, ...]


class Reading(View):
    """A view that notes the tables read of it."""

    noted: dict[str, Mapping[str, Any]]

    def __init__(self, view: View) -> None:
        self._view = view
        self.tables = view.tables
        self.answers = view.answers
        self.most_answers = view.most_answers
        self.older = view.older
        self.read = self.noted = {}

    @property
    def before(self) -> View:
        # Only what has not been written is read so.
        return self

    def table(self, kind: type[R]) -> Mapping[str, R]:
        name = NAMES[kind]
        found = self.noted[name] = self.tables.get(name, NO_TABLE)
        return found

    def get(self, kind: type[R], id: str | None) -> R | None:
        if id is None:
            return None
        name = NAMES[kind]
        found = self.noted[name] = self.tables.get(name, NO_TABLE)
        return found.get(id.lower())

    def need(self, kind: type[R], id: str) -> R:
        name = NAMES[kind]
        table = self.noted[name] = self.tables.get(name, NO_TABLE)
        found: R | None = table.get(id.lower())
        return super().need(kind, id) if found is None else found

    @property
    def now(self) -> datetime:
        clocks = self.noted[_CLOCK] = self.tables.get(_CLOCK, NO_TABLE)
        clock: Clock | None = clocks.get("clock")
        return clock.now if clock is not None else self._view.now

    @property
    def facts(self) -> WorldFacts:
        return self._view.facts

    @property
    def era(self) -> Era:
        return self._view.era


def remembered(answer: Callable[Concatenate[View, P], A]) -> Callable[Concatenate[View, P], A]:
    """Work an answer out once for the same tables and arguments.

    The function's answer must follow from the tables alone (not from the revision) and must not be changed by
    anybody; a refusal is worked out each time, since raising it writes on it.
    """

    @wraps(answer)
    def recall(view: View, /, *args: P.args, **named: P.kwargs) -> A:
        answers = view.answers
        asked: list[Any] = [answer, *named]
        for one in (*args, *named.values()) if named else args:
            asked.append(one if one.__class__ in _BY_VALUE else id(one))
        place = tuple(asked)
        known: _Answer | None = (answers and answers.get(place)) or view.older.get(place)
        if known is not None:
            for name, table in known.read.items():
                if view.tables.get(name, NO_TABLE) is not table:
                    break
            else:
                if answers is not None:
                    answers[place] = known
                if view.read is not None:
                    view.read.update(known.read)
                return known.answer  # type: ignore[no-any-return]
        if answers is None:
            return answer(view, *args, **named)
        reading = Reading(view)
        try:
            result = answer(reading, *args, **named)
        finally:
            if view.read is not None:
                view.read.update(reading.noted)
        if not isinstance(result, AzureError):
            if len(answers) >= view.most_answers:
                answers.clear()
            answers[place] = _Answer(result, reading.noted, (args, named))
        return result

    return recall
