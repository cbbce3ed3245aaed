"""An editor of a service configuration with its faults below, each placed by line and column."""

from __future__ import annotations

from dataclasses import dataclass

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from store.cscfg.configuration import Reading, read_configuration
from store.cscfg.faults import Fault
from tui.host import Outside, PortalHost
from tui.text.counting import counted
from tui.text.status import muted, status
from tui.widgets.columns import Column
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table
from tui.widgets.xml_editor import XmlEditor

#: Characters up to which a text is judged between two keys; a longer one is judged beside the screen.
_AT_ONCE = 20_000


class JudgedEditor(Vertical):
    """The text, judged at every change; enter on a fault puts the cursor there."""

    OPENS = "Go to it"
    DEFAULT_CSS = """
    JudgedEditor {
        height: 1fr; min-height: 12;
        & XmlEditor { height: 1fr; min-height: 5; }
        & #faults Table { height: auto; max-height: 5; }
        & #whole { max-height: 3; color: $text-muted; }
    }
    """

    host = getters.app(PortalHost)

    @dataclass
    class Judged(Message):
        """The text was judged."""

        reading: Reading

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.reading = Reading(configuration=None)
        #: The roles of the definition, None while none is compared with.
        self.roles: tuple[str, ...] | None = None

    def compose(self) -> ComposeResult:
        yield XmlEditor()
        with Section("Faults", id="faults"):
            yield Table(
                Column("LINE", 5, right=True),
                Column("COLUMN", 6, right=True),
                Column("FAULT", 50, least=20, grow=True),
                empty=muted("No fault."),
            )
            yield Notes(id="whole")

    @property
    def editor(self) -> XmlEditor:
        return self.query_one(XmlEditor)

    def outside(self, name: str) -> Outside:
        """The text for the user's own editor."""
        return Outside(name.removesuffix(".cscfg"), "cscfg", self.editor.written, self.editor.take)

    def judge(self) -> None:
        """Judge the text as it stands, and show its faults."""
        text, roles = self.editor.written, self.roles
        if len(text) <= _AT_ONCE:
            self._show(read_configuration(text, roles))
        else:
            self.host.work.look("configuration", lambda: read_configuration(text, roles), self._show)

    def _show(self, reading: Reading) -> None:
        if not self.is_attached:
            return
        self.reading = reading
        rows = {
            str(place): (
                muted(fault.line),
                muted(fault.column),
                status(fault.message, "error"),
            )
            for place, fault in enumerate(self.reading.faults)
        }
        table = self.query_one(Table)
        table.show(rows)
        table.unmark()
        self._show_whole()
        count = self.reading.count
        self.query_one("#faults", Section).retitle(f"Faults: {count}" if count else "Faults")
        self.post_message(self.Judged(self.reading))

    def on_xml_editor_edited(self, event: XmlEditor.Edited) -> None:
        event.stop()
        self.judge()

    def on_table_moved(self, event: Table.Moved) -> None:
        event.stop()
        self._show_whole()

    def _show_whole(self) -> None:
        """The selected fault, which its row may cut."""
        key, notes = self.query_one(Table).cursor_key, self.query_one("#whole", Notes)
        notes.display = bool(key)
        if (fault := self._fault(key)) is not None:
            notes.show(muted(f"{fault.message} {fault.next_step}"))

    def _fault(self, key: str) -> Fault | None:
        """The fault of a row; None where the text was judged again since."""
        faults = self.reading.faults
        return faults[int(key)] if key and int(key) < len(faults) else None

    def on_table_opened(self, event: Table.Opened) -> None:
        event.stop()
        if (fault := self._fault(event.key)) is not None:
            self.show_fault(fault)

    def next_fault(self) -> None:
        """Put the cursor at the next fault behind it, else at the first."""
        row, column = self.editor.cursor_location
        here = (row + 1, column + 1)
        behind = (one for one in self.reading.faults if (one.line, one.column) > here)
        if self.reading.faults:
            self.show_fault(next(behind, self.reading.faults[0]))

    def show_fault(self, fault: Fault) -> None:
        """Put the cursor where a fault stands."""
        self.editor.go_to(fault.line, fault.column)
        self.editor.focus()


def faults_note(reading: Reading) -> str:
    """How many faults there are, as the command bar says it."""
    count = reading.count
    return counted(count, "fault") if count else "no fault"
