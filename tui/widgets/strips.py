"""Lines of the screen made of one text each."""

from __future__ import annotations

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style


def strip_of(text: Content, width: int, style: Style) -> Strip:
    """A line `width` cells wide: the text, cut or filled up with blanks."""
    # Wrapping, links and selection, of which a line has none, are most of what a `Visual` costs.
    length = text.cell_length
    segments = _segments(text if length <= width else text.truncate(width), style)
    if length < width:
        segments.append(Segment(" " * (width - length), style.rich_style if style else None))
    return Strip(segments, width)


def _segments(text: Content, style: Style) -> list[Segment]:
    """The text in its looks over a style; most texts have one look after another, and need no order."""
    plain, ground, found, at = text.plain, style.rich_style if style else None, [], 0
    for start, end, look in text.spans:
        if start < at:
            return text.render_segments(style)
        if start > at:
            found.append(Segment(plain[at:start], ground))
        if end > start:
            over = Style.parse(look) if isinstance(look, str) else look
            found.append(Segment(plain[start:end], (style + over).rich_style))
        at = end
    if at < len(plain):
        found.append(Segment(plain[at:], ground))
    return found
