"""Texts whose rows follow from the cells they have."""

from __future__ import annotations

from abc import abstractmethod

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static


class Flowing(Static):
    """Laid out with the rows that it will draw: nothing is drawn for a width that it had before.

    A text that is put in anew whenever its size changes may keep the height of the one before: Textual lets
    a second wish for a layout go while the first waits, and remembers the height found between the two.
    """

    DEFAULT_CSS = "Flowing { height: auto; }"
    _flowed: tuple[int, Content] | None = None

    @abstractmethod
    def flow(self, width: int) -> Content:
        """The rows in `width` cells; width 0: not known yet."""

    def show_anew(self) -> None:
        """What `flow` gives has changed."""
        self._flowed = None
        self.refresh(layout=True)

    def _rows(self, width: int) -> Content:
        if self._flowed is None or self._flowed[0] != width:
            self._flowed = (width, self.flow(width))
        return self._flowed[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._rows(width).get_height(self.styles.get_rules(), width) if width else 0

    def render(self) -> Content:
        return self._rows(self.content_size.width)
