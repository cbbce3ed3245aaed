"""The right side of Resource Explorer: a question, the document, and the states in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from store.arm.tree import PAGE
from tui.blades.explorer.query_line import QueryLine, Question
from tui.blades.explorer.reading import Shown, whole_document
from tui.blades.explorer.state_notes import lines_of, troubled
from tui.text.json_places import row_of
from tui.text.plain import visible_json
from tui.text.status import muted
from tui.widgets.json_area import JsonArea
from tui.widgets.section import Notes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from store import World


class DocumentPane(Vertical):
    """Shows a document, or the answer to a question put to it; while one writes, nothing takes its place."""

    DEFAULT_CSS = """
    DocumentPane { width: 1fr; & > #states { max-height: 7; margin: 1 0 0 0; } }
    """

    def __init__(self, world: Callable[[], World]) -> None:
        """`world` gives the present one."""
        super().__init__(id="document")
        self.seen = Shown()
        self.area = JsonArea()
        self._world = world
        self._query = QueryLine(self._asked)

    def compose(self) -> ComposeResult:
        yield self._query
        yield self.area
        yield Notes(id="states")

    @property
    def writing(self) -> bool:
        """Whether the document can be edited."""
        return not self.area.read_only

    def write(self, can: Sequence[str], *, writes: bool) -> None:
        """Begin or end to edit, with the document whole and as it was read; `can` is what a PUT changes."""
        self.area.show(self.seen.text)
        self.area.read_only = not writes
        self._tell(can)

    def go_on(self, seen: Shown, text: str, can: Sequence[str]) -> None:
        """Edit `text`, which was made elsewhere of what was `seen`."""
        self.seen = seen
        self.area.show(visible_json(text))
        self.area.read_only = False
        self._tell(can)

    def show(self, found: Shown) -> None:
        """Show this document; of another place from its top, or from the state that needs something."""
        moved, self.seen = found.path != self.seen.path, found
        state = troubled(found.states)
        row = row_of(found.text, state.place) if state is not None else 0
        self.area.show(found.text, row if moved else self.area.cursor_location[0])
        self._tell()
        self._query.renew()

    def _tell(self, can: Sequence[str] = ()) -> None:
        """What stands below the document: its states, and while it is edited how that ends."""
        lines = lines_of(self.seen.states, self.seen.text)
        if self.writing:
            keys = Content.assemble(
                ("ctrl+s", "bold $key"), " PUT   ", ("tab", "bold $key"), " to the keys above"
            )
            lines = [keys, muted(f"A PUT can change {', '.join(can) or 'nothing here'}."), *lines]
        if left := self.seen.left_out:
            lines = [muted(f"The first {PAGE}; {left:,} more follow, as nextLink says. A query asks all.")]
        notes = self.query_one("#states", Notes)
        notes.display = bool(lines)
        notes.show(*lines)

    def ask(self) -> None:
        """Put the cursor where a question is typed."""
        self.query_one(Question).focus()

    def _asked(self) -> Any:
        return whole_document(self._world(), self.seen)

    def on_query_line_answered(self, event: QueryLine.Answered) -> None:
        event.stop()
        if self.writing:
            return
        if not event.question:
            self.area.show(self.seen.text)
        else:
            self.area.show(event.answer)
            self.area.focus()
