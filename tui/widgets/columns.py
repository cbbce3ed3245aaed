"""Rows and columns of a table as data: all, those that fit, those that match a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct
from textual.content import Content, Span

from tui.text.signs import SIGNS

#: Cells of the end of a text that is cut in its middle.
_TAIL = 4
Cells = tuple[Content, ...]


class Column(Struct, frozen=True):
    """A column of `width` cells. `leaves`: its turn to leave a narrow table (1 goes first, 0 stays).

    Where there is too little room, columns give the cells that they leave blank, then up to `gives` cells;
    then one leaves, and when that is not enough it shrinks to `least`. Columns with `grow` share the cells to
    spare. A text of one that is `whole` or cut in its middle, as thumbprints are, grows only to all of it;
    one with `ends` keeps the last cells of a text that is cut, where names of one kind differ.
    """

    label: str
    width: int
    leaves: int = 0
    gives: int = 0
    least: int = 0
    grow: bool = False
    right: bool = False
    whole: bool = False
    ends: bool = False


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
    found = texts_of(rows)
    for word in sought:
        found = {key: text for key, text in found.items() if word in text}
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
    text is cut still, the others give it the cells that they leave blank.
    """
    kept = _staying(columns, width, needs)
    last = max(kept, default=0)
    if end and columns[last].right:
        width -= end + 1
    elif end and needs:
        beside = len(columns[last].label) + 1 + end
        needs = (*needs[:last], needs[last] and max(needs[last], beside), *needs[last + 1 :])
        kept[last] = max(kept[last], beside)
    _shrink(kept, columns, width, needs)
    if needs:
        _fill(kept, columns, width, needs)
    growing = [index for index in kept if columns[index].grow]
    for place, index in enumerate(growing):
        share = (width - _total(kept)) // (len(growing) - place)
        kept[index] = max(min(kept[index], columns[index].least or 4), kept[index] + share)
    return kept


def _blanks(kept: Mapping[int, int], needs: tuple[int, ...]) -> dict[int, int]:
    """The cells that each column leaves blank; none where its widest text is not known."""
    return {
        index: max(0, cells - needs[index]) if needs and needs[index] else 0 for index, cells in kept.items()
    }


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
    blanks = _blanks(kept, needs)
    given = {index: max(columns[index].gives, blanks[index]) for index in kept}
    for index in leaving:
        if _total(kept) - sum(given[one] for one in kept) <= width:
            break
        del kept[index]
    return kept


def _shrink(kept: dict[int, int], columns: Sequence[Column], width: int, needs: tuple[int, ...]) -> None:
    """Take what is too much: blank cells, then what columns give, then what they can lose at worst."""

    def take(index: int, most: int) -> None:
        kept[index] -= max(0, min(most, _total(kept) - width))

    blanks = _blanks(kept, needs)
    for index in sorted(blanks, key=lambda index: -blanks[index]):
        take(index, blanks[index])
    for index in kept:
        take(index, columns[index].gives + kept[index] - columns[index].width)
    for index in sorted(kept, key=lambda index: -kept[index]):
        if columns[index].least:
            take(index, kept[index] - columns[index].least)


def _fill(kept: dict[int, int], columns: Sequence[Column], width: int, needs: tuple[int, ...]) -> None:
    """Give cells to spare, and those that others leave blank, to the columns whose texts are cut."""
    order = sorted(kept, key=lambda index: (columns[index].whole, not columns[index].grow, needs[index]))
    for index in order:
        if (missing := needs[index] - kept[index]) <= 0:
            continue
        blanks = _blanks(kept, needs)
        spare = max(0, width - _total(kept))
        if columns[index].whole and missing > spare + sum(blanks.values()):
            continue
        kept[index] += min(missing, spare)
        for other in sorted(blanks, key=lambda other: -blanks[other]):
            given = min(needs[index] - kept[index], blanks[other])
            kept[index] += given
            kept[other] -= given


def _total(widths: Mapping[int, int]) -> int:
    return sum(widths.values()) + 2 * len(widths)


def widest(columns: Sequence[Column], rows: Iterable[Cells]) -> tuple[int, ...]:
    """The cells of the widest text of each column, and of its label."""
    needs = [len(column.label) for column in columns]
    for cells in rows:
        for place, text in enumerate(cells[: len(needs)]):
            needs[place] = max(needs[place], text.cell_length)
    return tuple(needs)


def joined(columns: Sequence[Column], cells: Sequence[Content], widths: Mapping[int, int]) -> Content:
    """One line of cells; alignment and cut by cell width."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = cells_taken = 0
    for index, cells_wide in widths.items():
        column, text = columns[index], cells[index]
        if (length := text.cell_length) > cells_wide:
            cut = cut_inside if column.whole else _cut_before_end if column.ends else _cut
            text = cut(text, cells_wide)
            length = text.cell_length
        plain, blank = text.plain, " " * (cells_wide - length)
        begin = at + 1 + (len(blank) if column.right else 0)
        for start, end, style in text.spans:
            spans.append(Span(begin + start, begin + end, style))
        pieces.append(f" {blank}{plain} " if column.right else f" {plain}{blank} ")
        at += len(plain) + len(blank) + 2
        cells_taken += cells_wide + 2
    # The texts were made safe before, one by one; the cells of a line are those of its columns.
    return Content("".join(pieces), spans, cells_taken, strip_control_codes=False)


def _cut(text: Content, width: int) -> Content:
    return text.truncate(width, ellipsis=True)


def _cut_before_end(text: Content, width: int) -> Content:
    """A text cut before its last four cells, where there is room for more than these."""
    end = text[len(text.plain) - _TAIL :]
    if text.cell_length <= width or width <= 2 * _TAIL or end.cell_length > _TAIL:
        return _cut(text, width)
    return text.truncate(width - _TAIL, ellipsis=True) + end


def cut_inside(text: Content, width: int) -> Content:
    """A text of groups cut between two of them; its last four cells stay where a whole group fits as well."""
    plain = text.plain
    if text.cell_length <= width:
        return text
    for tail in (_TAIL, 0):
        head = width - 1 - tail
        if head > 0 and plain[head] == " ":
            break
    else:
        # Between groups no place is right for the tail.
        head, tail = max(plain.rfind(" ", 0, width), width // 2), 0
    end = text[len(plain) - tail :].stylize("$text-muted")
    return Content.assemble(text[:head], (SIGNS.cut, "$text-muted"), end)
