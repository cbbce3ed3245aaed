"""What needs you: the report on an imported estate, as it is at this moment of the rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.content import Content

from store.estates.calendar import calendar
from store.estates.limits import AHEAD
from store.estates.report import Report, report
from store.estates.words import NOTICES, PROBLEMS, RULES, missing
from store.resources import NOT_IN_EXPORT, CertificateOrder
from store.services.provenance import imported
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, minute, muted, sign
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Foot, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

#: Said of a world that no import made.
NOT_READ = "This world was not read from exports."
_LISTS = (
    f"what needs you in the next {AHEAD.days} days",
    "what renews by itself",
    "what else was found",
    "what is not in the export",
    "what is incomplete",
)


class _Line(NamedTuple):
    """A row: when (None for no moment), about what, what is said, and what lies below the table."""

    when: datetime | None
    name: str
    said: str
    beside: str = ""
    #: The resource that the row leads to, "" for none.
    id: str = ""
    urgent: bool = False


class EstateReport(Listing):
    """Five lists about the estate; the first one is what somebody must do, by date."""

    LABEL = "What needs you"
    COPIES = "Copy the line"
    DEFAULT_CSS = """
    EstateReport Foot > Section { height: 6; }
    EstateReport #lines { margin: 1 0 0 0; }
    """
    HELP_TEXT = (
        "This world was read from exports of the real Azure; nothing is ever sent there. What the exports do "
        "not tell is shown as not in the export: it is no fault and no drift. Rekey, sync, advance the clock "
        "and break things: Undo goes back to the import, and What to do in Azure lists what you did as "
        "commands for the real one."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._list = 0
        self._lines: dict[str, _Line] = {}

    refresh_world = refresh_verb

    @verb("f", "List", "The next of five lists")
    def next_list(self) -> None:
        """Show the next list; after the last one the first again."""
        self._list = (self._list + 1) % len(_LISTS)
        self.update_view(force=True)

    @verb("o", "Open", "The resource of the selected line")
    def open_selected(self) -> None:
        """Go to the resource of the line."""
        if (line := self._selected()) is not None:
            self.host.open_resource(line.id)

    @open_selected.why_not
    def why_unopened(self) -> str:
        """Why the selected line leads nowhere, "" where it leads to a resource."""
        line = self._selected()
        return self._unread() or ("" if line and line.id else "Select a line with a resource.")

    @verb("v", "iCalendar", "Save the dates for a calendar")
    def save_dates(self) -> None:
        """Save all dates of the report as a file that calendars read."""
        self.host.save_file("estate", "ics", calendar(self.world).decode())

    @next_list.why_not
    @save_dates.why_not
    def _unread(self) -> str:
        return "" if imported(self.world) else NOT_READ

    @verb("z", "What to do in Azure", "What was done here, as commands")
    def show_changes(self) -> None:
        """Open the list of commands for the real Azure."""
        self.host.go("estate.changes")

    def content(self) -> ComposeResult:
        yield Notes(id="summary")
        yield Table(
            Column("WHEN (UTC)", 16),
            Column("WHAT", 30, least=16, grow=True),
            Column("IS SAID OF IT", 30, least=20, grow=True),
            empty=muted("Nothing."),
            id="lines",
        )

    def bottom(self) -> ComposeResult:
        yield Foot(Section("Selected", Notes(id="selected"), id="shown"))

    def note(self) -> Content:
        return muted(_LISTS[self._list] if imported(self.world) else "")

    def refresh_view(self, world: World) -> None:
        for part in self.query("#summary, #shown"):
            part.display = bool(imported(world))
        if not imported(world):
            self.query_one(Table).show({}, muted(NOT_READ))
            return
        made = report(world)
        self.query_one("#summary", Notes).show(*_summary(made))
        lines = _LINES[self._list](made, world)
        self._lines = {f"{place} {line.name}": line for place, line in enumerate(lines)}
        self.query_one(Table).show(Rows(list(self._lines), lambda key: _row(self._lines[key])))
        self._show_selected()

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.open_selected)

    def _selected(self) -> _Line | None:
        return self._lines.get(self.query_one(Table).cursor_key)

    def _show_selected(self) -> None:
        line = self._selected()
        told = [muted("nothing is selected")]
        if line is not None:
            told = [cell(f"{line.name} {line.said}", limit=400), cell(line.beside, "$text-muted", limit=400)]
        self.query_one("#selected", Notes).show(*told)

    def copy_text(self) -> str:
        line = self._selected()
        return f"{line.name}: {line.said} {line.beside}".strip() if line else ""


def _summary(made: Report) -> Iterator[Content]:
    count = len(made.needs_you)
    head = f"{count} thing{'s' * (count != 1)} need{'s' * (count == 1)} you" if count else "Nothing needs you"
    drift = NOT_IN_EXPORT if made.drifted is None else f"{made.drifted} of {made.linked} linked certificates"
    yield Content.assemble(sign("warning" if count else "success"), " ", cell(head, "bold $text"))
    yield muted(
        f"{counted(made.orders, 'order')}, {counted(made.sites, 'app')}, "
        f"{counted(made.hosts_bound, 'bound host')} {SIGNS.dot} drift: {drift}"
    )


def _needs(made: Report, world: World) -> Iterator[_Line]:
    for one in made.needs_you:
        said = PROBLEMS[one.code]
        yield _Line(one.by, one.resource, said.what, said.way_out, one.id, urgent=True)


def _renews(made: Report, world: World) -> Iterator[_Line]:
    ids = {order.name: order.id for order in world.all(CertificateOrder)}
    for one in sorted(made.next_renewals, key=lambda one: (one.at is None, one.at or made.as_of)):
        yield _Line(one.at, one.order, RULES[one.rule], id=ids.get(one.order, ""))


def _others(made: Report, world: World) -> Iterator[_Line]:
    needed = set(made.needs_you)
    for one in made.problems:
        if one not in needed:
            said = PROBLEMS[one.code]
            yield _Line(one.by, one.resource, said.what, said.way_out, one.id)


def _missing(made: Report, world: World) -> Iterator[_Line]:
    for what, command in map(missing, made.not_in_export):
        yield _Line(None, what, NOT_IN_EXPORT, command)


def _incomplete(made: Report, world: World) -> Iterator[_Line]:
    for one in made.notices:
        yield _Line(None, one.resource, NOTICES[one.code])
    for told in made.differences:
        yield _Line(None, told, "told differently")


_LINES = (_needs, _renews, _others, _missing, _incomplete)


def _row(line: _Line) -> Cells:
    when = minute(line.when) if line.when else "now" if line.urgent else SIGNS.impossible
    tone = TOKENS["warning"] if line.urgent and not line.when else TOKENS["time" if line.when else "muted"]
    return cell(when, tone), cell(line.name, "$text"), muted(line.said)
