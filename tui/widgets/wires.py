"""Drawn rows: the hop line, the stage line, a progress bar. Plain functions from data to `Content`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from textual.content import Content

from tui.text.cells import cell
from tui.text.plain import plain
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, Stage, Tone, number_mark, sign

#: Digits of a thumbprint at a station, and more than so few where there is no room.
_DIGITS, _FEWEST = 8, 3
#: How two neighbouring stations compare: the same, another one, or not looked at.
Joint = Literal["same", "differs", "unknown"]


class Station(Struct, frozen=True):
    """An end of a hop. `number` is the certificate's place in its order, None when not of it."""

    title: str
    number: int | None
    thumbprint: str = ""
    note: str = ""


def hop_line(stations: Sequence[Station], joints: Sequence[Joint], current: int, width: int) -> list[Content]:
    """Three lines, titles, stations with wires, notes, in `width` cells.

    A solid wire joins equal ends, `≠` breaks one; past the first break the wire is no longer green.
    `current` is the number of the order's current certificate.
    """
    for digits in range(_DIGITS, _FEWEST, -1):
        marks = [_mark(station, current, digits) for station in stations]
        widest = max(mark.cell_length for mark in marks)
        # The notes below take the last station's width and no wire.
        if (widest + 4) * len(joints) + widest <= width:
            break
    wire = max(2, min(14, (width - widest * len(marks)) // max(1, len(joints)) - 2))
    step = widest + wire + 2
    pieces: list[Content | str] = []
    broken = False
    for place, mark in enumerate(marks):
        last = place == len(marks) - 1
        pieces.append(mark)
        if last:
            break
        room = step - mark.cell_length - 2
        broken = broken or joints[place] != "same"
        pieces += [" ", _wire(joints[place], room, broken), " "]
    titles = [plain(station.title).upper() for station in stations]
    notes = [plain(station.note) for station in stations]
    return [_row(titles, step), Content.assemble(*pieces), _row(notes, step)]


def _mark(station: Station, current: int, digits: int) -> Content:
    if not station.thumbprint and station.number is None:
        return Content.styled(SIGNS.impossible, "$text-muted")
    mark = number_mark(station.number, current)
    if not station.thumbprint:
        return mark
    tone = mark.spans[0].style
    return Content.assemble(mark, " ", (plain(station.thumbprint)[:digits], tone))


def _wire(joint: Joint, room: int, broken: bool) -> Content:
    if joint == "unknown":
        return Content.styled(SIGNS.dotted * room, "$wire")
    if joint == "same":
        return Content.styled(SIGNS.wire * room, "$wire" if broken else TOKENS["success"])
    if room < 5:
        return Content.styled(SIGNS.differs.center(room), TOKENS["warning"])
    half = (room - 3) // 2
    return Content.styled(
        f"{SIGNS.wire * half} {SIGNS.differs} {SIGNS.wire * (room - 3 - half)}", TOKENS["warning"]
    )


def _row(texts: Sequence[str], step: int) -> Content:
    # The texts were made plain before they were measured or put in capitals.
    cells = [Content.styled(text, "$text-muted") for text in texts]
    pieces = [one.truncate(step - 1, ellipsis=True, pad=True) + " " for one in cells]
    return Content("").join(pieces).rstrip()


def stage_line(stages: Sequence[Stage], width: int) -> Content:
    """`✓ Purchased ━━━ ✓ Stored ━━━ ! Verified ━━━ ○ Issued`, the wires as long as there is room."""
    words = [
        Content.assemble(sign(stage.tone), " ", cell(stage.name, _stage_style(stage.tone)))
        for stage in stages
    ]
    free = width - sum(word.cell_length for word in words)
    wire = max(1, min(4, free // max(1, len(stages) - 1) - 2))
    pieces: list[Content | str] = []
    for place, word in enumerate(words):
        if place:
            tone = stages[place].tone
            pieces += [
                " ",
                Content.styled(SIGNS.wire * wire, "$wire" if tone == "muted" else TOKENS[tone]),
                " ",
            ]
        pieces.append(word)
    return Content.assemble(*pieces)


def _stage_style(tone: Tone) -> str:
    return TOKENS[tone] if tone in ("success", "muted") else f"bold {TOKENS[tone]}"


def progress_line(done: float, width: int, tone: Tone = "time") -> Content:
    """A bar of `width` cells filled to `done` (0 to 1)."""
    filled = round(max(0.0, min(1.0, done)) * width)
    return Content.assemble((SIGNS.wire * filled, TOKENS[tone]), (SIGNS.wire * (width - filled), "$line"))
