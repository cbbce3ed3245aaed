"""Faults: everything that can happen to the trainees an instructor chose, from a menu."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.classes.instructing import Act, cause_fault, chosen, withdraw
from store.classes.possible import Possible, cause_of, possible_in, symptom_of
from store.classes.roster import Trainee
from store.errors import StateError, UsageError
from store.faults import faults
from store.faults.model import Fault
from store.services.authorization.outsiders import instructor, is_instructor
from tui.blades.base import Blade
from tui.blades.classes.asking import AskFault, Wish
from tui.blades.classes.rounds import Rounds
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted, nothing
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Foot, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

#: Names of resources that are told of a fault.
_NAMED = 6
#: Faults of an instructor that are shown, and characters of each.
_SHOWN, _LONGEST = 3, 160


class FaultMenu(Blade):
    """Its resource is the folder of the class and the logins of those chosen, a line each; none is everybody.

    Of one trainee it says what is possible in the world; of several it is said of each when it is tried.
    """

    OPENS = "Let happen"
    DEFAULT_CSS = "FaultMenu Foot > Section { margin: 1 0 0 0; }"
    LABEL = "Faults"
    FILTER = "all faults"
    WIDE = True
    HELP_TEXT = (
        "T are events in an order's life, P the problems that customers bring. Each is made by operations in "
        "your name, at once or when a trainee's clock reaches a minute; it then happens while whatever "
        "program has the world open. Nobody is told of it but by the words you add: the trainee finds it."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        folder, *self._logins = resource.split("\n")
        self._folder = Path(folder)
        self._worlds: tuple[tuple[Trainee, Path], ...] = ()
        self._possible: Possible | None = None
        self._progress = ""

    def title(self) -> str:
        return f"{self._whom()} - {self.LABEL}"

    def _whom(self) -> str:
        return self._worlds[0][0].name if len(self._worlds) == 1 else f"{len(self._worlds)} trainees"

    @verb("l", "Let happen", "Now, or at a minute of simulated time")
    def let_happen(self) -> None:
        """Ask where and when, and let the fault happen."""
        fault = self._selected()
        targets = self._possible.targets[fault.code] if self._possible else ()
        title = f"{fault.title}: {self._whom()}"
        self.host.ask(AskFault(title, targets), lambda wish: self._happen(fault, wish))

    @let_happen.why_not
    def _impossible(self) -> str:
        if not self._worlds:
            return "There is nobody it could happen to."
        if self._possible is not None:
            return self._possible.reasons.get(self._selected().code, "")
        return "What is possible is being read." if len(self._worlds) == 1 else ""

    @verb("d", "Remove prepared", "The selected fault, before its minute comes")
    def withdraw(self) -> None:
        """Take the selected fault back, where it was prepared."""
        self._act(withdraw(self._selected(), self._acting))

    @withdraw.why_not
    def _unprepared(self) -> str:
        prepared = self._possible.prepared if self._possible else None
        if prepared is None or any(one.waits and one.code == self._selected().code for one in prepared):
            return ""
        return "It is not prepared."

    @verb("r", "Refresh", "What is possible, and what waits")
    def look_again(self) -> None:
        """Read the world anew."""
        self._look()

    @property
    def _acting(self) -> str:
        caller = self.portal.caller
        return caller if is_instructor(caller) else instructor()

    def _happen(self, fault: Fault, wish: Wish) -> None:
        self._act(cause_fault(fault, self._acting, at=wish.at, on=wish.on, say=wish.say))

    def _act(self, act: Act) -> None:
        Rounds(self.host, self._selected().title, self._worlds, act, self._show_progress).go()

    def _show_progress(self, text: str) -> None:
        self._progress = text
        if self.stands:
            self.update_chrome()
            if not text:
                self._look()

    def note(self) -> Content:
        return muted(self._progress) if self._progress else super().note()

    def content(self) -> ComposeResult:
        yield Table(
            Column("NO.", 7),
            Column("WHAT HAPPENS", 38, least=30, grow=True),
            Column("WHAT THE CUSTOMER SEES", 34, leaves=1, grow=True),
            Column("CLOCK", 5),
            Column("HITS", 20, least=8, grow=True),
        )

    def bottom(self) -> ComposeResult:
        yield Foot(
            Section("Selected", Notes(id="selected")),
            Section("Prepared and happened", Notes(id="prepared")),
        )

    def on_mount(self) -> None:
        try:
            self._worlds = chosen(self._folder, self._logins)
        except (StateError, UsageError) as error:
            self.host.say("Class", error.message, "error", code=error.code, keep=False)
        self._look()

    def _look(self) -> None:
        """Read what is possible for a single trainee, in a thread."""
        if len(self._worlds) == 1:
            path = self._worlds[0][1]
            self.host.work.look("faults", lambda: _read(path), self._take, keys_wait=True)

    def _take(self, found: Possible | StateError) -> None:
        if not self.stands:
            return
        if isinstance(found, StateError):
            self.host.say(self._whom(), found.message, "error", code=found.code)
            self._worlds = ()
        else:
            self._possible = found
        self.update_view(force=True)

    def refresh_view(self, world: World) -> None:
        rows = {one.code: one for one in faults()}
        self.query_one(Table).show(Rows(list(rows), lambda code: _cells(rows[code], self._possible)))
        # That they can be told now is no change of theirs.
        self.query_one(Table).unmark()
        self._show_selected()
        prepared = self._possible.prepared if self._possible else ()
        lines = [cell(one.line, "", _LONGEST) for one in prepared] or [muted("nothing so far")]
        self.query_one("#prepared", Notes).show(*lines[:_SHOWN])

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.let_happen)

    def why_unopened(self) -> str:
        """Why the selected fault cannot happen, "" where it can."""
        return self.why_not(self.let_happen)

    def _selected(self) -> Fault:
        key = self.query_one(Table).cursor_key
        return next((one for one in faults() if one.code == key), faults()[0])

    def _show_selected(self) -> None:
        self.query_one("#selected", Notes).show(*_lines(self._selected(), self._possible))


def _read(path: Path) -> Possible | StateError:
    try:
        return possible_in(path)
    except StateError as error:
        return error


def _cells(fault: Fault, possible: Possible | None) -> Cells:
    symptom = symptom_of(fault.code)
    return (
        cell(fault.event, "$text"),
        cell(fault.title),
        muted(symptom) if symptom else nothing(),
        muted("moves") if fault.clock else nothing(),
        _where(fault, possible),
    )


def _where(fault: Fault, possible: Possible | None) -> Content:
    if possible is None:
        return nothing()
    names = [target.label for target in possible.targets[fault.code]]
    return cell(_few(names)) if names else muted(SIGNS.impossible)


def _few(names: Sequence[str]) -> str:
    return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]


def _lines(fault: Fault, possible: Possible | None) -> tuple[Content, ...]:
    seen = symptom_of(fault.code)
    if possible is None:
        needs = f"It needs {fault.needs}."
    elif names := [target.label for target in possible.targets[fault.code]]:
        needs = f"It can hit {', '.join(names[:_NAMED])}{SIGNS.cut * (len(names) > _NAMED)}."
    else:
        needs = possible.reasons[fault.code]
    why = " ".join(f"{part}.".replace("..", ".") for part in (seen, cause_of(fault.code)) if part)
    head = cell(f"{fault.event}: {fault.title}", "bold $text", 300)
    return (head, *((cell(why, "$text", 300),) if why else ()), muted(needs))
