"""The filter of a page: one row under its verbs; what is typed there narrows the page's main table."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.navigation.routes import loaded
from tui.widgets.table import Table

if TYPE_CHECKING:
    _AnyWidget = Widget
else:
    # What it is mixed into: Textual takes styles from the first of a widget's classes.
    _AnyWidget = object


class FilterRow(_AnyWidget):
    """The row that filters `table`; what it is made of is loaded when one is opened first."""

    table: Table

    @abstractmethod
    def take_focus(self) -> None:
        """Go on typing."""

    @abstractmethod
    def renew(self) -> None:
        """Look through the rows there are now, beside the screen: there may be thousands."""

    @abstractmethod
    def action_end(self) -> None:
        """Show all rows, and go away."""


def filter_of(page: Widget) -> FilterRow | None:
    """The filter this page shows now."""
    return next((child for child in page.children if isinstance(child, FilterRow) and child.display), None)


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
        filter.take_focus()
    elif table is not None:
        if filter is not None:
            filter.action_end()
        page.mount(loaded("tui.blades.filter_row:Filter")(table, toggled), before="Body")


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
