"""A table that draws only the lines on screen: keyed rows, fixed columns that leave in order, a row cursor.

Rows are looked up when they are drawn, so a list of ten thousand costs what thirty cost. Cells are
`Content` with tokens (`$text-warning`), so a change of theme needs no refill.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tui.widgets.columns import Cells, Column, fit_columns, joined
from tui.widgets.opening import Opening
from tui.widgets.row_list import RowList

#: Lines kept as they were drawn: more than a screen has.
_KEPT = 200
_NO_MATCH = Content.styled("Nothing matches the filter.", "$text-muted")


class Table(Opening, ScrollView, can_focus=True, inherit_bindings=False):
    """Keyed rows under a header; `show` replaces what it shows and keeps the cursor on its row."""

    DEFAULT_CSS = """
    Table {
        height: auto; background: transparent; overflow-x: hidden; scrollbar-size-vertical: 1;
        & > .table--header { color: $text-muted; }
        & > .table--cursor { background: $pick-blur; }
        & > .table--changed { background: $pick-blur; }
        &:focus > .table--cursor { background: $pick; }
        &:ansi > .table--cursor { text-style: underline; }
        &:ansi:focus > .table--cursor { background: $pick; color: $pick-text; text-style: none; }
        &:ansi > .table--changed { text-style: bold; }
        &:nocolor > .table--changed { background: transparent; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--header", "table--cursor", "table--changed"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Select", key_display="↑↓", id="table.previous"),
        Binding("down,j", "move(1)", "Select", show=False, id="table.next"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="table.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="table.page_down"),
        Binding("home", "edge(-1)", "First", show=False, id="table.first"),
        Binding("end", "edge(1)", "Last", show=False, id="table.last"),
        Binding("enter", "open", "Open", key_display="enter", id="table.open"),
        Binding("enter", "whole", "Whole", key_display="enter", id="table.whole"),
    ]
    ALLOW_SELECT = False

    @dataclass
    class Moved(Message):
        """The cursor has moved to another row (`key` is "" in an empty table)."""

        table: Table
        key: str

        @property
        def control(self) -> Table:
            return self.table

    def __init__(self, *columns: Column, empty: Content | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = columns
        self._empty = empty or Content("")
        self._list = RowList()
        #: By row: its cells, how they were drawn, and the line that was drawn.
        self._strips: dict[int, tuple[Cells, object, Strip]] = {}

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
        self._arranged(before)

    def unmark(self) -> None:
        """Take what is shown for what it was from the beginning: no row is marked as changed."""
        self._list.changed.clear()

    def narrow(self, kept: Collection[str] | None) -> None:
        """Show only the rows with these keys, also of rows shown later; None shows all."""
        before = self.cursor_key
        if self._list.narrow(kept):
            self._arranged(before)

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

    def select(self, key: str) -> None:
        """Put the cursor on the row with this key, if it is there."""
        if key in self._list.keys:
            self._go(self._list.keys.index(key))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1 + max(1, len(self._list))

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, 1 + max(1, len(self._list)))
        self.refresh()

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
        row = -1 if offset is None or offset.y == 0 else offset.y - 1 + int(self.scroll_offset.y)
        if not 0 <= row < len(self._list):
            return
        if row == self._list.cursor and self.has_focus and event.chain == 2:
            self.open_row()
        self._go(row)

    def _go(self, row: int) -> None:
        row, old = self._list.within(row), self._list.cursor
        if row == old or not len(self._list):
            return
        self._list.cursor = row
        top = int(self.scroll_offset.y)
        for line in (old + 1 - top, row + 1 - top):
            if 0 <= line < self.size.height:
                self.refresh(Region(0, line, self.size.width, 1))
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

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        widths = fit_columns(self.columns, width)
        if y == 0:
            labels = tuple(Content(column.label) for column in self.columns)
            return self._strip(joined(self.columns, labels, widths), "table--header", width)
        row, keys = y - 1 + int(self.scroll_offset.y), self._list.keys
        if row >= len(keys):
            empty = _NO_MATCH if self._list.rows else self._empty
            return self._strip(empty.pad_left(1) if row == 0 else Content(""), "", width)
        cells = self._list.draw(row)
        changed = "table--changed" if keys[row] in self._list.changed else ""
        component = "table--cursor" if row == self._list.cursor else changed
        style = self.get_visual_style(component) if component else self.visual_style
        looks = (width, component, style, self.has_focus, self.app.native_ansi_color)
        kept = self._strips.get(row)
        if kept is None or kept[0] is not cells or kept[1] != looks:
            strip = self._strip(joined(self.columns, cells, widths), component, width)
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            kept = self._strips[row] = (cells, looks, strip)
        return kept[2]

    def _strip(self, text: Content, component: str, width: int) -> Strip:
        style = self.get_visual_style(component) if component else self.visual_style
        if component == "table--cursor" and self.has_focus:
            if self.app.native_ansi_color:
                text = Content(text.plain)
            elif self.app.no_color:
                text, style = Content(text.plain), style + Style(reverse=True)
        # Wrapping, links and selection, of which a row has none, are most of what a `Visual` costs.
        return Strip(text.truncate(width, pad=True).render_segments(style), width)
