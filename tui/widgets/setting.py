"""A setting of a resource in one row: its name, the key that changes it, its values, their meaning."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.form import Option, Toggle
from tui.widgets.unscrolled import Unscrolled


class Setting(Unscrolled, Horizontal):
    """The toggle posts `Toggle.Changed`; its id is this widget's id with `-value` behind it."""

    DEFAULT_CSS = """
    Setting {
        height: auto; max-height: 2; padding: 0 1;
        & > .setting--label { width: 22; color: $text-muted; }
        & > .setting--key { width: 3; }
        & > Toggle { width: auto; }
        & > .setting--note {
            width: 1fr; padding: 0 0 0 2; color: $text-muted;
        }
    }
    """

    #: Cells before the values: facts below settings begin theirs there.
    BEGINS = 24

    def __init__(self, label: str, key: str, *, id: str) -> None:
        super().__init__(id=id)
        self._label = label
        self._key = key
        self.toggle = Toggle(id=f"{id}-value")
        self._note = Static(classes="setting--note")

    def compose(self) -> ComposeResult:
        yield Static(cell(self._label), classes="setting--label")
        yield Static(Content.styled(self._key, "bold $key"), classes="setting--key")
        yield self.toggle
        yield self._note

    def show(self, options: Sequence[Option], value: str, note: str = "") -> None:
        """Show the values with the present one chosen, and a remark on it."""
        self.toggle.offer(options, value)
        self.toggle.refresh(layout=True)
        self._align()
        self._note.update(muted(note))

    def _align(self) -> None:
        """Begin the remarks of the settings around in one column: behind the longest values."""
        around = self.parent.children if self.parent else ()
        toggles = [one.toggle for one in around if isinstance(one, Setting)]
        longest = max((toggle.longest for toggle in toggles), default=0)
        for toggle in toggles:
            toggle.styles.min_width = longest
