"""Facts as lines: labels and values in one column or two; pure functions, no widget."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content

from tui.text.status import Fact
from tui.text.wrapping import at_most, rows

#: Facts that may stand one below the other so that none is cut.
_FEW = 10
#: Rows that one value takes at most, and the cells below which none is wrapped.
_MOST_ROWS, _LEAST_ROOM = 4, 12


def facts(left: Sequence[Fact], right: Sequence[Fact], width: int, two_columns: int) -> list[Content]:
    """The lines of an essentials block in `width` cells."""
    if not right or width < two_columns or _cuts(left, right, width):
        return _column([*left, *right], width)
    half = _half(left, width)
    columns = _column(left, half - 2), _column(right, width - half)
    pairs = zip_longest(*columns, fillvalue=Content(""))
    return [one.pad_right(half - one.cell_length) + two for one, two in pairs]


def _half(left: Sequence[Fact], width: int) -> int:
    """The cells of the left one of two columns."""
    widest = _label_width(left) + 2 + max((value.cell_length for _, value in left), default=0) + 2
    return min(max(width // 2, widest), width * 3 // 5)


def _cuts(left: Sequence[Fact], right: Sequence[Fact], width: int) -> bool:
    """Whether two columns would cut a value that one column shows whole, and few are to be shown."""
    half = _half(left, width)
    return len(left) + len(right) <= _FEW and any(
        room - _label_width(facts) - 2 < value.cell_length <= width - _label_width([*left, *right]) - 2
        for facts, room in ((left, half - 2), (right, width - half))
        for _, value in facts
    )


def _label_width(pairs: Sequence[Fact]) -> int:
    return max((len(label) for label, _ in pairs), default=0)


def _column(pairs: Sequence[Fact], width: int) -> list[Content]:
    begin = _label_width(pairs) + 2
    lines: list[Content] = []
    for label, value in pairs:
        first, *more = _value_rows(value, width - begin)
        lines.append(Content.assemble((label.ljust(begin), "$text-muted"), first).truncate(width))
        lines += [row.pad_left(begin) for row in more]
    return lines


def _value_rows(value: Content, room: int) -> list[Content]:
    """A value in rows of `room` cells; what is left after the most of them is cut. Width 0: one row."""
    if value.cell_length <= room or room < _LEAST_ROOM:
        return [value.truncate(max(room, 0), ellipsis=True) if room > 0 else value]
    return at_most(rows(value, room), _MOST_ROWS, room)
