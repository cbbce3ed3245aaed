"""Rows and columns of a table as data: all, those that fit, those that match a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct
from textual.content import Content

Cells = tuple[Content, ...]


class Column(Struct, frozen=True):
    """A column of `width` cells. `leaves`: its turn to leave a narrow table (1 goes first, 0 stays).

    It gives up to `gives` cells before any column leaves; when leaving is not enough it shrinks to `least`.
    Columns with `grow` share the cells to spare.
    """

    label: str
    width: int
    leaves: int = 0
    gives: int = 0
    least: int = 0
    grow: bool = False
    right: bool = False


class Rows(Mapping[str, Cells]):
    """Rows made when they are drawn: keys at once, cells on demand (for lists that may be long).

    `words` gives what a filter looks at in a row, where that is cheaper to have than its cells; `order_by`
    gives what rows are sorted by, by the label of a column, where the cells do not say it or cost more;
    `states` gives each row's key and its cell of the state column, where a sum of all need not make the rows.
    """

    def __init__(
        self,
        keys: Sequence[str],
        make: Callable[[str], Cells],
        words: Callable[[str], str] | None = None,
        order_by: Mapping[str, Callable[[str], Any]] | None = None,
        states: Callable[[], Iterator[tuple[str, Content]]] | None = None,
    ) -> None:
        self._keys = keys
        self._known = frozenset(keys)
        self._make = make
        self._words = words
        self._sought: dict[str, str] = {}
        self.order_by = order_by or {}
        self.states = states

    def __getitem__(self, key: str) -> Cells:
        if key not in self._known:
            raise KeyError(key)
        return self._make(key)

    def __contains__(self, key: object) -> bool:
        # By the cells it would be asked for, which are made for it.
        return key in self._known

    def texts(self) -> Mapping[str, str]:
        """What a filter searches, by key; worked out once, since each typed letter searches again."""
        if len(self._sought) < len(self._keys):
            say = self._words or (lambda key: _words(self._make(key)))
            self._sought = {key: say(key).casefold() for key in self._keys}
        return self._sought

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _words(cells: Cells) -> str:
    return " ".join(cell.plain for cell in cells)


def matching(rows: Mapping[str, Cells], wanted: str) -> frozenset[str]:
    """Keys of the rows in which every word of `wanted` occurs, in any case."""
    sought = wanted.casefold().split()
    texts = texts_of(rows)
    found = list(texts)
    for word in sought:
        found = [key for key in found if word in texts[key]]
    return frozenset(found)


def texts_of(rows: Mapping[str, Cells]) -> Mapping[str, str]:
    """What a filter searches in each row, by key."""
    if isinstance(rows, Rows):
        return rows.texts()
    return {key: _words(cells).casefold() for key, cells in rows.items()}


@lru_cache(maxsize=256)
def fit_columns(
    columns: tuple[Column, ...], width: int, needs: tuple[int, ...] = (), end: int = 0
) -> Mapping[int, int]:
    """Column index → cells, for a table `width` cells wide (each column has one blank on either side).

    `end` cells at the end of the header are taken: no label stands under them.

    `needs` are the cells of the widest text of each column, 0 where they are not known: cells to spare go
    first where texts are cut, and a column without label stands only where it has something to say. Where a
    text that grows is cut still, the others give it the cells that they leave blank.
    """
    kept = _staying(columns, width, needs)
    last = max(kept, default=0)
    if end and columns[last].right:
        width -= end + 1
    elif end and needs:
        beside = len(columns[last].label) + 1 + end
        needs = (*needs[:last], needs[last] and max(needs[last], beside), *needs[last + 1 :])
        kept[last] = max(kept[last], beside)
    for index in kept:
        kept[index] -= min(columns[index].gives, max(0, _total(kept) - width))
    growing = [index for index in kept if columns[index].grow]
    for index in growing if needs else ():
        kept[index] -= min(max(0, kept[index] - needs[index]), max(0, _total(kept) - width))
    for index in sorted(kept, key=lambda index: -kept[index]):
        spare = _total(kept) - width
        if spare <= 0:
            break
        if columns[index].least:
            kept[index] = max(columns[index].least, kept[index] - spare)
    for index in sorted(growing, key=lambda index: needs[index] if needs else 0):
        missing = needs[index] - kept[index] if needs else 0
        kept[index] += max(0, min(missing, width - _total(kept)))
    _give_blanks(kept, growing, needs)
    for place, index in enumerate(growing):
        share = (width - _total(kept)) // (len(growing) - place)
        kept[index] = max(columns[index].least or 4, kept[index] + share)
    return kept


def _staying(columns: Sequence[Column], width: int, needs: tuple[int, ...]) -> dict[int, int]:
    """The columns that have their place, with their own widths."""
    kept = {
        index: column.width
        for index, column in enumerate(columns)
        if not needs or column.label or needs[index] or not column.leaves
    }
    leaving = sorted(
        (index for index in kept if columns[index].leaves), key=lambda index: columns[index].leaves
    )
    for index in leaving:
        if _total(kept) - sum(columns[one].gives for one in kept) <= width:
            break
        del kept[index]
    return kept


def _give_blanks(kept: dict[int, int], growing: Sequence[int], needs: tuple[int, ...]) -> None:
    """Let columns whose texts are short give their blank cells to those that grow and are cut."""
    for index in growing if needs else ():
        for other in kept:
            given = min(needs[index] - kept[index], kept[other] - needs[other])
            if other not in growing and needs[other] and given > 0:
                kept[index] += given
                kept[other] -= given


def _total(widths: Mapping[int, int]) -> int:
    return sum(widths.values()) + 2 * len(widths)


def widest(columns: Sequence[Column], rows: Iterable[Cells], *, every: bool = False) -> tuple[int, ...]:
    """The cells of the widest text of each column, and of its label.

    Columns that do not grow and have a label are not looked at but for `every`: they are 0.
    """
    places = [place for place, one in enumerate(columns) if every or one.grow or not one.label]
    needs = [0] * len(columns)
    for place in places:
        needs[place] = len(columns[place].label)
    for cells in rows:
        for place in places:
            needs[place] = max(needs[place], cells[place].cell_length)
    return tuple(needs)


def joined(columns: Sequence[Column], cells: Sequence[Content], widths: Mapping[int, int]) -> Content:
    """One line of cells; alignment and cut by cell width."""
    pieces: list[Content | str] = []
    for index, cells_wide in widths.items():
        text = cells[index].truncate(cells_wide, ellipsis=True)
        blank = " " * (cells_wide - text.cell_length)
        pieces += [" ", blank, text, " "] if columns[index].right else [" ", text, blank, " "]
    return Content.assemble(*pieces)
