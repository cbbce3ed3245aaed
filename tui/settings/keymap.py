"""Keys by their ids: those there are, those the user changed, and what is wrong with a change.

`keys.txt` beside this module lists the id, the key and the words of every key of the portal. An id is the
page (or the piece of a page) and what the key does there: `order.rekey.rekey`, `table.open`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple


class Key(NamedTuple):
    """A key of the portal as it is without a change; several keys are parted by commas."""

    id: str
    key: str
    does: str


#: Beginnings of ids whose keys act on every page, beside the page's own.
_EVERYWHERE = ("portal", "table", "entries", "body", "page")
#: Beginnings of ids of what lies over a page, or takes keys only while it has the focus.
_APART = (
    *("dialog", "drawer", "help", "notifications", "home", "time", "way_back", "filter", "menu", "jump"),
    *("button", "checks", "choice", "radio", "tabs"),
)
#: Keys that a terminal sends and no name of one character has; with `ctrl+`, `shift+` or `alt+` before them.
_NAMED = re.compile(
    r"((ctrl|shift|alt)\+)*(f([1-9]|1\d|2[0-4])|up|down|left|right|home|end|pageup|pagedown|insert|delete|"
    r"backspace|tab|enter|escape|space|[a-z][a-z_]*|\S)"
)


@cache
def known_keys() -> Mapping[str, Key]:
    """Every key of the portal by its id."""
    lines = files("tui.settings").joinpath("keys.txt").read_text(encoding="utf-8").splitlines()
    return {one.id: one for one in (Key(*line.split(" ", 2)) for line in lines)}


def accepted(changes: Mapping[str, str]) -> dict[str, str]:
    """Those changes that name a key of the portal and a key of the keyboard."""
    return {id: key for id, key in changes.items() if id in known_keys() and _typed(key)}


def problems(changes: Mapping[str, str]) -> tuple[str, ...]:
    """What is wrong with the changes, in sentences: unknown ids, unknown keys, keys with two meanings."""
    found = [f"There is no key with the id '{id}'." for id in changes if id not in known_keys()]
    found += [
        f"'{key}' for {id} is not a key such as y, Y, f9 or ctrl+k."
        for id, key in changes.items()
        if id in known_keys() and not _typed(key)
    ]
    return (*found, *_conflicts(accepted(changes)))


def _typed(key: str) -> bool:
    return bool(key) and key.isprintable() and all(_NAMED.fullmatch(one.strip()) for one in key.split(","))


def _conflicts(changes: Mapping[str, str]) -> Iterator[str]:
    """Two ids that one key would mean in one place, where it did not before."""
    keys = {id: _split(changes.get(id, one.key)) for id, one in known_keys().items()}
    for one, other in combinations(keys, 2):
        if one not in changes and other not in changes:
            continue
        both = keys[one] & keys[other]
        before = _split(known_keys()[one].key) & _split(known_keys()[other].key)
        if both - before and _meet(one, other):
            yield f"{' and '.join(sorted(both - before))} would be {one} and {other}."


def _split(key: str) -> frozenset[str]:
    return frozenset(one.strip() for one in key.split(","))


def _place(id: str) -> str:
    return id.rpartition(".")[0]


def _meet(one: str, other: str) -> bool:
    """Whether a key can mean both in one place: on one page, in one dialog, or everywhere and on a page."""
    here, there = _place(one), _place(other)
    if here == there or here.startswith(f"{there}.") or there.startswith(f"{here}."):
        return True
    tops = {here.partition(".")[0], there.partition(".")[0]}
    return bool(tops & set(_EVERYWHERE)) and not tops & set(_APART)


def complete(changes: Mapping[str, str]) -> dict[str, str]:
    """The accepted changes, and beside each the keys that shared its key and keep it.

    Textual takes a key from all that it does in a place when one of these gets another key.
    """
    changed = accepted(changes)
    kept = {
        other.id: other.key
        for id in changed
        for other in known_keys().values()
        if _place(other.id) == _place(id) and _split(other.key) & _split(known_keys()[id].key)
    }
    return kept | changed
