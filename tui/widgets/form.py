"""Fields of a form, one row each: label, control, and a note column that always has its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import Tone, muted, status
from tui.widgets.columns import Column
from tui.widgets.hint import Hint
from tui.widgets.input import Input
from tui.widgets.pick import Pick
from tui.widgets.unscrolled import Unscrolled

#: Cells of a label at most; of a choice beside a hint, or by itself; and what longer values get of the row.
_LABEL, _CHOICE, _MOST = 32, (40, 36), ("56%", "48%")


@dataclass(frozen=True)
class Option:
    """A value and what it is called (outside text)."""

    value: str
    label: str


class Field(Unscrolled, Horizontal):
    """A row of a form. `note` says what is right or wrong with the value; without one it shows the hint.

    Where there is room, the blank row below is a note's second line; on a narrow screen the row is as high as
    its hint needs. With the class `-whole` a long value has the place of the note.
    """

    DEFAULT_CSS = """
    Field {
        height: auto; min-height: 2;
        & > .field--label { width: 26; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & > Input, & > Choice { width: 3fr; max-width: 40; }
        &.-whole > Input { max-width: 72; }
        &.-whole > .field--note { display: none; }
        & > .field--note {
            width: 2fr; height: auto; min-height: 2; padding: 0 0 0 2; color: $text-muted;
        }
    }
    .-narrow Field {
        height: auto; min-height: 1;
        & > .field--note { min-height: 1; }
        & > .field--label { width: 24; }
        & > Input { max-width: 26; }
        &.-whole > Input { max-width: 72; }
    }
    """
    # A narrow terminal is told by its screen.
    SCOPED_CSS = False

    def __init__(self, label: str, control: Widget, hint: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = label
        self.control = control
        self._label = Static(cell(label), classes="field--label")
        self._note = Hint(classes="field--note", most=4)
        self.hint(hint)

    def compose(self) -> ComposeResult:
        yield self._label
        yield self.control
        yield self._note

    def on_mount(self) -> None:
        """Begin the control where those of the fields around it begin: behind the longest label."""
        around = self.parent.children if self.parent else ()
        labels = (cell(one.label).cell_length for one in around if isinstance(one, Field))
        # Where its form is being left there is nothing around it, or in it, any more.
        self._label.styles.min_width = min(max(labels, default=0) + 2, _LABEL)
        if isinstance(self.control, Choice):
            self.control.widen(beside=bool(self._hint))

    def note(self, text: str = "", tone: Tone = "warning") -> None:
        """Say something about the value: success, warning while it is typed, error after a refused submit."""
        self._note.update(status(text, tone) if text else self._hint)
        self.control.set_class(bool(text) and tone == "warning", "-warn")
        self.control.set_class(bool(text) and tone == "error", "-wrong")

    def hint(self, text: str) -> None:
        """Another hint; shown when there is no note."""
        self._hint = muted(text)
        self._note.reserve(self._hint)
        self._note.update(self._hint)

    @property
    def value(self) -> str:
        """The control's value."""
        control = self.control
        assert isinstance(control, Input | Choice)
        return control.value


class Choice(Widget, can_focus=True):
    """One of several values in one row: arrows change it, space or enter opens the list of them."""

    DEFAULT_CSS = """
    Choice {
        height: 1; width: 40; padding: 0 1; background: $field; color: $text;
        border: none; border-left: outer $line;
        &:focus { border-left: outer $primary; background: $pick; color: $pick-text; }
        &.-warn { border-left: outer $text-warning; }
        &.-wrong { border-left: outer $text-error; }
    }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Change", key_display="←→", id="choice.previous"),
        Binding("right", "step(1)", "Change", show=False, id="choice.next"),
        Binding("space,enter", "open", "Choose", key_display="space", id="choice.open"),
    ]

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        choice: Choice
        value: str

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(self, *options: Option, value: str = "", title: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.options: Sequence[Option] = options
        self.value = value or (options[0].value if options else "")
        self._title = title
        self._beside: bool | None = None

    def offer(self, options: Sequence[Option], value: str = "") -> None:
        """Other options; keeps the value when it is still among them."""
        self.options = options
        values = [option.value for option in options]
        chosen = value or self.value
        self.value = chosen if chosen in values else values[0] if values else ""
        if self._beside is not None:
            self.widen(beside=self._beside)
        self.refresh()

    def widen(self, *, beside: bool) -> None:
        """Take the cells that its values need, as far as there are so many; `beside`: a hint needs some."""
        self._beside = beside
        if (longest := self.longest) <= _CHOICE[beside]:
            self.styles.min_width, self.styles.max_width = longest, None
        else:
            self.styles.min_width = self.styles.max_width = _MOST[beside]

    def choose(self, value: str) -> None:
        """Set the value and tell."""
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(self.Changed(self, value))

    @property
    def longest(self) -> int:
        """Cells in which every value is shown whole."""
        return max((cell(one.label).cell_length for one in self.options), default=0) + 5

    def _place(self) -> int:
        values = [option.value for option in self.options]
        return values.index(self.value) if self.value in values else 0

    def action_step(self, by: int) -> None:
        if self.options:
            self.choose(self.options[(self._place() + by) % len(self.options)].value)

    def action_open(self) -> None:
        def chosen(value: str | None) -> None:
            if value is not None:
                self.choose(value)

        rows = {option.value: (cell(option.label),) for option in self.options}
        self.app.push_screen(Pick(self._title, (Column("", 60, grow=True),), rows, start=self.value), chosen)

    def on_click(self, event: events.Click) -> None:
        self.clicked(event)

    def clicked(self, event: events.Click) -> None:
        """The action of a click; subclasses replace it, since handlers of a base class run too."""
        self.action_open()

    def render(self) -> Content:
        if not self.options:
            return Content(SIGNS.impossible)
        label = cell(self.options[self._place()].label)
        room = max(1, self.content_size.width - 2)
        return Content.assemble(label.truncate(room, ellipsis=True), f" {SIGNS.open}")


class Toggle(Choice):
    """A few short values, all in sight, the chosen one reversed: `Off [On]`."""

    DEFAULT_CSS = """
    Toggle { width: auto; }
    Toggle, Toggle:focus { background: transparent; color: $text; border: none; padding: 0; }
    """

    def widen(self, *, beside: bool) -> None:
        super().widen(beside=beside)
        if not beside and self.longest > _CHOICE[beside]:
            # A value that is cut cannot be opened to be read: all of them stand here and nowhere else.
            self.styles.min_width = self.styles.max_width = self.longest

    @property
    def longest(self) -> int:
        return sum(cell(one.label).cell_length + 3 for one in self.options) - 1

    def render(self) -> Content:
        pieces: list[Content] = []
        for option in self.options:
            chosen = option.value == self.value
            style = (
                ("bold reverse underline" if self.has_focus else "bold reverse") if chosen else "$text-muted"
            )
            pieces.append(cell(f" {option.label} ", style))
        return Content(" ").join(pieces)

    def action_open(self) -> None:
        self.action_step(1)

    def clicked(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        x = 0
        for option in self.options:
            width = len(option.label) + 2
            if offset is not None and x <= offset.x < x + width:
                self.choose(option.value)
            x += width + 1
