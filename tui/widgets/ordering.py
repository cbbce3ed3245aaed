"""Rows in the order of a column: by its values, those without one last; states by their gravity.

    ordered(rows, 0, "STATUS")           ("contoso2", "contoso10", …): keys, the gravest state first
    ordered(rows, 4, "EXPIRES", turned=True)

A list gives the values of a column whose text does not sort (`Rows.order_by`): "in 17 h" comes before "2 d".
All others sort by what they say, numbers in it by their size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tui.text.signs import SIGNS
from tui.text.status import GRAVITY, TONE_SIGNS
from tui.widgets.columns import Cells, Rows

#: What a row is sorted by: a text by its words and numbers, all else as it is; None and "" for nothing, which
#: stands last in either direction.
Value = Any

_NOTHING = (None, "", ())
#: A number in a text, its zeros before it aside.
_NUMBER = re.compile(r"0*([0-9]+)")
#: A length of time, as `status.span` and `status.distance` write it.
_SPAN = re.compile(r"(?P<now>now)|(?:in )?(?P<number>\d+) (?P<unit>min|h|d)(?P<ago> ago)?")
_MINUTES = {"min": 1, "h": 60, "d": 24 * 60}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_GRAVITY = {TONE_SIGNS[tone]: place for place, tone in enumerate(GRAVITY)} | {
    SIGNS.differs: 1,
    SIGNS.impossible: 4,
}


def ordered(rows: Mapping[str, Cells], column: int, label: str, *, turned: bool = False) -> tuple[str, ...]:
    """The keys of the rows by this column; equal rows keep their order."""
    value = value_of(rows, column, label)
    values = {key: value(key) for key in rows}
    nothing = [key for key, one in values.items() if one in _NOTHING]
    given = [key for key in values if values[key] not in _NOTHING] if nothing else list(values)
    if all(values[key].__class__ is str for key in given):
        values = dict(zip(given, naturals([values[key] for key in given]), strict=True))
    given.sort(key=values.__getitem__, reverse=turned)
    return (*given, *nothing)


def value_of(rows: Mapping[str, Cells], column: int, label: str) -> Callable[[str], Value]:
    """What a row is sorted by, from its key."""
    if isinstance(rows, Rows) and label in rows.order_by:
        return rows.order_by[label]
    return lambda key: shown_value(rows[key][column].plain)


def shown_value(text: str) -> Value:
    """What a cell sorts by where it has only its text: a state by its gravity, then words and numbers."""
    text = text.strip()
    if text == SIGNS.impossible:
        return None
    if span := _SPAN.fullmatch(text):
        minutes = 0 if span["now"] else int(span["number"]) * _MINUTES[span["unit"]]
        return len(GRAVITY), False, -minutes if span["ago"] else minutes
    head, _, word = text.partition(" ")
    if word and head in _GRAVITY:
        return _GRAVITY[head], True, natural(word)
    return (len(GRAVITY), True, natural(text)) if text else None


def natural(text: str) -> str:
    """A text for its place among others: numbers in it by their size, letters in any case.

    "cert2" comes before "cert10", since its number has fewer digits; a number comes before any letter.
    """
    plain = _THOUSANDS.sub("", text) if "," in text else text
    return _NUMBER.sub(_by_size, plain.casefold())


def _by_size(number: re.Match[str]) -> str:
    digits = number[1]
    return f"\0{chr(32 + len(digits))}{digits}"


def naturals(texts: Sequence[str]) -> list[str]:
    """`natural` of each, of thousands at once: a call for each takes longer than the sorting."""
    whole = "\n".join(texts)
    if whole.count("\n") != len(texts) - 1 or "," in whole:
        # A line end in one of them, or numbers written with commas, which are rare.
        return [natural(text) for text in texts]
    return natural(whole).split("\n")


def state_column(rows: Mapping[str, Cells]) -> int | None:
    """The first column that shows states, as its first row has them; None where there is none."""
    cells: Sequence[Any] = next(iter(rows.values()), ()) if len(rows) else ()
    heads = (cell.plain.partition(" ") for cell in cells)
    return next((place for place, (sign, _, word) in enumerate(heads) if word and sign in _GRAVITY), None)
