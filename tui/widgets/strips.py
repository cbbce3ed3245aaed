"""Lines of the screen made of one text each."""

from __future__ import annotations

from textual.content import Content
from textual.strip import Strip
from textual.style import Style


def strip_of(text: Content, width: int, style: Style) -> Strip:
    """A line `width` cells wide: the text, cut or filled up with blanks."""
    # Wrapping, links and selection, of which a line has none, are most of what a `Visual` costs.
    return Strip(text.truncate(width, pad=True).render_segments(style), width)
