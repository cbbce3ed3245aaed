"""The pane of a very wide screen: the row under the cursor in full, what happens next, what happened last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from store.resources import ActivityEntry, name_of
from tui.blades.filter import main_table
from tui.host import PortalHost
from tui.text.agenda import coming
from tui.text.cells import cell
from tui.text.status import Tone, distance, minute, muted, sign
from tui.text.wrapping import hanging, rows
from tui.widgets.section import Notes, Section
from tui.widgets.standing import Standing

if TYPE_CHECKING:
    from store import World
    from store.jobs.events import Event
    from tui.blades.base import Blade

#: Coming events, and entries of the Activity log, that are looked up.
_NEXT, _LAST = 12, 20
#: Rows that what happened keeps where all coming events would fill the pane.
_KEPT = 8
#: Cells that page and menu keep beside it, and the fewest and most that the pane has.
_REST, _LEAST, _MOST = 120, 30, 56
#: Cells of a line that margins and scrollbar take, and the most that a label beside its value takes.
_MARGIN, _LABEL = 6, 14
#: Rows of a section's rule and of the blank row above it.
_HEAD = 2
#: Things to show, each the lines that stay together.
Blocks = list[list[Content]]
_TONES: dict[str, Tone] = {"Succeeded": "success", "Failed": "error", "Accepted": "time"}


class SidePane(Standing, VerticalScroll, can_focus=False):
    """Fills what a page of 150 columns and more leaves; it is drawn only while it is seen."""

    DEFAULT_CSS = """
    SidePane {
        display: none; width: 40; height: 1fr; padding: 1 1 0 2; background: $background;
        scrollbar-size-vertical: 1;
        & Section { border-title-background: $background; }
        &:ansi { border-left: solid $line; }
    }
    Frame.-three SidePane { display: block; }
    /* It gives way to a ticket, and to pages that need the whole width. */
    Frame.-three.-ticket SidePane, Frame.-three.-wide-page SidePane, Frame.-three.-whole SidePane {
        display: none;
    }
    """
    SCOPED_CSS = False
    host = getters.app(PortalHost)

    def __init__(self) -> None:
        super().__init__()
        self._row: Blocks = []
        self._coming: Blocks = []
        self._happened: Blocks = []

    def compose(self) -> ComposeResult:
        yield Section("Under the cursor", Notes(id="pane-row"), id="pane-cursor")
        yield Section("What happens next", Notes(id="pane-next"), id="pane-agenda")
        yield Section("What happened", Notes(id="pane-last"), id="pane-log")

    @property
    def stands_whole(self) -> bool:
        """Whether all its parts are there to be filled."""
        return bool(self.query("#pane-last"))

    def fit(self, screen: int) -> None:
        """Take what a screen of this width has beyond one where page and menu are comfortable."""
        self.styles.width = max(_LEAST, min(_MOST, screen - _REST))

    @property
    def _room(self) -> int:
        """Cells of a line: all but the margins of pane and section, the scrollbar, and a border."""
        width = self.styles.width
        border = self.gutter.width - self.styles.padding.width
        return int(width.value) - _MARGIN - border if width is not None else _LEAST

    def on_resize(self) -> None:
        self._share()

    def show(self, world: World, blade: Blade) -> None:
        """Show what belongs beside this page; events are looked up in a thread."""
        room = self._room
        self._happened = _happened(world, room)
        agenda = not blade.query("#agenda")
        self.query_one("#pane-agenda", Section).display = agenda
        self.show_row(blade)
        if agenda:
            self.host.work.look("pane", lambda: _coming(world, room), self._show_coming)

    def show_row(self, blade: Blade) -> None:
        """Show the row under the cursor, all of each cell."""
        table = main_table(blade, 1)
        cells = table.row_cells() if table is not None else []
        self._row = [_pair(cells, self._room)] if cells else []
        self._share()

    def _show_coming(self, events: Blocks) -> None:
        if self.is_attached:
            self._coming = events
            self._share()

    def _share(self) -> None:
        """Give the rows of the pane to its parts; what is shown is shown whole."""
        agenda = self.query_one("#pane-agenda", Section).display
        self.query_one("#pane-cursor", Section).display = bool(self._row)
        shown = [section for section in self.query(Section) if section.display]
        for place, section in enumerate(shown):
            section.lead(place == 0)
        # The first has no blank row above it.
        room = self.size.height - _HEAD * len(shown) + 1
        room -= _rows(self._row)
        coming = _whole(self._coming, room - _KEPT) if agenda else []
        last = _whole(self._happened, room - _rows(coming))
        for id, blocks in (("#pane-row", self._row), ("#pane-next", coming), ("#pane-last", last)):
            self.query_one(id, Notes).show(*(line for block in blocks for line in block))


def _rows(blocks: Blocks) -> int:
    return sum(map(len, blocks))


def _whole(blocks: Blocks, room: int) -> Blocks:
    """The first blocks that have whole room in so many rows, one in any case."""
    most = next((most for most in range(len(blocks), 1, -1) if _rows(blocks[:most]) <= room), 1)
    return blocks[:most]


def _pair(cells: Sequence[tuple[str, Content]], room: int) -> list[Content]:
    """Labels and values, one beside the other where there is room, else one below the other."""
    wide = min(_LABEL, max(len(label) for label, _ in cells)) + 2
    lines: list[Content] = []
    for label, text in cells:
        if label and len(label) + 2 <= wide and wide + text.cell_length <= room:
            lines.append(Content.assemble(muted(label.ljust(wide)), text))
        else:
            lines += [*([muted(label)] if label else []), *_under(text, room)]
    return lines


def _under(text: Content, room: int) -> list[Content]:
    """A text in lines below its head."""
    return [row.pad_left(2) for row in rows(text, room - 2)]


def _coming(world: World, room: int) -> Blocks:
    return [_event(world, event, room) for event in coming(world, _NEXT)] or [[muted("Nothing is due.")]]


def _event(world: World, event: Event, room: int) -> list[Content]:
    head = Content.assemble((minute(event.at), "$time"), muted(f"  {distance(world.now, event.at)}"))
    mark = Content("") if event.ok else sign("error") + " "
    text = Content.assemble(mark, cell(event.subject, "$text"), " ", muted(event.text))
    return [head, *_under(text, room)]


def _happened(world: World, room: int) -> Blocks:
    """The newest entries of the Activity log, the simulator's own too."""
    blocks = []
    for entry in reversed(list(world.table(ActivityEntry).values())[-_LAST:]):
        head = Content.assemble(sign(_TONES.get(entry.status, "muted")), " ", cell(entry.title, "$text"))
        first = Content.assemble(head, muted(f" {distance(world.now, entry.at)}"))
        target = name_of(entry.target)
        blocks.append([*hanging(first, room), *(_under(muted(target), room) if target else [])])
    return blocks or [[muted("Nothing has happened yet.")]]
