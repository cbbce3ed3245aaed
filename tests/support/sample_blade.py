"""A page with one of everything, for tests of the frame: what a blade looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from store.operations.simulator.clock import AdvanceClock, SetClockSpeed
from store.resources import CertificateOrder
from tui.blades.base import Blade, refresh_verb
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.status import Stage, muted, status, thumbprint_full, thumbprint_short
from tui.widgets.actions import ActionRow
from tui.widgets.columns import Column
from tui.widgets.form import Choice, Field, Option, Toggle
from tui.widgets.linked import ThumbprintPair
from tui.widgets.section import Banner, Essentials, Notes, Paragraph, Section
from tui.widgets.table import Table
from tui.widgets.wires import Station, hop_line, progress_line, stage_line

if TYPE_CHECKING:
    from store import World


class Sample(Blade):
    """A page of an order."""

    LABEL = "Sample"
    KIND_LABEL = "App Service Certificate"
    RESOURCE = CertificateOrder
    COPIES = "Copy name"

    refresh_world = refresh_verb

    @performs("a", "Advance")
    def advance(self) -> AdvanceClock:
        return AdvanceClock(by="8h")

    @performs("x", "Speed")
    def speed(self) -> SetClockSpeed:
        return SetClockSpeed(speed=7)

    @verb("v", "Never")
    def never(self) -> None:
        raise AssertionError("a disabled verb was pressed")

    @never.why_not
    def _waits(self) -> str:
        return "It waits for a better day."

    @performs("u", "Unlock")
    def unlock(self) -> None:
        """Nothing is ever selected."""

    def content(self) -> ComposeResult:
        yield Banner(id="banner")
        yield Section("Essentials", Essentials())
        yield Section("Stages", Notes(id="notes"), Paragraph("Buy [b]$name[/b] first.", name=self.resource))
        yield Section("Names", Table(Column("NAME", 40, grow=True), Column("THUMBPRINT", 16, least=12)))
        yield Section("Thumbprints", ThumbprintPair())
        with Section("Form"):
            yield Field("Name", Input(compact=True, max_length=50), "letters and digits", id="name")
            yield Field(
                "SKU", Choice(Option("S1", "Standard"), Option("W1", "Wild Card"), title="SKU"), id="sku"
            )
            yield Field("Auto renew", Toggle(Option("off", "Off"), Option("on", "On")), id="renew")

    def bottom(self) -> ComposeResult:
        yield ActionRow("Create")

    def refresh_view(self, world: World) -> None:
        order = world.need(CertificateOrder, self.resource)
        name, print_ = order.name, order.thumbprint
        self.query_one("#banner", Banner).show("warning", f"{name} is out of sync.", name, "s", "Sync")
        facts = [("Name", cell(name)), ("Status", status("Issued", "success", bold=True))]
        self.query_one(Essentials).show(
            facts, [("Tags", muted("none")), ("Thumbprint", thumbprint_short(print_, 3, 3))]
        )
        ends = [
            Station("order", 3, print_, name),
            Station("linked", 2, print_, name),
            Station("client", None),
        ]
        stages = [Stage("Purchased", "success"), Stage("Verified", "warning"), Stage("Issued", "muted")]
        self.query_one("#notes", Notes).show(
            stage_line(stages, 70), *hop_line(ends, ("differs", "unknown"), 3, 70), progress_line(0.5, 20)
        )
        self.query_one(Table).show({"one": (cell(name), thumbprint_full(print_, 2, 3))})
        self.query_one(ThumbprintPair).show_pair(print_, 3, note=name)

    def copy_text(self) -> str:
        return self.resource.rsplit("/", 1)[-1]
