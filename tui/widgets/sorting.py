"""Sorting a table: by any column, by its state column with the worst first, in the list's own order again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.worker import get_current_worker

from tui.text.signs import SIGNS
from tui.widgets.columns import Cells, Column
from tui.widgets.ordering import ordered, state_column

if TYPE_CHECKING:
    _AnyWidget = Widget
else:
    # What it is mixed into: Textual takes styles from the first of a widget's classes.
    _AnyWidget = object

#: Rows that are sorted at once; more are sorted in a thread, and the order before stays until then.
_AT_ONCE = 500


class Sorting(_AnyWidget):
    """A table whose rows stand in the order of a column."""

    columns: Sequence[Column]
    #: The column sorted by, and whether it is turned round; None for the list's own order.
    _sorted: tuple[int, bool] | None = None

    @property
    def rows(self) -> Mapping[str, Cells]:
        """All rows."""
        raise NotImplementedError

    def put_in_order(self, keys: Sequence[str] | None) -> None:
        """Show the rows in the order of these keys (None: in the list's own)."""
        raise NotImplementedError

    @property
    def sorted_by(self) -> tuple[int, bool] | None:
        """The column sorted by, and whether it is turned round; None for the list's own order."""
        return self._sorted

    def sort(self, column: int | None, *, turned: bool = False) -> None:
        """Sort by this column, the gravest state or the least value first unless turned; None: not at all."""
        self._sorted = None if column is None else (column, turned)
        self._sort_again()
        self.refresh()

    def sort_on(self, column: int) -> None:
        """One step on with this column: sorted by it, then turned round, then in the list's own order."""
        if self._sorted is None or self._sorted[0] != column:
            self.sort(column)
        elif not self._sorted[1]:
            self.sort(column, turned=True)
        else:
            self.sort(None)

    @property
    def states(self) -> int | None:
        """The column that shows states; None where none does."""
        return state_column(self.rows)

    def action_worst(self) -> None:
        """The gravest state first; again: the list's own order."""
        if (column := self.states) is not None:
            self.sort(None if self._sorted == (column, False) else column)

    def label_of(self, column: int) -> str:
        """The label in the header, with the sign of the column sorted by."""
        label = self.columns[column].label
        if self._sorted is None or self._sorted[0] != column:
            return label
        sign = SIGNS.falling if self._sorted[1] else SIGNS.rising
        return f"{label} {sign}" if len(label) + 2 <= self.columns[column].width else f"{label[:-1]}{sign}"

    def _sort_again(self) -> None:
        """Sort the rows there are now."""
        if self._sorted is None:
            self.put_in_order(None)
            return
        column, turned = self._sorted
        work = partial(ordered, self.rows, column, self.columns[column].label, turned=turned)
        if len(self.rows) <= _AT_ONCE:
            self.put_in_order(work())
            return

        def beside() -> None:
            worker, keys = get_current_worker(), work()
            self.app.call_later(lambda: None if worker.is_cancelled else self.put_in_order(keys))

        self.run_worker(beside, thread=True, group="sort", exclusive=True, exit_on_error=False)
