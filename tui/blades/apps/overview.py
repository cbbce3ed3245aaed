"""Overview of a web app: its essentials, the security of its custom domains, the view of clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.operations.web.deletion import DeleteSite
from store.operations.web.sites import StartSite, StopSite
from store.resources import Subscription, group_of, name_of, subscription_of
from store.services.regions import region_name
from store.services.web.managed import renewal_obstacle
from store.services.web.webspaces import certificates_in, webspace_of
from tui.blades.apps.base import SiteBlade
from tui.blades.apps.binding_list import Bindings
from tui.blades.apps.host_words import HostState, host_state
from tui.blades.base import refresh_verb
from tui.dialogs.confirm import confirm
from tui.dialogs.type_name import consequence, type_name
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import Fact, muted, nothing, status
from tui.widgets.section import Banner, Essentials, Section

if TYPE_CHECKING:
    from store import World


class AppOverview(SiteBlade):
    """The app's first page."""

    COPIES = "Copy thumbprint"
    PERFORMS = ("StopSite", "StartSite", "DeleteSite")
    HELP_TEXT = (
        "A custom domain is secure once it has a TLS/SSL binding with a certificate that names it, that "
        "clients trust and that has not expired. Below stands what clients are given now, not what is "
        "configured."
    )

    @verb("p", "Stop", "Stop the app, or start it again")
    def switch(self) -> None:
        """Ask before the app stops; start it at once."""
        operation = self.switching()
        if isinstance(operation, StartSite):
            self.host.perform(operation, title="Start")
            return
        hosts = len(self.site.custom_hosts)
        served = f"Nobody is served at its host names ({hosts + 1}), and no proof by a page succeeds."
        confirm(
            self.host, "Stop app", operation, cell(self.site.name, "bold $text"), muted(served), does="Stop"
        )

    @switch.operation
    def switching(self) -> StopSite | StartSite:
        """Bringing the app into the other state."""
        return StopSite(site=self.resource) if self._is_running() else StartSite(site=self.resource)

    @switch.labelled
    def _switch_name(self) -> str:
        return "Stop" if self._is_running() else "Start"

    def _is_running(self) -> bool:
        return self.site.properties.state == "Running"

    refresh_world = refresh_verb

    @verb("o", "Certificates", "Bindings and certificates")
    def open_certificates(self) -> None:
        self.host.go("site.tls", self.resource)

    @open_certificates.labelled
    def _settings_name(self) -> str:
        return self.world.era.app_menu

    @verb("d", "Delete", "The app with its bindings")
    def delete(self) -> None:
        """Delete the app, once its name is typed."""
        site, hosts = self.site, self.site.custom_hosts
        bound = sum(one.thumbprint is not None for one in hosts)
        facts = [
            consequence("Custom domains", len(hosts), "taken off the app"),
            consequence("Bindings", bound, "deleted; the webspace keeps its certificates"),
        ]
        type_name(self.host, self.deletion(), "Delete app", "This deletes the app.", facts, name=site.name)

    @delete.operation
    def deletion(self) -> DeleteSite:
        return DeleteSite(site=self.resource)

    def content(self) -> ComposeResult:
        yield Banner(id="secure")
        yield Banner(id="managed")
        yield Section("Essentials", Essentials())
        yield Bindings("Custom domains", muted("No custom domain is mapped to this app."))

    def refresh_view(self, world: World) -> None:
        site, hosts = self.site, self.hosts()
        self.query_one(Essentials).show(*self._facts(world))
        self.query_one(Bindings).show(world, site, hosts)
        states = {one.host: host_state(world, one) for one in hosts}
        self._show_managed(world)
        self._show_secure({host: state for host, state in states.items() if state.tone != "success"})

    def _show_secure(self, troubled: dict[str, HostState]) -> None:
        banner = self.query_one("#secure", Banner)
        if not troubled:
            banner.hide()
            return
        words: dict[str, list[str]] = {}
        for host, state in troubled.items():
            words.setdefault(state.word, []).append(host)
        word, hosts = next(iter(words.items()))
        others = f"{SIGNS.cut} and {len(troubled) - len(hosts)} more" if len(troubled) > len(hosts) else ""
        banner.show(
            "warning",
            f"{word}:",
            f"{', '.join(hosts[:3])}{others}",
            self.open_certificates.key,
            self._settings_name(),
        )

    def _show_managed(self, world: World) -> None:
        """A managed certificate that will not be renewed, before it expires."""
        banner, hosts = self.query_one("#managed", Banner), {state.name for state in self.site.custom_hosts}
        for one in certificates_in(world, webspace_of(world, self.site)):
            refused = renewal_obstacle(world, one) if one.properties.canonical_name in hosts else None
            if refused is not None:
                ends = one.properties.expiration_date
                until = f", and expires on {ends:%Y-%m-%d}" if ends else ""
                head = f"The managed certificate of '{one.properties.canonical_name}' is not renewed{until}."
                banner.show("warning", head, refused.told, way_out=refused.way_out)
                return
        banner.hide()

    def _facts(self, world: World) -> tuple[list[Fact], list[Fact]]:
        site, plan = self.site, self.plan
        kept = site.properties
        payer = world.get(Subscription, subscription_of(site.id))
        state = status(kept.state, "success" if kept.state == "Running" else "warning")
        left = [
            ("Resource group", cell(name_of(group_of(site.id)))),
            ("Status", state),
            ("URL", cell(site.default_host)),
            ("Webspace", cell(plan.webspace)),
        ]
        right = [
            ("Location", cell(region_name(site.location))),
            ("Subscription", cell(payer.properties.display_name) if payer else nothing()),
            ("App Service Plan", cell(f"{plan.name} ({plan.sku.label})")),
            ("Inbound IP", cell(kept.inbound_ip_address)),
        ]
        return left, right

    def on_table_moved(self) -> None:
        self.query_one(Bindings).show_client(self.world, self.site)
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.host.go("site.domains", self.resource)

    def copy_text(self) -> str:
        one = self.query_one(Bindings).selected()
        return one.mark.thumbprint if one else ""
