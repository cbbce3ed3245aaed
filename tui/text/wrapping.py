"""Lines of text in the width there is: what wraps stands under the words it belongs to."""

from __future__ import annotations

import re
from itertools import pairwise

from textual.content import Content

#: What a column of notes may stand behind: a sign, which may have a number, or words set off by a gap.
_HEAD = re.compile(r"[^\w\s$]\d* +|.*?\S {2,}(?=\S)")
_WORD = re.compile(r"\S+")
#: The blank before the `>` of a way through pages, at which no row ends, and a letter of one cell for it.
_STEP, _GLUE = re.compile(r"(?<=\S) (?=> )"), "\ue000"
#: A key and what it does, at the end of a line.
_WAY = re.compile(r"(?<=\S)( {3})(?=\S+ \S.{0,40}$)")


def rows(line: Content, width: int) -> list[Content]:
    """The rows of a text in `width` cells; a word longer than a row goes on at a slash of it.

    No row begins with the `>` of a way through pages, such as `Rekey and Sync > Rekey`.
    """
    if line.cell_length > width > 0 and _STEP.search(line.plain):
        glued = Content(_STEP.sub(_GLUE, line.plain), list(line.spans))
        return [Content(row.plain.replace(_GLUE, " "), list(row.spans)) for row in rows(glued, width)]
    cuts: list[int] = []
    for word in _WORD.finditer(line.plain) if line.cell_length > width > 0 else ():
        start, end = word.span()
        while end - start > width and (cut := _cut(line.plain[start : start + width])):
            start += cut
            cuts.append(start)
    ends = [0, *cuts, len(line.plain)]
    return [row for begin, end in pairwise(ends) for row in line[begin:end].wrap(width)]


def at_most(found: list[Content], most: int, width: int) -> list[Content]:
    """The first `most` rows of a text; what is left over goes into the last of them, cut to `width`."""
    if len(found) <= most:
        return found
    return [*found[: most - 1], Content(" ").join(found[most - 1 :]).truncate(width, ellipsis=True)]


def _cut(part: str) -> int:
    """Where a row of a long word ends: before a slash, else behind a hyphen or comma; 0 for nowhere good."""
    cuts = part.rfind("/"), part.rfind("-") + 1, part.rfind(",") + 1
    return next((cut for cut in cuts if cut > len(part) // 2), 0)


def hanging(line: Content, width: int) -> list[Content]:
    """The rows of a line in `width` cells: those after the first begin under its last column of words.

    A column begins behind two blanks, or behind a sign. It counts up to the middle, and up to two thirds of
    a row where that takes no more rows. Width 0: not known yet, or the line is cut and not wrapped; it stays.
    """
    if not width or line.cell_length <= width:
        return [line]
    blanks = len(line.plain) - len(line.plain.lstrip(" "))
    near = far = blanks if blanks <= width // 2 else 0
    while (head := _HEAD.match(line.plain, far)) and head.end() <= width * 2 // 3:
        far = head.end()
        near = far if far <= width // 2 else near
    found = _hung(line, width, near)
    deeper = _hung(line, width, far) if far > near else found
    return deeper if len(deeper) <= len(found) else found


def _hung(line: Content, width: int, indent: int) -> list[Content]:
    first, *more = wrapped(line[indent:], width - indent)
    return [line[:indent] + first, *(row.pad_left(indent) for row in more)]


def wrapped(line: Content, width: int) -> list[Content]:
    """The rows of a line in `width` cells; a key at its end, behind three blanks, stays with its label."""
    way = _WAY.search(line.plain)
    if way is None or line.cell_length <= width or not _is_key(line, way.end(1)):
        return rows(line, width)
    before, tail = rows(line[: way.start()], width), line[way.start() :]
    if before[-1].cell_length + tail.cell_length <= width:
        return [*before[:-1], before[-1] + tail]
    return [*before, *rows(line[way.end(1) :], width)]


def _is_key(line: Content, place: int) -> bool:
    return any(span.start == place and "$key" in str(span.style) for span in line.spans)
