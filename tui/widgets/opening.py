"""The key enter on a row: it opens the row where a page or dialog does that, else shows it whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widget import Widget

from tui.news import News
from tui.widgets.columns import Cells, Column

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from tui.widgets.table import Table

    _AnyWidget = Widget
else:
    # What it is mixed into: Textual takes styles from the first of a widget's classes.
    _AnyWidget = object


class Opening(_AnyWidget):
    """A table whose row under the cursor is opened by `enter` or by a second click."""

    columns: Sequence[Column]

    class Opened(News, namespace="table"):
        """A row was chosen by enter or by a click on the row under the cursor."""

        table: Table
        key: str

        @property
        def control(self) -> Table:
            return self.table

    class Whole(News, namespace="table"):
        """A row that leads nowhere is asked for whole: its columns, one below the other."""

        title: str
        text: str

    @property
    def cursor_key(self) -> str:
        """Key of the row under the cursor, "" when there is none."""
        raise NotImplementedError

    @property
    def rows(self) -> Mapping[str, Cells]:
        """All rows."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open":
            return bool(self.cursor_key) and self._leads_on
        if action == "whole":
            return bool(self.cursor_key) and not self._leads_on
        return True

    @property
    def _leads_on(self) -> bool:
        """Whether something around the table opens its rows."""
        return self._opener is not None

    @property
    def _opener(self) -> DOMNode | None:
        """What opens its rows.

        Its `OPENS`, where it has one, is what the footer calls that; its `why_unopened` says why the row
        under the cursor cannot be opened, "" where it can.
        """
        return next((node for node in self.ancestors_with_self if hasattr(node, "on_table_opened")), None)

    def described(self, action: str) -> str:
        """What the footer says of an action, "" for what its binding says."""
        if action != "open":
            return ""
        why_not = getattr(self._opener, "why_unopened", None)
        return "Why not" if why_not and why_not() else getattr(self._opener, "OPENS", "")

    def open_row(self) -> None:
        """As `enter` does."""
        if self._leads_on:
            self.action_open()
        else:
            self.action_whole()

    def action_open(self) -> None:
        if self.cursor_key:
            self.post_message(self.Opened(cast("Table", self), self.cursor_key))

    def row_cells(self) -> list[tuple[str, Content]]:
        """Label and whole content of the cells under the cursor, those that have something to say."""
        if not self.cursor_key:
            return []
        pairs = zip(self.columns, self.rows[self.cursor_key], strict=True)
        return [(column.label, text) for column, text in pairs if text.plain.strip()]

    def action_whole(self) -> None:
        if self.cursor_key:
            self.post_message(self.Whole(*_whole(self.columns, self.rows[self.cursor_key])))


class Opens(_AnyWidget):
    """A page that may open the rows of its table; while it would not, the footer says so of `enter`."""

    #: Whether it does.
    _says_why = False

    def why_unopened(self) -> str:
        """Why the row under the cursor cannot be opened, "" where it can."""
        return ""

    def tell_unopened(self) -> None:
        """Redraw the footer where it has to say something else of `enter`."""
        if self._says_why != (unopened := bool(self.why_unopened())):
            self._says_why = unopened
            self.refresh_bindings()


def _whole(columns: Sequence[Column], cells: Cells) -> tuple[str, str]:
    """A title, and a line for each column that has something to say."""
    pairs = [(one.label, text.plain.strip()) for one, text in zip(columns, cells, strict=True)]
    wide = max(len(label) for label, _ in pairs) + 2
    lines = [f"{label:<{wide}}{text}" for label, text in pairs if text]
    return next((text for _, text in pairs if text), "Row"), "\n".join(lines)
