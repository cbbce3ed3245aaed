"""A table that draws only the lines on screen: keyed rows, fixed columns that leave in order, a row cursor.

Rows are looked up when they are drawn, so a list of ten thousand costs what thirty cost. Cells are
`Content` with tokens (`$text-warning`), so a change of theme needs no refill.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

from tui.news import News
from tui.widgets.choosing import Choosing
from tui.widgets.columns import Cells, Column
from tui.widgets.opening import Opening
from tui.widgets.sorting import Sorting
from tui.widgets.table_lines import MEASURED, TableLines

#: Actions of any table, whatever it shows.
_ALWAYS = frozenset({"move", "page", "edge"})


class Table(Opening, Sorting, Choosing, TableLines, can_focus=True, inherit_bindings=False):
    """Keyed rows under a header; `show` replaces what it shows and keeps the cursor on its row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Select", key_display="↑↓", id="table.previous"),
        Binding("down,j", "move(1)", "Select", show=False, id="table.next"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="table.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="table.page_down"),
        Binding("home", "edge(-1)", "First", show=False, id="table.first"),
        Binding("end", "edge(1)", "Last", show=False, id="table.last"),
        Binding("enter", "open", "Open", key_display="enter", id="table.open"),
        Binding("enter", "whole", "Whole", key_display="enter", id="table.whole"),
        *Choosing.BINDINGS,
        Binding("exclamation_mark", "worst", "Worst first", show=False, id="table.worst"),
    ]
    ALLOW_SELECT = False

    class Moved(News):
        """The cursor has moved to another row (`key` is "" in an empty table)."""

        table: Table
        key: str

        @property
        def control(self) -> Table:
            return self.table

    def __init__(
        self, *columns: Column, empty: Content | None = None, several: bool = False, id: str | None = None
    ) -> None:
        """`several`: whether rows may be chosen together, by `space`."""
        super().__init__(columns, empty or Content(""), id=id)
        self.several = several

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _ALWAYS:
            return True
        if action in ("choose", "choose_all"):
            return self.several and bool(self.cursor_key)
        if action == "worst":
            return len(self._list) > 1 and self.states is not None
        return super().check_action(action, parameters)

    @property
    def cursor_key(self) -> str:
        """Key of the row under the cursor, "" when there is none."""
        return self._list.key

    @property
    def keys(self) -> Sequence[str]:
        """Keys of the rows there are to see, in their order."""
        return self._list.keys

    @property
    def row_count(self) -> int:
        return len(self._list)

    @property
    def rows(self) -> Mapping[str, Cells]:
        """All rows, those that a filter hides too."""
        return self._list.rows

    def show(self, rows: Mapping[str, Cells], empty: Content | None = None) -> None:
        """Show these rows in their order; rows seen before that now differ are marked until the next key."""
        self._empty = empty or self._empty
        before = self.cursor_key
        self._list.replace(rows)
        self._strips.clear()
        if len(rows) <= MEASURED:
            self._needs = ()
        if self.sorted_by is not None:
            self._sort_again()
        self._arranged(before)

    def head(self, columns: Sequence[Column]) -> None:
        """Have these columns from now on, before rows with such cells are shown; sorted by the same one."""
        if tuple(columns) == tuple(self.columns):
            return
        by = self.sorted_by
        label = self.columns[by[0]].label if by is not None else ""
        place = next((place for place, column in enumerate(columns) if column.label == label), None)
        self.columns, self._needs, self._fitted = tuple(columns), (), {}
        self._sorted = None if by is None or place is None else (place, by[1])

    def unmark(self, but: Collection[str] = ()) -> None:
        """Take what is shown for what it was from the beginning: no row is marked as changed but these."""
        self._list.changed.intersection_update(but)

    def narrow(self, kept: Collection[str] | None, by: str = "filter") -> None:
        """Show only the rows with these keys, also of rows shown later; None shows all.

        Rows are to be seen that everything leaves that narrows, each by its name.
        """
        before = self.cursor_key
        if self._list.narrow(kept, by):
            self._strips.clear()
            self._arranged(before)

    def put_in_order(self, keys: Sequence[str] | None) -> None:
        before = self.cursor_key
        self._list.put_in_order(keys)
        self._strips.clear()
        self._arranged(before)
        self._follow_cursor()

    def _arranged(self, before: str) -> None:
        """Draw the rows there are to see; `before` is the key that was under the cursor."""
        size = Size(0, 1 + max(1, len(self._list)))
        if size.height != self.virtual_size.height:
            self.virtual_size = size
            self.refresh(layout=True)
        else:
            self.refresh()
        if self.cursor_key != before:
            self.post_message(self.Moved(self, self.cursor_key))
        if bool(before) != bool(self.cursor_key):
            self.refresh_bindings()

    def _choice_changed(self) -> None:
        self._strips.clear()
        super()._choice_changed()

    def select(self, key: str) -> None:
        """Put the cursor on the row with this key, if it is there."""
        if key in self._list.keys:
            self._go(self._list.keys.index(key))

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, 1 + max(1, len(self._list)))
        self.refresh()
        if len(self._list) >= self.size.height:
            self.call_after_refresh(self._follow_cursor)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The cursor stays among the rows in sight where the wheel scrolls them."""
        super().watch_scroll_y(old_value, new_value)
        lines = self.size.height - 1
        if lines > 0 and len(self._list) > lines:
            top = int(new_value)
            self._go(max(top, min(self._list.cursor, top + lines - 1)), follow=False)

    def on_key(self) -> None:
        if self._list.changed:
            self._list.changed.clear()
            self.refresh()

    def action_move(self, by: int) -> None:
        self._go(self._list.cursor + by)

    def action_page(self, by: int) -> None:
        if len(self._list) < self.size.height:
            # Every row is in sight: the page around the table scrolls instead.
            raise SkipAction
        self._go(self._list.cursor + by * max(1, self.size.height - 2))

    def action_edge(self, to: int) -> None:
        self._go(0 if to < 0 else len(self._list) - 1)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y == 0:
            if (column := self.column_at(offset.x)) is not None and len(self._list) > 1:
                self.sort_on(column)
            return
        row = -1 if offset is None else offset.y - 1 + int(self.scroll_offset.y)
        if not 0 <= row < len(self._list):
            return
        if row == self._list.cursor and self.has_focus and event.chain == 2:
            self.open_row()
        self._go(row)

    def _go(self, row: int, *, follow: bool = True) -> None:
        row, old = self._list.within(row), self._list.cursor
        if row == old or not len(self._list):
            return
        self._list.cursor = row
        top = int(self.scroll_offset.y)
        for line in (0, old + 1 - top, row + 1 - top):
            if 0 <= line < self.size.height:
                self.refresh(Region(0, line, self.size.width, 1))
        if follow:
            self._follow_cursor()
        self.post_message(self.Moved(self, self.cursor_key))

    def _follow_cursor(self) -> None:
        """Keep the cursor's row in view: in this table, else in the page that scrolls around it."""
        top, lines = int(self.scroll_offset.y), self.size.height - 1
        if len(self._list) > lines:
            if not top <= self._list.cursor < top + lines:
                y = self._list.cursor if self._list.cursor < top else self._list.cursor - lines + 1
                self.scroll_to(y=y, animate=False, immediate=True)
            return
        region = Region(0, self._list.cursor, 1, 2)
        node: Widget = self
        while isinstance(node.parent, Widget):
            region = region.translate(node.virtual_region.offset)
            node = node.parent
            if node.is_scrollable:
                node.scroll_to_region(region, animate=False)
