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
    """Live, with a short pause; enter goes on to the rows that are meant, esc shows all rows again."""

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
        #: What rows are looked for by, and what those that are shown were found by.
        self._sought = self._found = ""
        #: Whether one wants to go on to the rows for what is typed.
        self._goes_on = False

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
        self._stop_waiting()
        self._goes_on = False
        self._wait = self.set_timer(PAUSE, self.renew)

    def _stop_waiting(self) -> None:
        if self._wait is not None:
            self._wait.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_rows()

    @property
    def _wanted(self) -> str:
        return self.query_one(Input).value.strip()

    def renew(self) -> None:
        self._sought = wanted = self._wanted
        if not wanted:
            self._show(None)
            return
        rows, goes_on = self.table.rows, self._goes_on
        self.host.work.look("filter", lambda: matching(rows, wanted), self._show, keys_wait=goes_on)

    def _show(self, kept: frozenset[str] | None) -> None:
        if self.is_attached:
            self.table.narrow(kept)
            count = "" if kept is None else f"{len(kept)} of {len(self.table.rows)}"
            self.query_one("#filter-found", Static).update(muted(count))
            self._found = self._sought
            if self._goes_on:
                self.action_rows()

    def action_rows(self) -> None:
        """Go on to the rows, once they are those for what is typed: a key there acts on one of them."""
        self._goes_on = self._found != self._wanted
        if self._goes_on:
            self._stop_waiting()
            self.renew()
        else:
            self.table.focus()

    def action_end(self) -> None:
        self._stop_waiting()
        self.table.narrow(None)
        self.table.focus()
        self.display = False
        self.remove()
        self._toggled()
        self.screen.refresh_bindings()
