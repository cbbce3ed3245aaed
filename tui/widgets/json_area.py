"""A JSON document with line numbers and colours: Textual's text area, reading or writing."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from tui.text.json_text import LONGEST
from tui.text.plain import visible_json
from tui.widgets.code_colours import coloured_by_tokens

#: Name of a part of JSON in the grammar's highlight query → the token that draws it.
_TOKENS = {
    "json.label": "text-primary",
    "string": "text",
    "number": "time",
    "boolean": "time",
    "json.null": "time",
    "json.error": "text-error underline",
    "string.escape": "time",
}


class JsonArea(TextArea):
    """A document; while it only reads, letters are left to the page, and what is pasted is never raw.

    A character that a terminal could take for a command becomes JSON's escape of it, and a paste longer than
    a document may be is cut.
    """

    DEFAULT_CSS = """
    JsonArea {
        height: 1fr; border: none; padding: 0; background: $surface; color: $text;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
        &:focus { border: none; }
        & .text-area--gutter { color: $text-muted; }
        & .text-area--cursor-gutter { color: $text-primary; background: transparent; }
        & .text-area--cursor-line { background: $pick-blur; }
        &:focus .text-area--cursor-line { background: $pick; color: $pick-text; }
        &:ansi:focus .text-area--cursor-line {
            background: ansi_default; color: ansi_default; text-style: bold underline;
        }
        & .text-area--selection { background: $top; color: $top-text; }
    }
    """
    #: It deals with what is pasted itself.
    TAKES_PASTES = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Line", key_display="↑↓", id="json.up"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            "", soft_wrap=False, tab_behavior="focus", read_only=True, show_line_numbers=True, id=id
        )
        self.language = "json"

    def on_mount(self) -> None:
        coloured_by_tokens(self, _TOKENS)

    def show(self, text: str, row: int = 0) -> None:
        """Show this text, the cursor in a row (from 0); the same text stays where it is."""
        if text != self.text:
            self.load_text(text)
            self.reveal(row)

    def reveal(self, row: int, column: int = -1) -> None:
        """Put the cursor into a row (from 0), in sight; one that is there already stays, without a column."""
        row = min(row, self.document.line_count - 1)
        here, at = self.cursor_location
        self.move_cursor((row, max(column, at if row == here else 0)))
        self.scroll_cursor_visible(center=True, animate=False)

    def edit(self, edit: Edit) -> EditResult:
        edit.text = visible_json(edit.text.replace("\r\n", "\n")[: LONGEST + 1])
        return super().edit(edit)
