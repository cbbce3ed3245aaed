"""A page that is a list: its rows summed up by state above it, each part of the sum a filter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from tui.blades.base import Blade
from tui.widgets.ordering import state_column
from tui.widgets.summary import KEYS, Group, Summary, grouped
from tui.widgets.table import Table

#: Rows that are summed up before the first frame: what a screen shows. More wait until it is painted.
_IN_SIGHT = 30
#: Rows that are summed up at once; more are in a thread.
_AT_ONCE = 500
#: Many rows in a world that moves are summed up again after so many times what it took.
_REST = 4


class Listing(Blade):
    """A list; `1` to `9` show the rows of one state, `0` all again. Its table is the first of the page."""

    DEFAULT_CSS = "Listing.-summed > Body { padding: 0 2; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(place), f"part({place})", "State", show=False, id=f"page.part_{place}")
        for place in range(KEYS + 1)
    ]

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        #: When a long list was summed up last (seconds of a clock that only runs on), and how long it took.
        self._summed = (0.0, 0.0)

    def above(self) -> ComposeResult:
        yield Summary()

    @property
    def list_table(self) -> Table:
        """The list."""
        return self.query(Table).first()

    def update_view(self, *, force: bool = False) -> None:
        before = self._drawn_revision
        super().update_view(force=force)
        if force or self._drawn_revision != before:
            self._sum_up()

    def _sum_up(self) -> None:
        rows = self.list_table.rows
        if not self._painted and len(rows) > _IN_SIGHT:
            self.call_after_refresh(self._sum_up)
            return
        if len(rows) <= _AT_ONCE:
            self._show_groups(grouped(rows, state_column(rows)))
            return
        at, took = self._summed
        if monotonic() >= at + _REST * took:
            self._summed = (float("inf"), 0.0)
            self.host.work.look("summary", partial(self._counted, monotonic()), self._show_groups)

    def _counted(self, begun: float) -> Sequence[Group]:
        rows, worker = self.list_table.rows, get_current_worker()
        groups = grouped(rows, state_column(rows), lambda: worker.is_cancelled)
        self._summed = (monotonic(), monotonic() - begun)
        return groups

    def _show_groups(self, groups: Sequence[Group]) -> None:
        if self.is_attached:
            self.query_one(Summary).show_groups(groups)
            self.set_class(self.query_one(Summary).display, "-summed")

    def on_summary_switched(self, event: Summary.Switched) -> None:
        self.list_table.narrow(event.keys, by="summary")

    def action_part(self, place: int) -> None:
        """Show the rows of one state only, or all rows."""
        self.query_one(Summary).choose(place)

    def unwind(self) -> bool:
        return super().unwind() or self.query_one(Summary).choose(0)

    @property
    def summed(self) -> bool:
        return self.query_one(Summary).display

    @property
    def narrowed(self) -> bool:
        return super().narrowed or bool(self.query_one(Summary).chosen)
