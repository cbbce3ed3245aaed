"""The lines of a table: its header with signs and counts, and the rows in sight as strips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from tui.text.signs import SIGNS
from tui.widgets.columns import Cells, Column, fit_columns, joined, widest
from tui.widgets.lines import Lined
from tui.widgets.row_list import RowList
from tui.widgets.strips import Looks, strip_of

#: Lines kept as they were drawn: more than a screen has.
_KEPT = 200
#: Rows of a list that are measured whether they are in sight or not.
MEASURED = 100
_NO_MATCH = Content.styled("Nothing matches the filter.", "$text-muted")
_MARK = Content.styled(SIGNS.marked, "bold $key")


class TableLines(Lined, ScrollView):
    """Draws the rows of a list under a header that stays; the right end of the header counts them."""

    DEFAULT_CSS = """
    TableLines {
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

    def __init__(self, columns: Sequence[Column], empty: Content, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: Sequence[Column] = tuple(columns)
        self._empty = empty
        self._list = RowList()
        #: By row: its cells, how they were drawn, and the line that was drawn.
        self._strips: dict[int, tuple[Cells, object, Strip]] = {}
        #: What the header was drawn from, and the line.
        self._head: tuple[object, Strip] | None = None
        #: Cells of the widest text of each column, of a long list of those seen.
        self._needs: tuple[int, ...] = ()
        #: A line's width, the lines scrolled away, whether it has the focus, and the terminal's own colours.
        self._sight = (0, 0, False, False)
        #: By component, its style and the looks found for it, of the picture that is drawn.
        self._looks: dict[str, tuple[Style, Looks]] = {}
        #: The cells of each column as they are drawn.
        self._fitted: Mapping[int, int] = {}

    @property
    def sorted_by(self) -> tuple[int, bool] | None:
        """The column sorted by, and whether it is turned round; None for the list's own order."""
        return None

    def label_of(self, column: int) -> str:
        """The label of a column in the header."""
        return self.columns[column].label

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1 + max(1, len(self._list.keys))

    def column_at(self, x: int) -> int | None:
        """The column at a cell of a line; None behind the last."""
        for column, cells in self._widths().items():
            x -= cells + 2
            if x < 0:
                return column
        return None

    def _widths(self) -> Mapping[int, int]:
        rows = len(self._list.keys)
        end = len(self._count(rows)) if rows >= self.size.height or self._list.chosen else 0
        return fit_columns(tuple(self.columns), self.scrollable_content_region.width, self._needs, end)

    def render_lines(self, crop: Region) -> list[Strip]:
        # The height of a table in a page that scrolls is that of its whole list; `crop` is what is in sight.
        first = int(self.scroll_offset.y) + max(0, crop.y - 1)
        rows = list(self._list.draw(first, first + crop.height))
        if len(self._list.rows) > MEASURED:
            needs = widest(self.columns, rows)
            self._needs = tuple(map(max, needs, self._needs or needs))
        elif not self._needs:
            # All of them, hidden ones too: a column is as wide whichever rows were in sight before.
            self._needs = widest(self.columns, self._list.rows.values())
        self._fitted = self._widths()
        # The same for all lines.
        self._sight = (
            self.scrollable_content_region.width,
            int(self.scroll_offset.y),
            self.has_focus,
            self.app.native_ansi_color,
        )
        self._looks.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width, scrolled, focused, ansi = self._sight
        if y == 0:
            return self._header(width)
        row, keys = y - 1 + scrolled, self._list.keys
        if row >= len(keys):
            empty = _NO_MATCH if self._list.rows else self._empty
            return self._strip(empty.pad_left(1) if row == 0 else Content(""), "", width)
        cells = self._list.drawn.get(keys[row])
        if cells is None:
            # A click asks what is under it, also of rows that came since the last picture.
            cells = self._list.rows[keys[row]]
        changed = "table--changed" if keys[row] in self._list.changed else ""
        component = "table--cursor" if row == self._list.cursor else changed
        style, _ = self._looks.get(component) or self._look(component)
        chosen, widths = keys[row] in self._list.chosen, self._fitted
        looks = (width, widths, chosen, component, style, focused, ansi)
        kept = self._strips.get(row)
        if kept is None or kept[0] is not cells or kept[1] != looks:
            text = joined(self.columns, cells, widths)
            strip = self._strip(_MARK + text[1:] if chosen else text, component, width)
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            kept = self._strips[row] = (cells, looks, strip)
        return kept[2]

    def _header(self, width: int) -> Strip:
        count, sorted_by = self._count(self._list.cursor + 1), self.sorted_by
        style, _ = self._looks.get("table--header") or self._look("table--header")
        looks = (width, self._fitted, count, sorted_by, style)
        if self._head is not None and self._head[0] == looks:
            return self._head[1]
        labels = [Content(column.label) for column in self.columns]
        if sorted_by is not None:
            labels[sorted_by[0]] = Content(self.label_of(sorted_by[0]))
        text = joined(self.columns, labels, self._fitted)
        if count:
            end = Content.styled(f" {count}", "$text")
            room = max(0, width - end.cell_length)
            text = text.rstrip().truncate(room, ellipsis=True)
            text = text.pad_right(room - text.cell_length) + end
        self._head = (looks, self._strip(text, "table--header", width))
        return self._head[1]

    def _count(self, place: int) -> str:
        """How many rows are chosen, and the place of the cursor's row where not all are in sight."""
        rows, chosen = len(self._list.keys), len(self._list.chosen)
        counts = [f"{chosen} chosen"] if chosen else []
        if rows > self.size.height - 1:
            counts.append(f"{place} of {rows}")
        return f" {SIGNS.dot} ".join(counts)

    def _look(self, component: str) -> tuple[Style, Looks]:
        """The style of a component, "" for the rest, and the looks to be found over it."""
        style = self.get_visual_style(component) if component else self.visual_style
        found = self._looks[component] = (style, {})
        return found

    def _strip(self, text: Content, component: str, width: int) -> Strip:
        style, looks = self._looks.get(component) or self._look(component)
        if component == "table--cursor" and self.has_focus:
            if self.app.native_ansi_color:
                text = Content(text.plain)
            elif self.app.no_color:
                text, style, looks = Content(text.plain), style + Style(reverse=True), {}
        return strip_of(text, width, style, looks)
