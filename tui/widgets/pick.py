"""One of many: a list with a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from tui.text.status import muted
from tui.widgets.card import Card
from tui.widgets.columns import Cells, Column
from tui.widgets.input import Input
from tui.widgets.table import Table


class Pick(Card[str]):
    """Type to filter, arrows to move, enter to choose; dismissed with the row's key, or None."""

    WIDTH = 90
    DEFAULT_CSS = """
    Pick Table { height: auto; max-height: 18; margin: 1 0 0 0; }
    Pick:ansi Table { max-height: 16; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Select", key_display="↑↓", priority=True, id="dialog.pick.previous"),
        Binding("down", "move(1)", "Select", priority=True, show=False, id="dialog.pick.next"),
        Binding("enter", "choose", "Choose", key_display="enter", priority=True, id="dialog.pick.choose"),
    ]

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Mapping[str, Cells],
        *,
        empty: Content | None = None,
        start: str = "",
    ) -> None:
        super().__init__(title)
        self._columns = columns
        self._rows = rows
        self._empty = empty or muted("Nothing matches.")
        self._start = start

    def content(self) -> ComposeResult:
        yield Input(placeholder="Type to filter", compact=True, max_length=100)
        yield Table(*self._columns, empty=self._empty)

    def on_mount(self) -> None:
        table = self.query_one(Table)
        table.show(self._rows)
        table.select(self._start)
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        wanted = event.value.lower()
        self.query_one(Table).show(
            {
                key: cells
                for key, cells in self._rows.items()
                if wanted in " ".join(cell.plain for cell in cells).lower()
            }
        )

    def action_choose(self) -> None:
        """Take the row under the cursor."""
        self.query_one(Table).action_open()

    def on_table_opened(self, event: Table.Opened) -> None:
        self.dismiss(event.key)

    def action_move(self, by: int) -> None:
        self.query_one(Table).action_move(by)
