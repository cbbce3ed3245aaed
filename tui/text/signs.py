"""Every glyph that carries meaning, one cell wide and without an emoji form.

Some are of East Asian ambiguous width: on a terminal that draws those wide, set `CERTBLADE_ASCII=1`.
"""

from __future__ import annotations

import os

from msgspec import Struct


class Signs(Struct, frozen=True):
    """One set of glyphs; the fields say what they mean."""

    success: str = "✓"
    warning: str = "!"
    error: str = "×"
    time: str = "◐"
    muted: str = "○"
    chosen: str = "◉"
    impossible: str = "–"
    info: str = "i"
    differs: str = "≠"
    current: str = "◆"
    earlier: str = "◇"
    coming: str = "○"
    foreign: str = "□"
    paused: str = "‖"
    running: str = "►"
    unread: str = "●"
    read: str = "○"
    crumb: str = "›"
    cut: str = "…"
    wire: str = "━"
    dotted: str = "┄"
    times: str = "×"
    open: str = "▾"
    closed: str = "▸"
    left: str = "‹"
    right: str = "›"
    lock: str = "▪"
    bar: str = "▌"
    dot: str = "·"
    stop: str = "┃"
    window: str = "▒"
    thin: str = "─"
    tick: str = "┬"
    job: str = "▮"
    now: str = "│"
    crossing: str = "┿"
    here: str = "▴"
    marked: str = "●"
    rising: str = "▴"
    falling: str = "▾"
    upright: str = "┃"
    dotted_down: str = "┆"
    dotted_turn: str = "└"
    hidden: str = "¿"
    #: Where heavy lines meet; the place is the sum of the sides they leave by: 1 down, 2 up, 4 left, 8 right.
    corners: str = " ╻╹┃╸┓┛┫╺┏┗┣━┳┻╋"


ASCII = Signs(
    success="v", error="x", time="~", muted="o", chosen="@", impossible="-", differs="/", current="#",
    earlier="<", coming="o", foreign="?", paused="=", running=">", unread="*", read="o", crumb=">",
    cut="~", wire="-", dotted=".", times="x", open="v", closed=">", left="<", right=">", lock="*", bar="|",
    dot="-", stop="]", window=":", thin="-", tick="+", job="*", now="|", crossing="+", here="^",
    marked="*", rising="^", falling="v",
    upright="|", dotted_down=":", dotted_turn="+", hidden="?", corners=" |||-+++-+++-+++",
)  # fmt: skip

SIGNS = ASCII if os.environ.get("CERTBLADE_ASCII") else Signs()
