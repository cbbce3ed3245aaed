"""New support request: the likely problems first, and a report that gathers the facts by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content

from store.arm.tree import find
from store.operations.certificate_registration.mails import SendEmailInstructions
from store.operations.operation import Operation
from store.operations.subscription.state import RaiseOrderLimit
from store.problems import Likely, likely
from store.problems.report import PARTS, support_report
from store.resources import Subscription, name_of, same_id, subscription_of
from store.services.certificate_registration.order_limits import order_limit
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.read_text import ReadText
from tui.navigation.verbs import verb
from tui.navigation.ways import Door, door_of
from tui.text.cells import cell
from tui.text.json_text import shown
from tui.text.plain import short_ids
from tui.text.report_text import report_text
from tui.text.status import muted, status
from tui.widgets.checks import Checks
from tui.widgets.columns import Cells, Column
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

TECHNICAL, LIMITS, FRAUD = "technical", "limits", "fraud"
_TYPES = (
    Option(TECHNICAL, "Technical"),
    Option(LIMITS, "Service and subscription limits (quotas)"),
    Option(FRAUD, "Certificate flagged for possible fraud"),
)
#: Certificates by which a request raises the limit.
_MORE = 10


class SupportRequest(Blade):
    """A request about a resource, or about the subscription; nobody is sent anything."""

    OPENS = "Repair"
    LABEL = "New support request"
    COPIES = "Copy report"
    PERFORMS = ("RaiseOrderLimit", "SendEmailInstructions")
    DEFAULT_CSS = """
    SupportRequest {
        & #problems { height: auto; max-height: 10; }
        & #selected { margin: 1 0 0 0; }
        & Checks { margin: 0 1; }
    }
    """
    HELP_TEXT = (
        "Before anybody is asked, the known problems that this world shows evidence of are listed, the "
        "likely one first, each with its repair. The report holds what a support engineer would ask for: "
        "the resource and its states, drift, refused operations, runs of the jobs, what clients see. Keys, "
        "passwords, tokens and settings' values are not in it. A request about limits raises the limit; one "
        "about a flagged certificate asks the CA to end its review."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._found: dict[str, Likely] = {}

    @verb("u", "Repair", "Where the selected problem is mended")
    def repair(self) -> None:
        """Go where the selected problem is mended."""
        if door := self._door():
            self.host.go(door.route, door.resource)

    @repair.why_not
    def _no_repair(self) -> str:
        one = self.selected()
        if one is None:
            return "There is no known problem."
        return "" if self._door() else "The portal has no page for this."

    def _door(self) -> Door | None:
        """The page of the selected problem's way out."""
        one = self.selected()
        if one is None:
            return None
        return door_of(self.world, one.finding.way_out, one.finding.order or one.finding.resource)

    @verb("v", "View report", "What a request would hold")
    def view_report(self) -> None:
        self.app.push_screen(ReadText("Support request", self.copy_text()))

    @verb("n", "Create request", "Raise the limit, or ask the CA to end its review")
    def create(self) -> None:
        """Do what support does, where that is more than to read a report."""
        operation = self.requested()
        if operation is not None:
            self.host.perform(operation, title="Create request")

    @create.operation
    def requested(self) -> Operation | None:
        kind = self._type()
        if kind == LIMITS:
            payer = self.world.get(Subscription, self._payer())
            limit = order_limit(payer.properties) + _MORE if payer else _MORE
            return RaiseOrderLimit(subscription=self._payer(), limit=limit)
        return SendEmailInstructions(order=self.resource) if kind == FRAUD else None

    @create.shown
    def _is_for_support(self) -> bool:
        return self._type() != TECHNICAL

    @verb("i", "Text file", "The report as text")
    def save_text(self) -> None:
        self.host.save_file("support-request", "txt", self.copy_text())

    @verb("l", "JSON file", "The report as JSON")
    def save_json(self) -> None:
        self.host.save_file("support-request", "json", shown(self._report()))

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Section(
            "Likely problems",
            Table(
                Column("PROBLEM", 78, least=24, grow=True),
                Column("RESOURCE", 20, leaves=2),
                Column("EVIDENCE", 30, leaves=1, grow=True),
                empty=muted("No known problem has left evidence here."),
                id="problems",
            ),
            Notes(id="selected"),
        )
        with Section("Problem description"):
            yield Field("Issue type", Choice(*_TYPES, title="Issue type"), id="type")
            yield Field("Summary", Input(compact=True, max_length=200), "in your own words", id="summary")
        yield Section("Included in the report", Checks(PARTS, PARTS))

    def gone(self, world: World) -> bool:
        return bool(self.resource) and find(world, self.resource) is None

    def note(self) -> Content:
        return muted("sent to nobody")

    def refresh_view(self, world: World) -> None:
        found = likely(world, self.resource)
        self._found = {f"{place} {one.problem.code}": one for place, one in enumerate(found)}
        self.query_one(Table).show({key: _row(one, self.resource) for key, one in self._found.items()})
        self._show_selected()

    def selected(self) -> Likely | None:
        """The problem under the cursor."""
        return self._found.get(self.query_one(Table).cursor_key)

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.repair)

    def on_choice_changed(self) -> None:
        self.update_chrome()

    def _show_selected(self) -> None:
        one, notes = self.selected(), self.query_one("#selected", Notes)
        notes.display = one is not None
        if one is not None:
            repair = (self.repair.key, "bold $key"), " ", cell(one.finding.way_out.text, "bold $text")
            evidence = cell(short_ids(one.finding.evidence))
            notes.show(muted(one.problem.cause), evidence, Content.assemble(*repair))

    def _type(self) -> str:
        return self.query_one(Choice).value

    def _payer(self) -> str:
        """Id of the subscription that the request is about."""
        payer = subscription_of(self.resource)
        return payer or next(one.id for one in self.world.all(Subscription))

    def _report(self) -> dict[str, Any]:
        summary = self.query_one("#summary Input", Input).value.strip()
        return support_report(self.world, self.resource, summary, self.query_one(Checks).checked)

    def copy_text(self) -> str:
        return report_text(self._report())


def _row(one: Likely, resource: str) -> Cells:
    here = same_id(one.finding.resource, resource)
    return (
        status(one.problem.symptom, "warning", bold=here),
        muted(name_of(one.finding.resource)),
        muted(short_ids(one.finding.evidence)),
    )
