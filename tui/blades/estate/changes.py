"""What to do in Azure: the rehearsal as a list of commands for the real one, in order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.errors import AzureError
from store.estates.changes import Comparison, compare
from store.estates.words import PROBLEMS
from store.services.provenance import imported
from tui.blades.base import refresh_verb
from tui.blades.estate.report import NOT_READ
from tui.blades.listing import Listing
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import minute, muted, status
from tui.widgets.columns import Column, Rows
from tui.widgets.section import Foot, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.estates.changes import Change
    from store.portal import Portal


class Changes(Listing):
    """The steps of the rehearsal that were not taken back, each with the lines that do it in Azure."""

    LABEL = "What to do in Azure"
    COPIES = "Copy the lines"
    DEFAULT_CSS = """
    Changes Foot > Section { height: 9; }
    Changes #steps { margin: 1 0 0 0; }
    Frame.-low Changes Foot > Section { height: 6; }
    """
    HELP_TEXT = (
        "What you did here and did not take back, in order, as lines for the real Azure: az, or PowerShell. "
        "What jobs did by themselves is not among them, for it happens by itself there, too."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._shell = "az"
        self._found: Comparison | AzureError | None = None
        self._steps: dict[str, Change] = {}

    refresh_world = refresh_verb

    @verb("p", "az or PowerShell", "The same lines in the other language")
    def other_shell(self) -> None:
        """Show the lines of the other language."""
        self._shell = "PowerShell" if self._shell == "az" else "az"
        self._show_selected()
        self.update_chrome()

    @verb("f2", "Save all", "Every line, in order")
    def save_all(self) -> None:
        """Save the lines of all steps as a file."""
        ending = "sh" if self._shell == "az" else "ps1"
        self.host.save_file("azure", ending, script_of(self._steps.values(), self._shell))

    @save_all.why_not
    def _nothing_to_save(self) -> str:
        if not imported(self.world):
            return NOT_READ
        if self._found is None:
            return "The steps are being read."
        return "" if self._steps else "Nothing was done since the import."

    def content(self) -> ComposeResult:
        yield Notes(id="summary")
        yield Table(
            Column("REHEARSED (UTC)", 16),
            Column("STEP", 26, least=16),
            Column("OF", 20, least=12, grow=True),
            empty=muted("Nothing was done since the import that Azure would have to be told."),
            id="steps",
        )
        yield Section("What needs you", Notes(id="needs"), id="standing")

    def bottom(self) -> ComposeResult:
        yield Foot(Section("Lines", Notes(id="lines"), id="shown"))

    def note(self) -> Content:
        return muted(self._shell)

    def refresh_view(self, world: World) -> None:
        for part in self.query("#summary, #shown"):
            part.display = bool(imported(world))
        self.query_one("#standing", Section).display = False
        if not imported(world):
            self.query_one(Table).show({}, muted(NOT_READ))
            return
        self.host.work.look("estate.changes", partial(_compared, self.portal), self._show, keys_wait=True)

    def _show(self, found: Comparison | AzureError) -> None:
        if not self.is_mounted:
            return
        self._found = found
        if isinstance(found, AzureError):
            self.query_one("#summary", Notes).show(cell(found.message), muted(found.next_step))
            return
        self._steps = {str(place): one for place, one in enumerate(found.changes)}
        rows = {
            key: (muted(minute(one.at)), cell(one.title, "$text"), muted(one.subject))
            for key, one in self._steps.items()
        }
        lines = _standing(found)
        self.query_one("#summary", Notes).show(_summed_up(found))
        self.query_one("#needs", Notes).show(*lines)
        self.query_one("#standing", Section).display = bool(lines)
        self.query_one(Table).show(Rows(list(rows), lambda key: rows[key]))
        self._show_selected()
        self.update_chrome()

    def on_table_moved(self) -> None:
        self._show_selected()

    def _selected(self) -> str:
        one = self._steps.get(self.query_one(Table).cursor_key)
        return "" if one is None else _lines(one, self._shell)

    def _show_selected(self) -> None:
        lines = self._selected().splitlines() or ["nothing is selected"]
        self.query_one("#lines", Notes).show(*(cell(line, limit=1000) for line in lines))

    def copy_text(self) -> str:
        return self._selected()


def _compared(portal: Portal) -> Comparison | AzureError:
    try:
        return compare(portal)
    except AzureError as error:
        return error


def _lines(one: Change, shell: str) -> str:
    return one.az if shell == "az" else one.powershell


def script_of(changes: Iterable[Change], shell: str) -> str:
    """All lines of these changes, each step under its title."""
    return "".join(f"# {one.title}: {one.subject}\n{_lines(one, shell)}\n\n" for one in changes)


def _summed_up(found: Comparison) -> Content:
    """What the rehearsal did to what needs somebody, in a line; the whole stands below the steps."""
    if not found.mended and not found.arisen:
        return muted("What needs you is as it was in the import.")
    mended, arisen = len(found.mended), len(found.arisen)
    parts = [status(f"{mended} need{'s' * (mended == 1)} you no more", "success")] if mended else []
    parts += [status(f"{arisen} need{'s' * (arisen == 1)} you since", "warning")] if arisen else []
    return Content("   ").join(parts)


def _standing(found: Comparison) -> list[Content]:
    mended = [f"{one.resource} {PROBLEMS[one.code].what}" for one in found.mended]
    arisen = [f"{one.resource} {PROBLEMS[one.code].what}" for one in found.arisen]
    lines = [status(f"needs you no more: {line}", "success") for line in mended]
    return lines + [status(f"needs you since: {line}", "warning") for line in arisen]
