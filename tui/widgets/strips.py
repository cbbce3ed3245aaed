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
    length = text.cell_length
    shown = text if length <= width else text.truncate(width)
    segments = segments_of(shown, style, {} if looks is None else looks)
    if length < width:
        segments.append(Segment(" " * (width - length), style.rich_style if style else None))
    return Strip(segments, width)


def segments_of(text: Content, style: Style, looks: Looks) -> list[Segment]:
    """The text in its looks over a style; most texts have one look after another, and need no order."""
    plain, ground, found, at = text.plain, style.rich_style if style else None, [], 0
    for start, end, look in text.spans:
        if start < at:
            return text.render_segments(style)
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
    return found
