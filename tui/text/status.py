"""Status words, tones, moments and thumbprints as drawable text; pure functions, no widget."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from textual.content import Content

from store.resources import NOT_IN_EXPORT
from tui.text.cells import cell
from tui.text.plain import plain
from tui.text.signs import SIGNS

Tone = Literal["success", "warning", "error", "time", "muted", "info", "plain"]

#: The token that draws a tone.
TOKENS: dict[Tone, str] = {
    "success": "$text-success",
    "warning": "$text-warning",
    "error": "$text-error",
    "time": "$time",
    "muted": "$text-muted",
    "info": "$primary",
    "plain": "$text",
}
#: The gravest first: how states are sorted and summed up.
GRAVITY: tuple[Tone, ...] = ("error", "warning", "time", "info", "muted", "plain", "success")
#: The glyph of a tone.
TONE_SIGNS: dict[Tone, str] = {
    "success": SIGNS.success,
    "warning": SIGNS.warning,
    "error": SIGNS.error,
    "time": SIGNS.time,
    "muted": SIGNS.muted,
    "info": SIGNS.info,
    "plain": " ",
}


def sign(tone: Tone) -> Content:
    """The glyph of a tone, in it."""
    return Content.styled(TONE_SIGNS[tone], f"bold {TOKENS[tone]}" if tone != "muted" else TOKENS[tone])


@lru_cache(maxsize=256)
def status(word: str, tone: Tone, *, bold: bool = False) -> Content:
    """Glyph and word: never colour alone."""
    token = TOKENS[tone]
    return Content.assemble(sign(tone), " ", cell(word, f"bold {token}" if bold else token))


def muted(text: object) -> Content:
    return cell(text, "$text-muted")


def link(text: object) -> Content:
    """Something that leads to another blade."""
    return cell(text, "$primary")


def nothing() -> Content:
    """An empty value."""
    return Content.styled(SIGNS.impossible, "$text-muted")


def unknown() -> Content:
    """A value that the export of an estate does not have: no fault, so muted."""
    return Content.styled(NOT_IN_EXPORT, "$text-muted")


def day(moment: datetime | None) -> str:
    """`2023-08-01`, or the sign for no value."""
    return moment.date().isoformat() if moment else SIGNS.impossible


def minute(moment: datetime) -> str:
    """`2022-08-01 09:00` (UTC)."""
    return f"{moment:%Y-%m-%d %H:%M}"


def spelled(number: int) -> str:
    """A number as a sentence writes it: a word up to ten, digits beyond."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def span(time: timedelta) -> str:
    """A length of simulated time in its largest unit: `6 min`, `17 h`, `11 d`."""
    minutes = int(abs(time).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} d"


def distance(now: datetime, then: datetime) -> str:
    """How far a moment is: `in 17 h`, `3 d ago`, `now`."""
    if abs(then - now) < timedelta(minutes=1):
        return "now"
    return f"in {span(then - now)}" if then > now else f"{span(then - now)} ago"


def days_left(now: datetime, then: datetime) -> int:
    """Whole days until a moment (negative once it has passed)."""
    return (then - now).days


class Stage(Struct, frozen=True):
    """A step on the way: done, current, failed, or still to come."""

    name: str
    tone: Tone


#: A label and its value, as a page of facts shows them.
Fact = tuple[str, Content]
Kind = Literal["current", "earlier", "coming", "foreign"]

_MARKS: dict[Kind, str] = {
    "current": SIGNS.current,
    "earlier": SIGNS.earlier,
    "coming": SIGNS.coming,
    "foreign": SIGNS.foreign,
}
_MARK_TONES: dict[Kind, Tone] = {
    "current": "success",
    "earlier": "warning",
    "coming": "time",
    "foreign": "muted",
}


def kind_of(number: int | None, current: int) -> Kind:
    """Which mark a certificate wears: `number` is its place in the order, None for one of elsewhere."""
    if number is None:
        return "foreign"
    return "current" if number == current else "earlier" if number < current else "coming"


def number_mark(number: int | None, current: int, *, tone: Tone | None = None) -> Content:
    """`◆3`, `◇2`, `○4` or `□`: the same number means the same key everywhere."""
    kind = kind_of(number, current)
    token = TOKENS[tone or _MARK_TONES[kind]]
    # Those of an imported order of which earlier ones may be missing have none to show.
    shown = number if number is not None and number > 0 else ""
    return Content.styled(f"{_MARKS[kind]}{shown}", f"bold {token}")


def thumbprint_short(thumbprint: str, number: int | None, current: int, *, tail: bool = True) -> Content:
    """`◆3 7D532485…088A` (16 cells), or without the tail (12); `◆10 7D53248…088A` takes no more."""
    if not thumbprint:
        return nothing()
    token = TOKENS[_MARK_TONES[kind_of(number, current)]]
    text, mark = plain(thumbprint), number_mark(number, current)
    head = text[: 8 - max(0, mark.cell_length - 2)]
    rest = f"{SIGNS.cut}{text[-4:] if tail else ''}"
    return Content.assemble(mark, " ", (head, f"bold {token}"), (rest, "$text-muted"))


def _eights(thumbprint: str) -> list[str]:
    text = plain(thumbprint)
    return [text[start : start + 8] for start in range(0, len(text), 8)]


def grouped(thumbprint: str, style: str = "$text-muted") -> Content:
    """A thumbprint in groups of eight, where its number stands elsewhere, or where it has none."""
    return cell(" ".join(_eights(thumbprint)), style)


def thumbprint_full(thumbprint: str, number: int | None, current: int) -> Content:
    """Number and groups of eight: the first bold in tone, the rest plain when current, muted otherwise."""
    if not thumbprint:
        return nothing()
    kind = kind_of(number, current)
    groups = _eights(thumbprint)
    rest = " ".join(["", *groups[1:]])
    return Content.assemble(
        number_mark(number, current),
        " ",
        (groups[0], f"bold {TOKENS[_MARK_TONES[kind]]}"),
        (rest, "$text" if kind == "current" else "$text-muted"),
    )
