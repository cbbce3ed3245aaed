"""The filter of a page: one row under its verbs; what is typed there narrows the page's main table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from tui.host import PortalHost
from tui.text.status import muted
from tui.widgets.columns import matching, texts_of
from tui.widgets.input import Input
from tui.widgets.standing import Standing
from tui.widgets.table import Table

if TYPE_CHECKING:
    _AnyWidget = Widget
else:
    # What it is mixed into: Textual takes styles from the first of a widget's classes.
    _AnyWidget = object

#: Seconds without a key before rows are looked through.
PAUSE = 0.12


class Filter(Standing, Horizontal):
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
        self.query_one(Input).focus()
        # Of thousands of rows the first look takes its time: it begins before the first letter.
        rows = self.table.rows
        self.host.work.look("filter", lambda: texts_of(rows), lambda _: None)
        self._toggled()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._wait is not None:
            self._wait.stop()
        self._wait = self.set_timer(PAUSE, self.renew)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_rows()

    def renew(self) -> None:
        """Look through the rows there are now, beside the screen: there may be thousands."""
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
        """Show all rows, and go away."""
        if self._wait is not None:
            self._wait.stop()
        self.table.narrow(None)
        self.table.focus()
        self.display = False
        self.remove()
        self._toggled()
        self.screen.refresh_bindings()


def filter_of(page: Widget) -> Filter | None:
    """The filter this page shows now."""
    return next((child for child in page.children if isinstance(child, Filter) and child.display), None)


def main_table(page: Widget, least: int = 2) -> Table | None:
    """What a filter would narrow: the table in focus, else the first with `least` rows to choose from."""
    tables = [table for table in page.query(Table) if len(table.rows) >= least and _seen(table, page)]
    return next((table for table in tables if table.has_focus), next(iter(tables), None))


def _seen(table: Table, page: Widget) -> bool:
    path = table.ancestors_with_self
    return all(node.display for node in path[: path.index(page)])


def open_filter(page: Widget, toggled: Callable[[], None]) -> None:
    """Filter the page's main table, or go on typing in the filter that is there.

    `toggled` is called when a filter has appeared and when it goes.
    """
    table, filter = main_table(page), filter_of(page)
    if filter is not None and table in (None, filter.table):
        filter.query_one(Input).focus()
    elif table is not None:
        if filter is not None:
            filter.action_end()
        page.mount(Filter(table, toggled), before="Body")


def end_filter(page: Widget) -> bool:
    """Show all rows again; False where nothing was filtered."""
    filter = filter_of(page)
    if filter is not None:
        filter.action_end()
    return filter is not None


class Narrowed(_AnyWidget):
    """A page whose rows may be hidden by a filter, or chosen together."""

    @property
    def summed(self) -> bool:
        """Whether its rows are summed up by state."""
        return False

    @property
    def several(self) -> bool:
        """Whether rows of it may be chosen together."""
        return any(table.several for table in self.query(Table))

    @property
    def narrowed(self) -> bool:
        """Whether rows are hidden or chosen here, which `unwind` ends."""
        return filter_of(self) is not None or any(table.chosen for table in self.query(Table))

    def unwind(self) -> bool:
        """Take one step back inside the page: rows chosen together are let go, then a filter ends.

        False where there is none to take.
        """
        return self.let_go() or end_filter(self)

    def let_go(self) -> bool:
        """Choose no row any more; False where none was."""
        gone = [table.let_go() for table in self.query(Table)]
        return any(gone)

    def on_table_chosen(self) -> None:
        self.update_chrome()
        self.refresh_bindings()

    def update_chrome(self) -> None:
        """Redraw what depends on the rows chosen."""
        raise NotImplementedError
