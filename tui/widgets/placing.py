"""The places of widgets on a screen, and which of them are asked for lines when a part is drawn anew."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, Compositor
from textual.errors import NoWidget
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.flowing import Flowing

if TYPE_CHECKING:
    from textual._compositor import CompositorMap, ReflowResult

#: By line: the first and last columns, end excluded, of what is drawn anew.
_Spans = Mapping[int, list[tuple[int, int]]]


def _moved(before: CompositorMap, after: CompositorMap) -> Iterator[Region]:
    """Where something was drawn, or is, that came, went or has another place or size."""
    for widget in before.keys() | after.keys():
        old, new = before.get(widget), after.get(widget)
        if old is None or new is None or old._replace(order=new.order) != new:
            for place in (old, new):
                if place is not None and (seen := place.visible_region):
                    yield seen


class Placing(Compositor):
    """Arranges a screen once for each layout, and draws the lines that changed and no others."""

    #: What is drawn anew just now; None for the whole screen.
    _drawn_anew: _Spans | None = None

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        # It arranges all widgets; a new one among them is no reason to do so again when its place is asked.
        self._full_map_invalidated = False
        before, layers, dirty = self._full_map, self.layers, set(self._dirty_regions)
        found = super().reflow(parent, size)
        after = self._full_map
        known = [widget for widget, _ in layers if widget in after]
        if known == [widget for widget, _ in self.layers if widget in before]:
            # Textual numbers widgets from the last to the first, so that one more, such as a toast, gives all
            # another number, and has the whole screen drawn anew.
            dirty.update(_moved(before, after))
            self._dirty_regions = dirty
        return found

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        try:
            widget, _ = self.get_widget_at(x, y)
        except NoWidget:
            return None, None
        if not isinstance(widget, Flowing):
            return super().get_widget_and_offset_at(x, y)
        with widget.saying_places():
            return super().get_widget_and_offset_at(x, y)

    def render_partial_update(self) -> ChopsUpdate | None:
        spans: dict[int, list[tuple[int, int]]] = {}
        for y, first, end in self._regions_to_spans(self._dirty_regions):
            spans.setdefault(y, []).append((first, end))
        self._drawn_anew = spans
        try:
            return super().render_partial_update()
        finally:
            self._drawn_anew = None

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        chops: list[dict[int, Any]] = [dict.fromkeys(line[:-1]) for line in self.cuts]
        for x, lines, strips in self._renders(chops):
            for (y, cuts), strip in zip(lines.items(), strips, strict=True):
                line, pieces = chops[y], strip.divide(map((-x).__add__, cuts[1:]))
                for cut, piece in zip(cuts, pieces, strict=False):
                    if line[cut] is None:
                        line[cut] = piece
        return chops

    def _renders(
        self, chops: Sequence[Mapping[int, Strip | None]]
    ) -> Iterator[tuple[int, Mapping[int, Sequence[int]], Sequence[Strip]]]:
        """The column where a widget begins, its lines that are drawn with their cuts, and what is drawn.

        What lies in front comes first. Most lines of a page are full then, and no ground is asked for them.
        """
        cuts = self.cuts
        drawn = self._drawn_anew or dict.fromkeys(range(len(cuts)), [(0, self.size.width)])
        for widget, (region, clip) in self.visible_widgets.items():
            # What was taken away is in its place until the next layout, and has nothing left to draw with.
            if widget.parent is None or not (seen := region.intersection(clip)):
                continue
            x, y, width, height = seen
            end, asked = x + width, dict[int, Sequence[int]]()
            # Few of many lines: a call for each would cost more than the loop.
            for line in range(y, y + height):
                for first, last in drawn.get(line, ()):
                    if first < end and last > x:
                        own = cuts[line]
                        own = own[bisect_left(own, x) : bisect_right(own, end)]
                        if None in map(chops[line].get, own[:-1]):
                            asked[line] = own
                        break
            if asked:
                top, bottom = next(iter(asked)), next(reversed(asked))
                part = Region(x - region.x, top - region.y, width, bottom + 1 - top)
                strips = widget.render_lines(part)
                yield x, asked, strips if len(asked) == len(strips) else [strips[at - top] for at in asked]
