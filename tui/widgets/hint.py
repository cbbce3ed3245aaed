"""A text in the room there is, in as many lines as it may have: a longer one ends in an ellipsis."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from tui.text.wrapping import at_most
from tui.widgets.lines import Lined
from tui.widgets.unscrolled import Unscrolled


class Hint(Lined, Unscrolled, Static):
    """Breaks between words into as many lines as it is high; of itself it is as high as its text needs.

    `most`: the lines it takes at most. Where it stands for other texts too, `reserve` says which one its
    height is for: a longer one moves nothing.
    """

    def __init__(self, text: Content | str = "", *, most: int = 2, classes: str | None = None) -> None:
        super().__init__(text, classes=classes, markup=False)
        self._most = most
        self._reserved: Content | None = None

    def reserve(self, text: Content) -> None:
        """Be as high as this text needs, whatever is shown."""
        self._reserved = text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(_rows(self._shown if self._reserved is None else self._reserved, width, self._most))

    @property
    def _shown(self) -> Content:
        text = self.visual
        assert isinstance(text, Content)
        return text

    def render(self) -> Content:
        size = self.content_size
        return Content("\n").join(_rows(self._shown, size.width, max(1, size.height)))


def _rows(text: Content, width: int, most: int) -> list[Content]:
    """A text in rows of `width` cells; what is left after `most` of them is cut. Width 0: not known yet."""
    if not width or text.cell_length <= width:
        return [text]
    return at_most(list(text.wrap(width)), most, width)
