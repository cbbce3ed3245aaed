"""A list of entries of several lines each: steps of a setup, worlds to choose, notifications."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from tui.news import News
from tui.text.cells import look
from tui.text.signs import SIGNS


@dataclass(frozen=True)
class Entry:
    """A head, and lines below it that wrap, indented by `indent` cells."""

    key: str
    head: Content
    lines: tuple[Content, ...] = ()
    indent: int = 4


def _looks(entries: Sequence[Entry]) -> list[object]:
    return [look(entry.head, *entry.lines) for entry in entries]


class Entries(ScrollView, can_focus=True):
    """Entries with a blank row between them (unless `dense`) and a cursor as wide as an entry."""

    DEFAULT_CSS = """
    Entries {
        height: auto; background: transparent; overflow-x: hidden; scrollbar-size-vertical: 1;
        & > .entries--cursor { background: $pick-blur; }
        &:focus > .entries--cursor { background: $pick; }
        &:ansi:focus > .entries--cursor { background: $pick; color: $pick-text; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"entries--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Select", key_display="↑↓", id="entries.previous"),
        Binding("down,j", "move(1)", "Select", show=False, id="entries.next"),
        Binding("home", "move(-1000)", "First", show=False, id="entries.first"),
        Binding("end", "move(1000)", "Last", show=False, id="entries.last"),
        Binding("enter", "open", "Open", key_display="enter", id="entries.open"),
    ]
    ALLOW_SELECT = False

    class Moved(News):
        """The cursor has moved to another entry ("" when there is none)."""

        entries: Entries
        key: str

        @property
        def control(self) -> Entries:
            return self.entries

    class Opened(News):
        """An entry was chosen by enter or by a click on it."""

        entries: Entries
        key: str

        @property
        def control(self) -> Entries:
            return self.entries

    def __init__(
        self, *entries: Entry, empty: Content | None = None, dense: bool = False, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._dense = dense
        self._entries: Sequence[Entry] = entries
        self._empty = empty or Content("")
        self._cursor = 0
        self._lines: list[tuple[int, Content]] = []
        self._width = -1

    @property
    def cursor_key(self) -> str:
        """Key of the entry under the cursor, "" when there is none."""
        return self._entries[self._cursor].key if self._entries else ""

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these entries; the cursor stays on its key."""
        if entries == self._entries and _looks(entries) == _looks(self._entries):
            return
        keys, key = [entry.key for entry in entries], self.cursor_key
        self._entries = entries
        self._cursor = keys.index(key) if key in keys else max(0, min(self._cursor, len(keys) - 1))
        self._width = -1
        self.refresh(layout=True)

    def select(self, key: str) -> None:
        """Put the cursor on the entry with this key, if there is one."""
        for place, entry in enumerate(self._entries):
            if entry.key == key:
                self.action_move(place - self._cursor)

    def in_sight(self) -> Iterator[tuple[int, str]]:
        """The lines in sight on which an entry begins, and the entry's key."""
        top, before = int(self.scroll_offset.y), -1
        for line, (place, _) in enumerate(self._lay(self.size.width)):
            if place not in (-1, before) and top <= line < top + self.size.height:
                yield line - top, self._entries[place].key
            before = place

    def _lay(self, width: int) -> list[tuple[int, Content]]:
        """Entry number (-1 between entries) and content of each line in `width` cells."""
        if width != self._width:
            self._width = width
            self._lines = []
            for place, entry in enumerate(self._entries):
                self._lines += [(-1, Content(""))] if place and not self._dense else []
                self._lines.append((place, entry.head))
                for line in entry.lines:
                    wrapped = line.wrap(max(8, width - entry.indent - 2))
                    self._lines += [(place, part.rstrip().pad_left(entry.indent)) for part in wrapped]
            self._lines = self._lines or [(-1, self._empty)]
            self.virtual_size = Size(width, len(self._lines))
        return self._lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lay(width))

    def on_resize(self) -> None:
        self._lay(self.size.width)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._lay(width)
        row = y + int(self.scroll_offset.y)
        place, text = lines[row] if row < len(lines) else (-1, Content(""))
        picked = place >= 0 and place == self._cursor
        if picked and self.has_focus and self.app.native_ansi_color:
            text = Content(text.plain)
        bar = Content.styled(SIGNS.bar if picked else " ", "$primary")
        style = self.get_visual_style("entries--cursor") if picked else self.visual_style
        whole = Content.assemble(bar, " ", text).truncate(width, ellipsis=True)
        return Visual.to_strips(self, whole, width, 1, style, pad=True)[0]

    def action_move(self, by: int) -> None:
        place = max(0, min(self._cursor + by, len(self._entries) - 1))
        if place == self._cursor or not self._entries:
            return
        self._cursor = place
        self.refresh()
        self._follow_cursor()
        self.post_message(self.Moved(self, self.cursor_key))

    def _follow_cursor(self) -> None:
        rows = [row for row, (place, _) in enumerate(self._lay(self.size.width)) if place == self._cursor]
        region = Region(0, rows[0], 1, len(rows))
        node: Widget = self
        while True:
            if node.is_scrollable:
                node.scroll_to_region(region, animate=False)
            if not isinstance(node.parent, Widget):
                return
            region = region.translate(node.virtual_region.offset - node.scroll_offset)
            node = node.parent

    def action_open(self) -> None:
        if self._entries:
            self.post_message(self.Opened(self, self.cursor_key))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        row = -1 if offset is None else offset.y + int(self.scroll_offset.y)
        lines = self._lay(self.size.width)
        if 0 <= row < len(lines) and lines[row][0] >= 0:
            self.action_move(lines[row][0] - self._cursor)
            if event.chain == 2:
                self.action_open()
