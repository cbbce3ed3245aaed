"""DNS zones: every zone the simulated internet, or a virtual network, asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.network.zones import CreateZone
from store.resources import AppServiceDomain, DnsZone, ResourceGroup, group_of, name_of
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.form import Choice, Field, Option, Toggle
from tui.widgets.input import Input
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class ZoneForm(OperationForm):
    """Create DNS zone: its name is the domain."""

    DOES = "Create"
    REQUIRED = ("name",)
    BLAMES = {"InvalidZoneName": "name", "Conflict": "name"}

    def __init__(self, world: World) -> None:
        super().__init__("Create DNS zone")
        self._groups = [Option(group.id, group.name) for group in world.all(ResourceGroup)]

    def content(self) -> ComposeResult:
        yield Field("Name", Input(compact=True, max_length=253), "the domain", id="name")
        yield Field("Resource group", Choice(*self._groups, title="Resource group"), id="group")
        kinds = Toggle(Option("Public", "Public"), Option("Private", "Private"))
        yield Field("Zone type", kinds, "only virtual networks see a private zone", id="kind")

    def operation(self) -> CreateZone:
        return CreateZone(
            name=self.value("name"), resource_group=self.value("group"), zone_type=self.value("kind")
        )


class DnsZones(Blade):
    """Public and private zones; the domains bought in Azure are marked."""

    LABEL = "DNS zones"
    COPIES = "Copy name"
    PERFORMS = ("CreateZone",)
    HELP_TEXT = (
        "Custom domains, domain verification and CAA checks all read these zones. The whole simulated "
        "internet sees a change at once. An App Service domain is one that Azure can write into by itself."
    )

    @verb("n", "Create", "Create a DNS zone")
    def create(self) -> None:
        """Ask for a zone's name."""
        fill_in(self.host, ZoneForm(self.world), "Create DNS zone")

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 28, least=16, grow=True),
            Column("TYPE", 10),
            Column("RECORDS", 8, right=True),
            Column("RESOURCE GROUP", 16, leaves=1),
            Column("", 22, leaves=2),
            empty=muted("No DNS zones to display.   ")
            + Content.assemble((self.create.key, "bold $key"), " Create"),
        )

    def refresh_view(self, world: World) -> None:
        bought = {domain.properties.dns_zone_id.lower() for domain in world.all(AppServiceDomain)}
        zones = [zone.id for zone in world.all(DnsZone)]
        rows = Rows(zones, lambda id: _row(world.need(DnsZone, id), id.lower() in bought))
        self.query_one(Table).show(rows)

    def on_table_opened(self, event: Table.Opened) -> None:
        self.host.go("zone.overview", event.key)

    def copy_text(self) -> str:
        return name_of(self.query_one(Table).cursor_key)


def _row(zone: DnsZone, bought: bool) -> Cells:
    return (
        cell(zone.name, "$text"),
        muted(zone.properties.zone_type),
        muted(str(len(zone.properties.records))),
        muted(name_of(group_of(zone.id))),
        status("App Service domain", "success") if bought else muted(""),
    )
