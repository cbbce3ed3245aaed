"""The row that filters: what is typed there narrows a table, with a short pause."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tui.blades.filter import FilterRow
from tui.host import PortalHost
from tui.text.status import muted
from tui.widgets.columns import matching, texts_of
from tui.widgets.input import Input
from tui.widgets.standing import Standing
from tui.widgets.table import Table

#: Seconds without a key before rows are looked through.
PAUSE = 0.12


class Filter(FilterRow, Standing, Horizontal):
    """Live, with a short pause; enter goes on to the rows, esc shows all rows again."""

    DEFAULT_CSS = """
    Filter {
        height: 1; padding: 0 2; background: $surface;
        & > Static { width: auto; padding: 0 2 0 0; }
        & > Input { width: 40; max-width: 50%; }
        & > #filter-found { width: 1fr; padding: 0 0 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "rows", "To the rows", key_display="enter", id="filter.rows"),
        Binding("escape", "end", "Show all", key_display="esc", id="filter.end"),
    ]

    host = getters.app(PortalHost)

    def __init__(self, table: Table, toggled: Callable[[], None]) -> None:
        """A filter of `table`; `toggled` is called when it has appeared and when it goes."""
        super().__init__()
        self.table = table
        self._toggled = toggled
        self._wait: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(Content.assemble(("/", "bold $key"), (" Filter", "$text-muted")))
        yield Input(compact=True, max_length=100, placeholder="Words of a row, such as a name or state")
        yield Static(id="filter-found")

    def on_mount(self) -> None:
        self.take_focus()
        # Of thousands of rows the first look takes its time: it begins before the first letter.
        rows = self.table.rows
        self.host.work.look("filter", lambda: texts_of(rows), lambda _: None)
        self._toggled()

    def take_focus(self) -> None:
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._wait is not None:
            self._wait.stop()
        self._wait = self.set_timer(PAUSE, self.renew)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_rows()

    def renew(self) -> None:
        wanted = self.query_one(Input).value.strip()
        if not wanted:
            self._show(None)
            return
        rows = self.table.rows
        self.host.work.look("filter", lambda: matching(rows, wanted), self._show)

    def _show(self, kept: frozenset[str] | None) -> None:
        if self.is_attached:
            self.table.narrow(kept)
            count = "" if kept is None else f"{len(kept)} of {len(self.table.rows)}"
            self.query_one("#filter-found", Static).update(muted(count))

    def action_rows(self) -> None:
        self.table.focus()

    def action_end(self) -> None:
        if self._wait is not None:
            self._wait.stop()
        self.table.narrow(None)
        self.table.focus()
        self.display = False
        self.remove()
        self._toggled()
        self.screen.refresh_bindings()
