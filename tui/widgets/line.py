"""One row of parts, left and right, that can be clicked and that gives way in a fixed order when crowded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from tui.text.cells import look
from tui.widgets.lines import Lined
from tui.widgets.strips import strip_of
from tui.widgets.unscrolled import Unscrolled


class Part(Struct, frozen=True):
    """A piece of a line. The highest `rank` gives way first (to `short`, else to nothing); rank 0 stays."""

    text: Content
    action: str = ""
    rank: int = 0
    short: Content | None = None
    right: bool = False


def fit(parts: Sequence[Part], width: int, gap: int) -> list[Part]:
    """The parts that fit in `width` cells, the crowded ones shortened or left out."""
    kept = list(parts)
    for victim in sorted((part for part in parts if part.rank), key=lambda part: -part.rank):
        if _length(kept, gap) <= width:
            break
        place = kept.index(victim)
        kept[place : place + 1] = (
            [Part(victim.short, victim.action, right=victim.right)] if victim.short else []
        )
    return kept


def _length(parts: Sequence[Part], gap: int) -> int:
    return sum(part.text.cell_length + gap for part in parts) - gap if parts else 0


def _looks(parts: Sequence[Part]) -> object:
    return look(*[text for part in parts for text in (part.text, part.short) if text is not None])


class Line(Lined, Unscrolled, Widget):
    """One row of `Part`s; a click runs the action of the part under it."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; padding: 0 1; }"
    ALLOW_SELECT = False
    #: Blank cells between parts.
    GAP = 2

    def __init__(
        self, parts: Iterable[Part] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._parts = tuple(parts)
        self._spans: list[tuple[int, int, str]] = []

    def show(self, parts: Iterable[Part]) -> None:
        """Replace the parts; redraws only when something differs."""
        before, self._parts = self._parts, tuple(parts)
        if self._parts != before or _looks(self._parts) != _looks(before):
            self.refresh()

    def fitted(self, width: int) -> list[Part]:
        """The parts to draw in `width` cells."""
        return fit(self._parts, width, self.GAP)

    def render(self) -> Content:
        width = self.content_size.width
        parts = self.fitted(width)
        self._spans = []
        pieces: list[Content | str] = []
        x = 0
        for group in ([part for part in parts if not part.right], [part for part in parts if part.right]):
            if group and group[0].right:
                space = max(self.GAP if x else 0, width - x - _length(group, self.GAP))
                pieces.append(" " * space)
                x += space
            for number, part in enumerate(group):
                if number:
                    pieces.append(" " * self.GAP)
                    x += self.GAP
                pieces.append(part.text)
                end = x + part.text.cell_length
                self._spans.append((x, end, part.action))
                x = end
        return Content.assemble(*pieces).truncate(width, ellipsis=True)

    def render_line(self, y: int) -> Strip:
        text = self.render() if y == 0 else Content("")
        return strip_of(text, self.content_size.width, self.visual_style)

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for start, end, action in self._spans:
            if action and start <= offset.x < end:
                event.stop()
                await self.run_action(action)
                return
