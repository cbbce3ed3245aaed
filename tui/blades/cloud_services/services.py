"""Cloud services (extended support): every service, with the worst word of its certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.drift.cloud_services import cloud_service_drift
from store.resources import CloudService, group_of, name_of
from store.services.compute.offer import offer_refusal, retirement_notice
from store.services.regions import region_name
from tui.blades.base import Blade, refresh_verb
from tui.blades.cloud_services.words import service_state
from tui.text.cells import cell
from tui.text.status import muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Banner, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class CloudServices(Blade):
    """The list of cloud services."""

    LABEL = "Cloud services (extended support)"
    COPIES = "Copy name"
    HELP_TEXT = (
        "A cloud service runs roles on machines of its own. Its certificates come from a key vault, by "
        "thumbprint in the service configuration and by version in the OS profile: nothing rotates by itself."
    )
    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Banner(id="offer")
        yield Table(
            Column("STATE", 16),
            Column("NAME", 18, least=12, grow=True),
            Column("RESOURCE GROUP", 16, leaves=2),
            Column("LOCATION", 14, leaves=1),
            Column("ROLES", 5, right=True),
            Column("INSTANCES", 9, right=True),
            empty=muted("No cloud services to display. The world `cloud` begins with one."),
        )
        yield Section("Selected", Notes(id="selected"))

    def refresh_view(self, world: World) -> None:
        banner, notice, refused = (
            self.query_one("#offer", Banner),
            retirement_notice(world),
            offer_refusal(world),
        )
        if notice:
            banner.show("warning", "Retirement:", notice)
        elif refused:
            banner.show("warning", f"{refused.code}:", refused.told, way_out=refused.way_out)
        else:
            banner.hide()
        services = world.table(CloudService)
        self.query_one(Table).show(Rows(list(services), lambda key: _row(world, services[key])))
        self._show_selected()

    def on_table_moved(self) -> None:
        self._show_selected()

    def on_table_opened(self, event: Table.Opened) -> None:
        self.host.go("cloud_service.overview", self.world.need(CloudService, event.key).id)

    def _show_selected(self) -> None:
        service = self.world.get(CloudService, self.query_one(Table).cursor_key or None)
        notes = self.query_one("#selected", Notes)
        if service is None:
            notes.show(muted("nothing is selected"))
            return
        state = service_state(self.world, service, cloud_service_drift(self.world, service))
        notes.show(status(service.name, state.tone, bold=True) + cell(f"  {state.word}. {state.sentence}"))

    def copy_text(self) -> str:
        return name_of(self.query_one(Table).cursor_key)


def _row(world: World, service: CloudService) -> Cells:
    state = service_state(world, service, cloud_service_drift(world, service))
    roles = service.properties.role_profile.roles
    return (
        status(state.word, state.tone),
        cell(service.name, "$text"),
        muted(name_of(group_of(service.id))),
        muted(region_name(service.location)),
        muted(len(roles)),
        muted(sum(role.sku.capacity for role in roles)),
    )
