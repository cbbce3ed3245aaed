"""The places of widgets on a screen, and which of them are asked for lines when a part is drawn anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from textual._compositor import ReflowResult

#: By line: the first and last columns, end excluded, of what is drawn anew.
_Spans = Mapping[int, list[tuple[int, int]]]


class Placing(Compositor):
    """Arranges a screen once for each layout, and draws the lines that changed and no others."""

    #: What is drawn anew just now; None for the whole screen.
    _drawn_anew: _Spans | None = None

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        # It arranges all widgets; a new one among them is no reason to do so again when its place is asked.
        self._full_map_invalidated = False
        return super().reflow(parent, size)

    def render_partial_update(self) -> ChopsUpdate | None:
        spans: dict[int, list[tuple[int, int]]] = {}
        for y, first, end in self._regions_to_spans(self._dirty_regions):
            spans.setdefault(y, []).append((first, end))
        self._drawn_anew = spans
        try:
            return super().render_partial_update()
        finally:
            self._drawn_anew = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            # What was taken away is in its place until the next layout, and has nothing left to draw with.
            if widget.parent is None or not (seen := region.intersection(clip)):
                continue
            x, y, width, height = seen
            if self._drawn_anew is not None:
                right, found = x + width, []
                # Few of many lines: a call for each would cost more than the loop.
                for line in range(y, y + height):
                    for first, end in self._drawn_anew.get(line, ()):
                        if first < right and end > x:
                            found.append(line)
                            break
                if not found:
                    continue
                y, height = found[0], found[-1] + 1 - found[0]
            part = Region(x - region.x, y - region.y, width, height)
            yield region, Region(x, y, width, height), widget.render_lines(part)
