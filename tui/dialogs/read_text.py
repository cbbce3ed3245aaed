"""A text to read, select and copy: a template, a token, a report, the numbers of an era."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from tui.host import Outside
from tui.text.plain import paragraphs
from tui.widgets.card import Card
from tui.widgets.section import Notes


class ReadText(Card[None]):
    """Shows a text as it is; the terminal's own selection works on it where its clipboard does not."""

    WIDTH = 100
    DEFAULT_CSS = "ReadText #text { padding: 0 1 0 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy", id="dialog.text.copy"),
        Binding("E", "outside", "Editor", id="dialog.text.outside"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._title = title
        self._text = paragraphs(text)

    def content(self) -> ComposeResult:
        yield Notes(id="text")

    def on_mount(self) -> None:
        self.query_one(Notes).show(*map(Content, self._text.split("\n")))

    def action_outside(self) -> None:
        """The text in the user's own editor, to be read there."""
        self.host.open_outside(Outside(self._title, "txt", self._text), lambda: self.stands)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._text)
        self.app.notify("The text was sent to the terminal's clipboard.", title="Copy", markup=False)
