"""Texts whose rows follow from the cells they have."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from textual.content import Content, _FormattedLine
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget, _RenderCache
from textual.widgets import Static

from tui.widgets.lines import Lined
from tui.widgets.strips import Looks, strip_of
from tui.widgets.unscrolled import Unscrolled


class Flowing(Lined, Unscrolled, Static):
    """Laid out with the rows that it will draw: nothing is drawn for a width that it had before.

    A text that is put in anew whenever its size changes may keep the height of the one before: Textual lets
    a second wish for a layout go while the first waits, and remembers the height found between the two.
    """

    DEFAULT_CSS = "Flowing { height: auto; }"
    #: A width, the rows in it, and whether each is drawn as one: none is wrapped or cut once more.
    _flowed: tuple[int, Sequence[Content], bool] | None = None

    @abstractmethod
    def flow(self, width: int) -> Sequence[Content]:
        """The rows in `width` cells; width 0: not known yet."""

    def show_anew(self) -> None:
        """What `flow` gives has changed; the page is laid out anew where it takes more rows, or fewer."""
        self._flowed = None
        width, height = self.content_size
        stays = bool(width and height) and self.get_content_height(self.size, self.size, width) == height
        if stays:
            # In another width it may take another number of rows than it did there before.
            self._layout_updates += 1
            for ancestor in self.ancestors:
                if not isinstance(ancestor, Widget):
                    break
                ancestor._clear_arrangement_cache()
                ancestor._layout_updates += 1
                if not ancestor.styles.auto_dimensions:
                    break
        self.refresh(layout=not stays)

    def _rows(self, width: int) -> tuple[Sequence[Content], bool]:
        if self._flowed is None or self._flowed[0] != width:
            rows = self.flow(width)
            self._flowed = (width, rows, max([row.cell_length for row in rows], default=0) <= width)
        return self._flowed[1:]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if not width:
            return 0
        rows, fit = self._rows(width)
        return len(rows) if fit else Content("\n").join(rows).get_height(self.styles.get_rules(), width)

    def render(self) -> Content:
        return Content("\n").join(self._rows(self.content_size.width)[0])

    @contextmanager
    def saying_places(self) -> Iterator[None]:
        """Each part of a line says its place in the text meanwhile, as is asked where the mouse selects."""
        size = self.content_size
        rows, fit = self._rows(size.width)
        if not fit or self.text_selection is not None:
            yield
            return
        kept, style = self._render_cache, self.visual_style
        lines = (_FormattedLine(self._get_style, row, size.width, y=y) for y, row in enumerate(rows))
        self._render_cache = _RenderCache(size, [Strip(*line.to_strip(style)) for line in lines])
        try:
            yield
        finally:
            self._render_cache = kept

    def _render_content(self) -> None:
        # Rows need not be wrapped again, which is half of what a text costs; nor has each part of a line its
        # place in its style, which would make as many styles, each to be worked out for the terminal.
        size = self.content_size
        rows, fit = self._rows(size.width)
        if not fit or self.text_selection is not None:
            super()._render_content()
            return
        style, looks = self.visual_style, Looks()
        strips = [strip_of(row, row.cell_length, style, looks) for row in rows]
        self._render_cache = _RenderCache(size, strips)
        self._dirty_regions.clear()
