"""An editor of XML: Textual's own, with line numbers, coloured by tree-sitter, hidden letters in sight."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from store.cscfg.limits import LONGEST_TEXT
from store.cscfg.text import as_written
from tui.text.signs import SIGNS
from tui.widgets.code_colours import coloured_by_tokens

#: Name of a part of XML in the grammar's highlight query → the token that draws it.
_TOKENS = {
    "tag": "primary",
    "property": "time",
    "attribute": "time",
    "string": "text-success",
    "comment": "text-muted",
    "keyword": "text-muted",
    "string.special": "text-muted",
    "number": "text-muted",
    "embedded": "text-muted",
    "punctuation.bracket": "text-muted",
    "punctuation.delimiter": "text-muted",
    "operator": "text-muted",
    "constant": "text-warning",
    "error": "text-error",
}
#: Characters up to which a text is coloured: every key colours the whole anew, and the grammar's parser takes
#: four times as long for twice as many open elements.
_COLOURED = 20_000


class XmlEditor(TextArea):
    """The text as it was given stays what it is where nobody edits it: see `written`."""

    DEFAULT_CSS = """
    XmlEditor {
        border: none; padding: 0; background: $surface; color: $text; scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        & .text-area--gutter { color: $text-muted; background: $surface; }
        & .text-area--cursor-gutter { color: $text; background: $pick-blur; text-style: bold; }
        & .text-area--cursor-line { background: transparent; }
        & .text-area--matching-bracket { background: $pick-blur; }
        &:focus { border: none; & .text-area--cursor-line { background: $pick-blur; } }
    }
    """
    #: It deals with what is pasted itself.
    TAKES_PASTES = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the text", key_display="esc", id="editor.leave"),
    ]

    class Edited(Message):
        """The text is another one, by the user's hand or by `load`."""

    def __init__(self, *, read_only: bool = False, id: str | None = None) -> None:
        super().__init__(
            id=id,
            soft_wrap=False,
            show_line_numbers=True,
            tab_behavior="focus",
            read_only=read_only,
            compact=True,
            theme="css",
        )
        self.cursor_blink = False
        self.indent_width = 2
        self._original = ""
        #: What `written` answers, None when it has to be put together again.
        self._written: str | None = ""

    def on_mount(self) -> None:
        coloured_by_tokens(self, _TOKENS)

    def load(self, text: str) -> None:
        """Show another text from its beginning."""
        self._original = self._written = text
        self.language = "xml" if len(text) <= _COLOURED else None
        self.load_text(text)

    @property
    def lines(self) -> list[str]:
        """The lines as they stand."""
        return [self.document.get_line(number) for number in range(self.document.line_count)]

    @property
    def written(self) -> str:
        """The text as it stands, with the line ends of the one that was loaded."""
        if self._written is None:
            self._written = as_written(self._original, self.lines)
        return self._written

    @property
    def changed(self) -> bool:
        """Whether it is another text than the one that was loaded."""
        return self.written != self._original

    def take(self, text: str) -> None:
        """Put a whole text in the place of this one, as an edit that can be undone."""
        self.replace(text, (0, 0), self.document.end)

    def keep(self) -> None:
        """Take the text as it stands for what was loaded: it has been saved."""
        self._original = self.written

    @property
    def original(self) -> str:
        """The text that was loaded or saved last."""
        return self._original

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor at a line and column, counted from 1."""
        row = min(max(line, 1), self.document.line_count) - 1
        self.move_cursor((row, min(max(column, 1) - 1, len(self.document.get_line(row)))), center=True)

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: what a terminal would obey, or nobody would see, is a sign in its place."""
        text = super().get_line(line_index)
        if text.plain.isprintable():
            return text
        hidden = [place for place, letter in enumerate(text.plain) if not _shown(letter)]
        if hidden:
            text.plain = "".join(one if _shown(one) else SIGNS.hidden for one in text.plain)
            for place in hidden:
                text.stylize("reverse", place, place + 1)
        return text

    def action_leave(self) -> None:
        """Give the focus to what comes after the text, where letters are verbs again."""
        self.screen.focus_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave":
            return not self.read_only
        return super().check_action(action, parameters)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._written = None
        self.post_message(self.Edited())

    def edit(self, edit: Edit) -> EditResult:
        """Take no more of a paste than is ever read; stop colouring before a text gets too long for it."""
        edit.text = edit.text[: LONGEST_TEXT + 1]
        if self.language is not None and len(self.text) + len(edit.text) > _COLOURED:
            self.language = None
        return super().edit(edit)


def _shown(letter: str) -> bool:
    return letter.isprintable() or letter == "\t"
