"""Class: a row a trainee with scenario, next objective, score, last operation, and who is stuck."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.classes.instructing import Act, advance_clock, ask_to_take_over, say, send_hint
from store.classes.survey import Pace, Row, Survey
from store.errors import StateError
from store.services.authorization.outsiders import instructor, is_instructor
from tui.blades.classes.asking import AskSpan, AskWords
from tui.blades.classes.rounds import Rounds
from tui.blades.classes.rows import ORDER, columns, drawn, lines, row_cells, worked
from tui.blades.listing import Listing
from tui.navigation.verbs import verb
from tui.text.status import muted, status
from tui.widgets.columns import Rows
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

#: Seconds between two looks at all worlds.
LOOK_SECONDS = 1.0
#: Seconds that one look takes before its rows are shown and the next one goes on.
_TURN_SECONDS = 0.3


class ClassView(Listing):
    """The worlds of a class, followed as their files change; opening a row opens that world."""

    LABEL = "Class"
    COPIES = "Copy login"
    FILTER = "everybody"
    WIDE = True
    PERFORMS = ()
    HELP_TEXT = (
        "Each trainee has a world of files in the class's folder; this page looks at them every second and "
        "changes nothing. Enter opens a trainee's world: you and the trainee then work on the same one, and "
        "each sees what the other does. Faults, messages, hints and time go to the trainees chosen by space, "
        "or to the one under the cursor. Who is refused again and again, or idle for a while, is stuck."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._survey: Survey | None = None
        self._turns: Iterator[Row] = iter(())
        self._looking = False
        self._rows: dict[str, Row] = {}
        self._progress = ""
        #: Why there is no class, "" where there is.
        self._missing = ""
        #: Logins of those whose rows say since the last picture that they did something.
        self._worked: set[str] = set()

    @property
    def acting(self) -> str:
        """The instructor who acts."""
        caller = self.portal.caller
        return caller if is_instructor(caller) else instructor()

    @verb("o", "Open", "The world of the selected trainee")
    def open_world(self) -> None:
        """Open the world of the selected trainee."""
        if row := self._selected():
            self._open(row)

    @open_world.why_not
    def why_unopened(self) -> str:
        """Why the world of the selected trainee cannot be opened, "" where it can."""
        row = self._selected()
        return "Select a trainee first." if row is None else row.why if row.pace is Pace.BROKEN else ""

    @verb("l", "Faults", "What can happen in the worlds of those chosen")
    def open_faults(self) -> None:
        """Open the menu of faults for those chosen."""
        logins = [row.trainee.login for row in self._meant()]
        self.host.go("class.faults", "\n".join((self.resource, *logins)))

    @verb("i", "Message", "To those chosen, as a toast and in the bell")
    def send_message(self) -> None:
        """Ask for the words, and send them."""
        title = f"Message to {self._whom()}"
        self.host.ask(AskWords(title), lambda text: self._act("Message", say(text, self.acting)))

    @verb("u", "Hint", "The next one of the scenario, at no price")
    def send_next_hint(self) -> None:
        """Send the next hint of each scenario."""
        self._act("Hint", send_hint(self.acting))

    @verb("v", "Advance time", "The clocks of those chosen")
    def advance(self) -> None:
        """Ask for a span, and move each clock by it."""
        title = f"Advance the time of {self._whom()}"
        self.host.ask(AskSpan(title), lambda by: self._act("Advance time", advance_clock(by, self.acting)))

    @verb("p", "Take over", "Ask the trainee, and open the world")
    def take_over(self) -> None:
        """Ask to work in the selected trainee's world alone, and open it."""
        if row := self._selected():
            self._act("Take over", ask_to_take_over(self.acting), [row])
            self._open(row)

    @take_over.why_not
    def _untaken(self) -> str:
        return self.why_unopened()

    @open_faults.why_not
    @send_message.why_not
    @send_next_hint.why_not
    @advance.why_not
    def _unreachable(self) -> str:
        return self.why_unopened() if len(self._meant()) < 2 else ""

    def _whom(self) -> str:
        meant = self._meant()
        return meant[0].trainee.name if len(meant) == 1 else f"{len(meant)} trainees"

    def _act(self, title: str, act: Act, rows: Sequence[Row] = ()) -> None:
        worlds = [(row.trainee, row.path) for row in rows or self._meant()]
        Rounds(self.host, title, worlds, act, self._show_progress).go()
        self.query_one(Table).let_go()

    def _show_progress(self, text: str) -> None:
        self._progress = text
        if self.stands:
            self.update_chrome()

    def note(self) -> Content:
        return muted(self._progress) if self._progress else super().note()

    def content(self) -> ComposeResult:
        yield Table(*columns(), empty=muted("Nobody is in this class."), several=True)
        yield Section("Selected", Notes(id="selected"))

    def on_mount(self) -> None:
        try:
            self._survey = Survey(Path(self.resource))
        except StateError as error:
            self._missing = error.message
            self.query_one(Table).show({}, muted("There is no class to show."))
            self._show_selected()
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
        # Left, it closes what it has open of the class.
        self.host.work.look("class", self._turn, self._turned, left_too=True)

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
        if any(drawn(self._rows.get(login)) != drawn(row) for login, row in changed.items()):
            self._worked |= {login for login, row in changed.items() if worked(self._rows.get(login), row)}
            self._rows |= changed
            self.update_view(force=True)
        if found:
            self._looking = True
            self._take_turn()

    def refresh_view(self, world: World) -> None:
        ordered = sorted(self._rows.values(), key=lambda row: ORDER.index(row.pace))
        rows = {row.trainee.login: row for row in ordered}
        table = self.query_one(Table)
        table.show(Rows(list(rows), lambda login: row_cells(rows[login])))
        # To be read for the first time, or idle for another minute, is nothing that a trainee did.
        table.unmark(but=self._worked)
        self._worked.clear()
        self._show_selected()

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_chosen(self) -> None:
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

    def _meant(self) -> list[Row]:
        """Those chosen together, else the one under the cursor."""
        return [row for key in self.query_one(Table).meant if (row := self._rows.get(key)) is not None]

    def _show_selected(self) -> None:
        row = self._selected()
        nobody = status(self._missing, "error") if self._missing else muted("nothing is selected")
        self.query_one("#selected", Notes).show(*((nobody,) if row is None else lines(row)))

    def copy_text(self) -> str:
        row = self._selected()
        return row.trainee.login if row else ""
