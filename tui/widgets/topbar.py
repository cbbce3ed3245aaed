"""The coloured bar at the top: the place, the era, the time, the number of notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from textual.content import Content

from store.eras import Era
from store.resources import Clock
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import minute
from tui.widgets.line import Line, Part

BRAND = "certblade"


class Acting(Struct, frozen=True):
    """Who acts, "" for the person whose portal it is, and what is to say of a take-over ("" for none).

    `looks_on`: nothing can be changed here.
    """

    who: str = ""
    control: str = ""
    looks_on: bool = False


class TopBar(Line):
    """Breadcrumb at the left; era, clock and bell at the right; everything can be clicked.

    When crowded it drops the era, the middle crumbs, the brand and "UTC", in this order. Of an era whose
    documents do not describe the day, a short mark stays.
    """

    DEFAULT_CSS = "TopBar { background: $top; color: $top-text; }"
    GAP = 0

    def show_place(
        self,
        crumbs: Sequence[str],
        era: Era,
        clock: Clock,
        unread: int,
        *,
        stands: bool,
        acting: Acting,
    ) -> None:
        """`crumbs` from the list to here (outside text); `unread` notices; `stands`: no tick comes."""
        sign = f"{SIGNS.running} {SIGNS.times}{clock.speed}" if clock.speed else SIGNS.paused
        if clock.speed and stands:
            sign = f"{SIGNS.warning} stands"
        acts = Content.assemble("   as ", cell(acting.who, "bold $top-text", 24))
        account = [Part(acts, "screen.account", 3, right=True)] if acting.who else []
        mode = [Part(Content.styled("   read only", "bold $top-text"), right=True)] if acting.looks_on else []
        told = (*account, *mode, *_control(acting.control))
        self.show((*_crumbs(crumbs), *told, *_right(era, clock.now, sign, unread)))


def _crumbs(crumbs: Sequence[str]) -> list[Part]:
    arrow = Content.styled(f" {SIGNS.crumb} ", "$top-muted")
    brand = Content.assemble((BRAND, "bold $top-text"), arrow)
    middle = crumbs[:-1]
    # A lone list says more than the brand; of several crumbs the nearest ones say most.
    parts = [Part(brand, "app.home", rank=40 if len(middle) == 1 else 2)]
    for place, crumb in enumerate(middle):
        short = Content.styled(SIGNS.cut, "$top-muted") + arrow if place == 0 and len(middle) > 1 else None
        part = Part(
            Content.assemble(cell(crumb, "$top-muted"), arrow), f"screen.crumb({place})", 30 - place, short
        )
        parts.append(part)
    parts.append(Part(cell(crumbs[-1], "bold $top-text"), rank=0))
    return parts


def _control(words: str) -> list[Part]:
    """The take-over of this world, which both sides see; a click ends it."""
    if not words:
        return []
    whole = Content.assemble("   ", cell(f"{SIGNS.warning} {words}", "bold $top-text", 44))
    short = "taken over" if words.endswith("taken over") else "take-over asked"
    small = Content.styled(f"   {SIGNS.warning} {short}", "bold $top-text")
    return [Part(whole, "app.end_take_over", 4, small, right=True)]


def _era(era: Era, now: datetime) -> Content:
    """The era, marked where the clock has left what its documents describe."""
    if era.describes(now):
        return Content.styled(f"   era {era.name}", "$top-muted")
    side = "over" if now >= era.described[1] else "not begun"
    return Content.styled(f"   {SIGNS.warning} era {era.name} {side}", "bold $top-text")


def _era_mark(era: Era, now: datetime) -> Content | None:
    """What stays of the era where it is crowded."""
    if era.describes(now):
        return None
    return Content.styled(f"   {SIGNS.warning} {era.name}", "bold $top-text")


def _right(era: Era, now: datetime, sign: str, unread: int) -> list[Part]:
    bell = f"   {SIGNS.unread} {unread}" if unread else f"   {SIGNS.read} 0"
    short = Content.styled(f"   {sign} {minute(now)}", "bold $top-text")
    return [
        Part(_era(era, now), "screen.era", 100, _era_mark(era, now), right=True),
        Part(short + Content.styled(" UTC", "bold $top-text"), "screen.time", 1, short, right=True),
        Part(
            Content.styled(bell, "bold $top-text" if unread else "$top-muted"), "screen.notices", right=True
        ),
    ]
