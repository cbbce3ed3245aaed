"""Lines without signs of ambiguous width, for terminals that draw those two cells wide (`CERTBLADE_ASCII=1`).

What carries meaning has signs of its own there (`tui.text.signs`); this is for borders, arrows and cuts.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_BOX, _BLOCKS = range(0x2500, 0x2580), range(0x2580, 0x25A0)
_LEVEL, _UPRIGHT = "─━┄┅┈┉╌╍═╴╶╸╺╼╾", "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"
_SIDES = "▌▍▎▏▐▕▊▋▉"

#: Boxes are corners unless they are lines; blocks are parts of scrollbars unless they are sides of borders.
_ASCII = {
    **dict.fromkeys(_BOX, "+"),
    **dict.fromkeys(_BLOCKS, " "),
    **dict.fromkeys(map(ord, _LEVEL), "-"),
    **dict.fromkeys(map(ord, _UPRIGHT + _SIDES), "|"),
    **{ord(sign): plain for sign, plain in zip("…–—·←→↑↓", "~---<>^v", strict=True)},
}


class AsciiLines(LineFilter):
    """Lines with ASCII in place of box and sign characters; letters of any language stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text.translate(_ASCII), style, control) for text, style, control in segments]
