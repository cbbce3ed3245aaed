"""Class: a row a trainee with scenario, next objective, score, last operation, and who is stuck."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store import open_portal
from store.classes.survey import Pace, Row, Survey
from store.errors import AzureError, StateError
from tui.blades.base import Blade
from tui.blades.classes.message import MessageForm
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.real_time import span
from tui.text.status import Tone, muted, nothing, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.operations.operation import Operation

#: Seconds between two looks at all worlds.
LOOK_SECONDS = 1.0
#: Seconds that one look takes before its rows are shown and the next one goes on.
_TURN_SECONDS = 0.3
_TONES: dict[Pace, Tone] = {
    Pace.STUCK: "warning",
    Pace.BROKEN: "error",
    Pace.WORKING: "info",
    Pace.DONE: "success",
    Pace.ABSENT: "muted",
}
#: In this order: who needs somebody comes first.
_ORDER = tuple(_TONES)


class ClassView(Blade):
    """The worlds of a class, followed as their files change; opening a row opens that world."""

    LABEL = "Class"
    COPIES = "Copy login"
    FILTER = "everybody"
    WIDE = True
    PERFORMS = ("SendMessage",)
    HELP_TEXT = (
        "Each trainee has a world of files in the class's folder; this page looks at them every second and "
        "changes nothing. Enter opens a trainee's world: you and the trainee then work on the same one, and "
        "each sees what the other does. Who is refused again and again, or idle for a while, is stuck."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._survey: Survey | None = None
        self._turns: Iterator[Row] = iter(())
        self._looking = False
        self._rows: dict[str, Row] = {}

    @verb("o", "Open", "The world of the selected trainee")
    def open_world(self) -> None:
        """Open the world of the selected trainee."""
        if row := self._selected():
            self._open(row)

    @open_world.why_not
    def _unopened(self) -> str:
        row = self._selected()
        return "Select a trainee first." if row is None else row.why if row.pace is Pace.BROKEN else ""

    @verb("i", "Message", "To the selected trainee, as a toast and in the bell")
    def send_message(self) -> None:
        """Ask for the words, and send them."""
        if row := self._selected():
            self.host.ask(MessageForm(row.trainee.name), partial(self._send, row))

    @send_message.why_not
    def _unreachable(self) -> str:
        return self._unopened()

    def _send(self, row: Row, message: Operation) -> None:
        self.host.work.look("message", partial(_sent, row, message), self._say_sent)

    def _say_sent(self, sent: tuple[str, AzureError | StateError | None]) -> None:
        name, error = sent
        if error is None:
            self.host.say("Message", f"{name} has it.", "success", keep=False)
        else:
            self.host.say("Not sent", error.message, "error", code=error.code)

    def content(self) -> ComposeResult:
        yield Notes(id="summary")
        yield Table(
            Column("PACE", 12),
            Column("LOGIN", 11, least=8),
            Column("NAME", 12, leaves=1, grow=True),
            Column("SCENARIO", 14, leaves=3, grow=True),
            Column("NEXT OBJECTIVE", 18, least=10, grow=True),
            Column("SCORE", 8, right=True),
            Column("LAST OPERATION", 17, leaves=2, grow=True),
            Column("IDLE", 6, right=True),
            empty=muted("Nobody is in this class."),
        )
        yield Section("Selected", Notes(id="selected"))

    def on_mount(self) -> None:
        try:
            self._survey = Survey(Path(self.resource))
        except StateError as error:
            self.host.say("Class", error.message, "error", code=error.code)
            return
        self._rows = {row.trainee.login: row for row in self._survey.rows}
        self.set_interval(LOOK_SECONDS, self._look)
        self._look()

    def on_unmount(self) -> None:
        if self._survey is not None and not self._looking:
            self._survey.close()

    def _look(self) -> None:
        """Look at all worlds in a thread; what a turn has found is shown before the next one."""
        if self._survey is None or self._looking or not self.stands:
            return
        self._looking = True
        self._turns = self._survey.look()
        self._take_turn()

    def _take_turn(self) -> None:
        self.host.work.look("class", self._turn, self._turned)

    def _turn(self) -> tuple[Row, ...]:
        found, until = [], time.monotonic() + _TURN_SECONDS
        for row in self._turns:
            found.append(row)
            if time.monotonic() > until:
                break
        return tuple(found)

    def _turned(self, found: tuple[Row, ...]) -> None:
        self._looking = False
        if not self.stands:
            if self._survey is not None:
                self._survey.close()
            return
        changed = {row.trainee.login: row for row in found}
        if any(_shown(self._rows.get(login)) != _shown(row) for login, row in changed.items()):
            self._rows |= changed
            self._show()
        if found:
            self._looking = True
            self._take_turn()

    def refresh_view(self, world: World) -> None:
        self._show()

    def _show(self) -> None:
        ordered = sorted(self._rows.values(), key=lambda row: _ORDER.index(row.pace))
        rows = {row.trainee.login: row for row in ordered}
        self.query_one(Table).show(Rows(list(rows), lambda login: _cells(rows[login])))
        self.query_one("#summary", Notes).show(_summary(ordered))
        self._show_selected()

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        if row := self._rows.get(event.key):
            self._open(row)

    def _open(self, row: Row) -> None:
        if row.pace is Pace.BROKEN:
            self.host.say("Open", row.why, "warning", keep=False)
        else:
            self.host.open_file(str(row.path))

    def _selected(self) -> Row | None:
        return self._rows.get(self.query_one(Table).cursor_key)

    def _show_selected(self) -> None:
        row = self._selected()
        lines = (muted("nothing is selected"),) if row is None else _lines(row)
        self.query_one("#selected", Notes).show(*lines)

    def copy_text(self) -> str:
        row = self._selected()
        return row.trainee.login if row else ""


def _sent(row: Row, message: Operation) -> tuple[str, AzureError | StateError | None]:
    """Send a message into a trainee's world; the trainee's name, and why it was not sent."""
    name = row.trainee.name
    try:
        portal = open_portal(row.path)
    except StateError as error:
        return name, error
    try:
        portal.perform(message)
    except (AzureError, StateError) as error:
        return name, error
    finally:
        portal.close()
    return name, None


def _shown(row: Row | None) -> object:
    """What there is to draw of a row."""
    return row and row._replace(idle=None), "" if row is None or row.idle is None else span(row.idle)


def _cells(row: Row) -> Cells:
    score = f"{row.score} of {row.points}" if row.points else ""
    return (
        status(row.pace.value.capitalize(), _TONES[row.pace]),
        cell(row.trainee.login, "$text"),
        cell(row.trainee.name),
        cell(row.scenario) if row.scenario else nothing(),
        cell(row.objective) if row.objective else nothing(),
        cell(score) if score else nothing(),
        cell(row.last) if row.last else nothing(),
        nothing() if row.idle is None else muted(span(row.idle)),
    )


def _summary(rows: list[Row]) -> Content:
    counts = ((pace, sum(row.pace is pace for row in rows)) for pace in _ORDER)
    parts = [f"{count} {pace.value}" for pace, count in counts if count]
    return muted(f"{len(rows)} trainees: {', '.join(parts)}" if parts else "No trainees.")


def _lines(row: Row) -> tuple[Content, ...]:
    score = f"{row.score} of {row.points} points, {row.hints} hints" if row.points else ""
    lines = (
        f"{row.trainee.name} ({row.trainee.login})   {row.scenario}",
        " · ".join(part for part in (row.pace.value.capitalize(), score, row.why) if part),
    )
    return tuple(cell(line, "$text", 300) for line in lines)
