"""A text in the room there is, in one line or two: a longer one ends in an ellipsis."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Hint(Static):
    """Breaks between words into as many lines as it is high, two at most."""

    def render(self) -> Content:
        text, width = self.visual, self.content_size.width
        assert isinstance(text, Content)
        if self.content_size.height < 2 or text.cell_length <= width:
            return text.truncate(width, ellipsis=True)
        blanks = [place for place, letter in enumerate(text.plain) if letter == " "]
        fitting = [place for place in blanks if text[:place].cell_length <= width]
        if not fitting:
            return text.truncate(width, ellipsis=True)
        place = fitting[-1]
        return Content("\n").join([text[:place], text[place + 1 :].truncate(width, ellipsis=True)])
