"""Widgets drawn as lines of one style, most of which are drawn again as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual._border import get_box
from textual._styles_cache import StylesCache
from textual.color import TRANSPARENT, Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tui.widgets.gathered import Gathered


class _Box(Struct, frozen=True):
    """What stands around the lines of a widget: before and behind each, and so many blank ones above."""

    before: list[Segment]
    behind: list[Segment]
    above: int
    below: int
    blank: RichStyle
    background: Color


class Lines(StylesCache):
    """The lines of a widget, kept until they are marked dirty.

    Most of what Textual does for each line is for borders, tints and fading, which few widgets have.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last: tuple[Region, list[Strip]] | None = None
        self._styled: object = None
        #: What the lines that are kept went through.
        self._filters: Sequence[LineFilter] = ()
        self._box: _Box | None = None

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        last = self._last
        # What makes lines dirty, or lets go of them, is Textual's, and knows of no last picture.
        if last is not None and self._cache and not self._dirty_lines and last[0] == crop:
            return last[1]
        region, styled = widget.region, (widget.styles._cache_key, widget.visual_style)
        if styled != self._styled:
            self._styled, self._box = styled, _box_of(widget)
        if self._box is None or crop.x or crop.width != region.width:
            return super().render_widget(widget, crop)
        strips = list(self._drawn(widget, self._box, crop, region.height))
        self._dirty_lines.difference_update(crop.line_range)
        self._last = (crop, strips)
        return strips

    def _drawn(self, widget: Widget, box: _Box, crop: Region, height: int) -> Iterable[Strip]:
        width, filters = crop.width, tuple(widget.get_line_filters())
        if width != self._width:
            self.clear()
            self._width = width
        inside = width - widget.styles.gutter.width
        if filters != self._filters:
            self.clear()
            self._filters = filters
        for y in crop.line_range:
            strip = None if y in self._dirty_lines else self._cache.get(y)
            if strip is None:
                if box.above <= y < height - box.below:
                    strip = widget.render_line(y - box.above).adjust_cell_length(inside, box.blank)
                else:
                    strip = Strip.blank(inside, box.blank)
                if inside != width:
                    strip = Strip([*box.before, *strip, *box.behind], width)
                for filter in filters:
                    strip = strip.apply_filter(filter, box.background)
                self._cache[y] = strip
            yield strip


def _box_of(widget: Widget) -> _Box | None:
    """The box of a widget without border, or with one at its left; None where it takes more to draw it."""
    styles = widget.styles
    top, right, bottom, left = styles.border
    faded = widget.opacity != 1 or styles.text_opacity != 1 or styles.tint.a
    if any(edge for edge, _ in (top, right, bottom, *styles.outline)) or faded or styles.has_rule("hatch"):
        return None
    background = widget.visual_style.background or TRANSPARENT
    inner, pad = Style(background=background), styles.padding
    blank = inner.rich_style
    before = [Segment(" " * pad.left, blank)] if pad.left else []
    if left[0]:
        under, _ = widget.background_colors
        edge = Style(foreground=under + left[1])
        before.insert(0, get_box(left[0], inner, Style(background=under), edge)[1][0])
    behind = [Segment(" " * pad.right, blank)] if pad.right else []
    return _Box(before, behind, pad.top, pad.bottom, blank, background)


class Lined(Gathered):
    """A widget that draws `Lines`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._styles_cache = Lines()
