"""A part of a page for the rows that the rest of the page leaves."""

from __future__ import annotations

from textual.content import Content

from tui.news import News
from tui.widgets.section import Notes, Section

#: Rows of its rule and of the blank row above it.
_HEAD = 2


class Spare(Section):
    """Shows as many of its lines as have room, whole ones only, and nothing where there is room for none.

    On a high screen the first `keeps` lines stay, whatever else the page has.
    """

    class Filled(News):
        """It has other lines."""

    def __init__(self, title: str, *, id: str, keeps: int = 5) -> None:
        super().__init__(title, Notes(), id=id)
        self._keeps = keeps
        self.display = False

    def show(self, *lines: Content) -> None:
        """Show these lines instead of those before, as far as there is room."""
        self.query_one(Notes).show(*lines)
        self.post_message(self.Filled())

    @property
    def taken(self) -> int:
        """The rows of the page that it takes as the page is laid out."""
        return self.outer_size.height + self.styles.margin.top if self.display else 0

    def fit(self, rows: int, width: int) -> int:
        """Take at most so many rows of the page, in `width` cells of text; the rows that it takes."""
        notes, room = self.query_one(Notes), rows - _HEAD
        if self.screen.has_class("-high"):
            room = max(room, notes.rows(width, self._keeps))
        lines = notes.fit(room, width)
        self.display = lines > 0
        return _HEAD + notes.rows(width, lines) if lines else 0
