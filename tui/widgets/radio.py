"""One of several, each with a note: radio rows; what is impossible keeps its row and its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted
from tui.widgets.columns import Cells, Column
from tui.widgets.table import Table


@dataclass(frozen=True)
class RadioRow:
    """A choice; `note` may be outside text, `impossible` says why it cannot be chosen ("" when it can)."""

    key: str
    label: str
    note: str
    impossible: str = ""


class Radio(Table):
    """Arrows move, space or enter chooses: posts `Opened` with the key, also of an impossible row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "open", "Choose", key_display="space", id="radio.open"),
        Binding("enter", "open", "Choose", show=False, id="radio.open_enter"),
    ]

    def __init__(self, label: str, note: str, *, width: int = 38, id: str | None = None) -> None:
        super().__init__(Column(label, width), Column(note, 20, least=10, grow=True), id=id)

    def on_click(self, event: events.Click) -> None:
        """One click chooses, where a list needs two to open."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        row = -1 if offset is None or offset.y == 0 else offset.y - 1 + int(self.scroll_offset.y)
        if 0 <= row < len(self.keys):
            self._go(row)
            self.action_open()

    def show_rows(self, rows: Sequence[RadioRow], chosen: str) -> None:
        """Show these, with the chosen one marked; the cursor begins there."""
        first = self.row_count == 0
        self.show({row.key: _cells(row, chosen) for row in rows})
        if first:
            self.select(chosen)


def _cells(row: RadioRow, chosen: str) -> Cells:
    if row.impossible:
        return muted(f"{SIGNS.impossible} {row.label}"), muted(f"{SIGNS.impossible} {row.impossible}")
    if row.key == chosen:
        label = Content.assemble((f"{SIGNS.chosen} ", "bold $primary"), cell(row.label, "bold $text"))
        return label, cell(row.note)
    return cell(f"{SIGNS.muted} {row.label}"), muted(row.note)
