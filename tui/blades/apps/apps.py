"""App Services: every web app, with the worst word of its custom domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.drift import site_drift
from store.operations.web.sites import CreateSite
from store.resources import ServerFarm, Site, group_of, name_of
from store.services.regions import region_name
from store.services.web.webspaces import plan_of
from tui.blades.apps.host_words import HostState, worst_host
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class CreateApp(OperationForm):
    """Create Web App: a name and the plan it runs in."""

    DOES = "Create"
    REQUIRED = ("name", "plan")
    BLAMES = {"InvalidSiteName": "name", "Conflict": "name"}

    def content(self) -> ComposeResult:
        plans = [
            Option(one.id, f"{one.name} ({one.sku.label}, {region_name(one.location)})")
            for one in self.portal.world.all(ServerFarm)
        ]
        yield Field("Name", Input(compact=True, max_length=60), ".azurewebsites.net", id="name")
        yield Field("App Service Plan", Choice(*plans, title="App Service Plan"), id="plan")

    def operation(self) -> CreateSite:
        return CreateSite(name=self.value("name"), plan=self.value("plan"))


class Apps(Listing):
    """The list of apps."""

    LABEL = "App Services"
    COPIES = "Copy name"
    PERFORMS = ("CreateSite",)
    HELP_TEXT = (
        "An app serves its custom domains with the certificates of its webspace. Its state here is the "
        "worst of its custom domains; open it and its TLS/SSL settings to see why."
    )

    @verb("n", "Create", "Create a web app")
    def create(self) -> None:
        """Ask for an app."""
        fill_in(self.host, CreateApp("Create Web App"), "Create Web App")

    refresh_world = refresh_verb

    @verb("o", "Certificates", "The app's TLS/SSL settings")
    def open_certificates(self) -> None:
        self.host.go("site.tls", self.query_one(Table).cursor_key)

    @open_certificates.labelled
    def _settings_name(self) -> str:
        return self.world.era.app_menu

    @open_certificates.why_not
    def _unselected(self) -> str:
        return "" if self.query_one(Table).cursor_key else "Select an app first."

    def content(self) -> ComposeResult:
        yield Table(
            Column("STATE", 17),
            Column("NAME", 20, least=12, grow=True),
            Column("STATUS", 9, leaves=3),
            Column("RESOURCE GROUP", 14, leaves=2),
            Column("PLAN", 16, least=8),
            Column("LOCATION", 14, leaves=1),
            Column("HOSTS", 5, right=True),
            empty=muted("No App Services to display.   ")
            + Content.assemble((self.create.key, "bold $key"), " Create"),
        )
        yield Section("Selected", Notes(id="selected"), classes="selected")

    def refresh_view(self, world: World) -> None:
        sites = world.table(Site)
        self.query_one(Table).show(Rows(list(sites), lambda key: _row(world, sites[key])))
        self._show_selected()

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        self.host.go("site.overview", self.world.need(Site, event.key).id)

    def _show_selected(self) -> None:
        site = self.world.get(Site, self.query_one(Table).cursor_key or None)
        notes = self.query_one("#selected", Notes)
        if site is None:
            notes.show(muted("nothing is selected"))
            return
        host, state = _state(self.world, site)
        head = status(host or site.name, state.tone, bold=True)
        notes.show(Content.assemble(head, "  ", cell(f"{state.word}. {state.advice}".strip())))

    def copy_text(self) -> str:
        return name_of(self.query_one(Table).cursor_key)


def _state(world: World, site: Site) -> tuple[str, HostState]:
    return worst_host(world, site_drift(world, site))


def _row(world: World, site: Site) -> Cells:
    plan = plan_of(world, site)
    _, state = _state(world, site)
    running = site.properties.state
    return (
        status(state.word, state.tone),
        cell(site.name, "$text"),
        muted(running) if running == "Running" else cell(running, "$text-warning"),
        muted(name_of(group_of(site.id))),
        muted(f"{plan.name} ({plan.sku.label})"),
        muted(region_name(site.location)),
        muted(str(len(site.custom_hosts))),
    )
