"""Lines of the screen made of one text each."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

#: The style of a part of a text → what it is over the style of its line.
Looks = dict[str | Style, RichStyle]


def strip_of(text: Content, width: int, style: Style, looks: Looks | None = None) -> Strip:
    """A line `width` cells wide: the text, cut or filled up with blanks.

    Lines of one style that are drawn in the same picture may share the `looks` found for them.
    """
    # Wrapping, links and selection, of which a line has none, are most of what a `Visual` costs.
    looks = {} if looks is None else looks
    length = text.cell_length
    if length > width:
        text = text.truncate(width)
    plain, ground, at = text.plain, style.rich_style if style else None, 0
    found: list[Segment] = []
    # Most texts have one look after another, and need no order.
    for start, end, look in text.spans:
        if start < at:
            found, at = text.render_segments(style), len(plain)
            break
        if start > at:
            found.append(Segment(plain[at:start], ground))
        if end > start:
            over = looks.get(look)
            if over is None:
                own = Style.parse(look) if isinstance(look, str) else look
                over = looks[look] = (style + own).rich_style
            found.append(Segment(plain[start:end], over))
        at = end
    if at < len(plain):
        found.append(Segment(plain[at:], ground))
    if length < width:
        found.append(Segment(" " * (width - length), ground))
    return Strip(found, width)
