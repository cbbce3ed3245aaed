"""The pane of a very wide screen: the row under the cursor in full, what happens next, what happened last."""

from __future__ import annotations

from collections.abc import Iterable
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
from tui.text.signs import SIGNS
from tui.text.status import Tone, distance, minute, muted, sign
from tui.widgets.section import Notes, Section
from tui.widgets.standing import Standing

if TYPE_CHECKING:
    from store import World
    from store.jobs.events import Event
    from tui.blades.base import Blade

#: Coming events, and entries of the Activity log, that are shown.
_NEXT, _LAST = 6, 8
#: Lines of a cell under the cursor.
_MANY = 6
#: Cells that page and menu keep beside it, and the fewest and most that the pane has.
_REST, _LEAST, _MOST = 120, 30, 56
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
    """
    host = getters.app(PortalHost)

    def compose(self) -> ComposeResult:
        cursor = Section("Under the cursor", Notes(id="pane-row"), id="pane-cursor")
        cursor.lead(True)
        yield cursor
        yield Section("What happens next", Notes(id="pane-next"), id="pane-agenda")
        yield Section("What happened", Notes(id="pane-last"))

    @property
    def stands_whole(self) -> bool:
        """Whether all its parts are there to be filled."""
        return bool(self.query("#pane-last"))

    def fit(self, screen: int) -> None:
        """Take what a screen of this width has beyond one where page and menu are comfortable."""
        self.styles.width = max(_LEAST, min(_MOST, screen - _REST))

    @property
    def _room(self) -> int:
        """Cells of a line: all but the margins of pane and section, and the scrollbar."""
        width = self.styles.width
        return int(width.value) - 8 if width is not None else _LEAST

    def show(self, world: World, blade: Blade) -> None:
        """Show what belongs beside this page; events are looked up in a thread."""
        self.show_row(blade)
        room = self._room
        self.query_one("#pane-last", Notes).show(*_happened(world, room))
        agenda = not blade.query("#agenda")
        self.query_one("#pane-agenda", Section).display = agenda
        if agenda:
            self.host.work.look("pane", lambda: _coming(world, room), self._show_coming)

    def show_row(self, blade: Blade) -> None:
        """Show the row under the cursor, all of each cell."""
        table = main_table(blade, 1)
        cells = table.row_cells() if table is not None else []
        self.query_one("#pane-cursor", Section).display = bool(cells)
        lines = (line for label, text in cells for line in (muted(label), *_under(text, self._room, _MANY)))
        self.query_one("#pane-row", Notes).show(*lines)

    def _show_coming(self, lines: list[Content]) -> None:
        if self.is_attached:
            self.query_one("#pane-next", Notes).show(*lines)


def _under(text: Content, room: int, most: int = 2) -> list[Content]:
    """A text in lines below its head, cut where it has more than `most`."""
    rows = text.wrap(room - 2)
    if len(rows) > most:
        last = Content.assemble(rows[most - 1].rstrip(), SIGNS.cut)
        rows = [*rows[: most - 1], last.truncate(room - 2, ellipsis=True)]
    return [row.pad_left(2) for row in rows]


def _coming(world: World, room: int) -> list[Content]:
    return _event_lines(world, coming(world, _NEXT), room) or [muted("Nothing is due.")]


def _event_lines(world: World, events: Iterable[Event], room: int) -> list[Content]:
    lines = []
    for event in events:
        lines.append(
            Content.assemble((minute(event.at), "$time"), muted(f"  {distance(world.now, event.at)}"))
        )
        mark = Content("") if event.ok else sign("error") + " "
        text = Content.assemble(mark, cell(event.subject, "$text"), " ", muted(event.text))
        lines += _under(text, room, 3)
    return lines


def _happened(world: World, room: int) -> list[Content]:
    """The newest entries of the Activity log, the simulator's own too."""
    lines = []
    entries = list(world.table(ActivityEntry).values())[-_LAST:]
    for entry in reversed(entries):
        head = Content.assemble(sign(_TONES.get(entry.status, "muted")), " ", cell(entry.title, "$text"))
        lines.append(Content.assemble(head, muted(f" {distance(world.now, entry.at)}")))
        if target := name_of(entry.target):
            lines += _under(muted(target), room, 1)
    return lines or [muted("Nothing has happened yet.")]
