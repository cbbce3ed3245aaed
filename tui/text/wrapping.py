"""Lines of text in the width there is: what wraps stands under the words it belongs to."""

from __future__ import annotations

import re

from textual.content import Content

#: What a column of notes may stand behind: a sign, or words set off by a gap.
_HEAD = re.compile(r"[^\w\s] +|.*?\S {2,}(?=\S)")
#: A key and what it does, at the end of a line.
_WAY = re.compile(r"(?<=\S)( {3})(?=\S+ \S.{0,40}$)")


def hanging(line: Content, width: int) -> list[Content]:
    """The rows of a line in `width` cells: those after the first begin under its last column of words.

    A column begins behind two blanks, or behind a sign; one beyond the middle leaves too little room and does
    not count. Width 0: not known yet, or the line is cut rather than wrapped; it stays as it is.
    """
    if not width or line.cell_length <= width:
        return [line]
    blanks = len(line.plain) - len(line.plain.lstrip(" "))
    indent = begin = blanks if blanks <= width // 2 else 0
    while (head := _HEAD.match(line.plain, begin)) and head.end() <= width // 2:
        indent = begin = head.end()
    rows = wrapped(line[indent:], width - indent)
    return [line[:indent] + rows[0], *(row.pad_left(indent) for row in rows[1:])]


def wrapped(line: Content, width: int) -> list[Content]:
    """The rows of a line in `width` cells; a key at its end, behind three blanks, stays with its label."""
    way = _WAY.search(line.plain)
    if way is None or line.cell_length <= width or not _is_key(line, way.end(1)):
        return line.wrap(width)
    rows, tail = line[: way.start()].wrap(width), line[way.start() :]
    if rows[-1].cell_length + tail.cell_length <= width:
        return [*rows[:-1], rows[-1] + tail]
    return [*rows, *line[way.end(1) :].wrap(width)]


def _is_key(line: Content, place: int) -> bool:
    return any(span.start == place and "$key" in str(span.style) for span in line.spans)
