"""One-row buttons, and the row of a form or question that holds them with the reason they wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.text.cells import cell
from tui.text.plain import plain
from tui.text.signs import SIGNS
from tui.widgets.hint import Hint
from tui.widgets.input import Input
from tui.widgets.unscrolled import Unscrolled


class Push(Widget, can_focus=True):
    """A button of one row: primary, plain, or waiting (`– Label`), which says so when pressed."""

    DEFAULT_CSS = """
    Push {
        width: auto; min-width: 12; height: 1; padding: 0 3; margin: 0 2 0 0; text-align: center;
        background: $field; color: $text;
        &.-primary { background: $primary; color: $on-primary; text-style: bold; }
        &.-danger { background: $danger; color: $top-text; text-style: bold; }
        &.-waiting { background: transparent; color: $text-muted; text-style: none; }
        &:focus { background: $foreground; color: $surface; text-style: bold; }
        &:ansi { text-style: bold; }
        &:ansi:focus { background: $pick; color: $pick-text; text-style: bold; }
    }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", "Press", show=False, id="button.press")
    ]

    @dataclass
    class Pressed(Message):
        """The button was pressed; `waits` says why nothing should come of it ("" when it may)."""

        push: Push
        waits: str

        @property
        def control(self) -> Push:
            return self.push

    def __init__(self, label: str, *, tone: str = "", id: str | None = None) -> None:
        super().__init__(id=id, classes=f"-{tone}" if tone else None)
        self.label = label
        self.waits = ""

    def wait(self, reason: str) -> None:
        """Wait for a reason, or stop waiting ("")."""
        if reason != self.waits:
            self.waits = reason
            self.set_class(bool(reason), "-waiting")
            self.refresh(layout=True)

    def relabel(self, label: str) -> None:
        if label != self.label:
            self.label = label
            self.refresh(layout=True)

    def render(self) -> Content:
        return Content(f"{SIGNS.impossible} {plain(self.label)}" if self.waits else plain(self.label))

    def action_press(self) -> None:
        self.post_message(self.Pressed(self, self.waits))

    def on_click(self) -> None:
        self.action_press()


class ActionRow(Unscrolled, Horizontal):
    """Primary, Cancel, and the reason the primary waits for; posts `Confirmed` or `Cancelled`."""

    DEFAULT_CSS = """
    ActionRow {
        height: auto; background: $panel; padding: 0 2;
        & > Hint { width: 1fr; height: auto; color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(False)", "Other button", show=False, id="button.left"),
        Binding("right", "turn(True)", "Other button", show=False, id="button.right"),
    ]

    class Confirmed(Message):
        """The primary was pressed and does not wait."""

    class Cancelled(Message):
        """Cancel was pressed."""

    def __init__(self, primary: str, *, danger: bool = False, cancel: str = "Cancel") -> None:
        super().__init__()
        self._primary = Push(primary, tone="danger" if danger else "primary", id="primary")
        self._cancel = Push(cancel, id="cancel")
        self._reason = Hint()

    def compose(self) -> ComposeResult:
        yield self._primary
        yield self._cancel
        yield self._reason

    @property
    def waits(self) -> str:
        return self._primary.waits

    def wait(self, reason: str) -> None:
        """Disable the primary for a reason, or enable it ("") where what is in the fields can be shown."""
        reason = reason or self._unshowable()
        self._primary.wait(reason)
        self._reason.update(cell(reason))

    def _unshowable(self) -> str:
        """The refusal of a field's value that the screen cannot show."""
        place = self.parent
        for field in place.query("Field Input").results(Input) if isinstance(place, Widget) else ():
            if field.unshowable:
                return f"{self._primary.label} waits: {field.unshowable} cannot be shown. Type it anew."
        return ""

    def relabel(self, label: str) -> None:
        """Another name for the primary, where it names what it will do."""
        self._primary.relabel(label)

    def focus_one(self, *, primary: bool) -> None:
        """Focus the primary, or Cancel where pressing enter must not destroy anything."""
        (self._primary if primary else self._cancel).focus()

    def action_turn(self, right: bool) -> None:
        """From one button to the other; past the last there is none."""
        self.focus_one(primary=not right)

    def confirm(self) -> None:
        """As if the primary were pressed (`f2`, or enter in the last field)."""
        self._primary.action_press()

    def on_push_pressed(self, event: Push.Pressed) -> None:
        event.stop()
        if event.push is self._cancel:
            self.post_message(self.Cancelled())
        elif event.waits:
            self.app.notify(
                plain(event.waits, 150), title=plain(self._primary.label), severity="warning", markup=False
            )
        else:
            self.post_message(self.Confirmed())
