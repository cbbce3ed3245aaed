"""Custom domains of an app: mapped once DNS leads to the app and proves the owner, then bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.operations.web.bindings import RemoveBinding
from store.operations.web.hosts import MapHost, SetTrafficManager, UnmapHost
from tui.blades.apps.base import SiteBlade
from tui.blades.apps.binding_list import Bindings
from tui.blades.base import refresh_verb
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Essentials, Paragraph, Section

if TYPE_CHECKING:
    from store import World
    from store.operations.web.bindings import RemoveBinding


class AddDomain(OperationForm):
    """Add custom domain: judged by the present DNS records."""

    DOES = "Add custom domain"
    REQUIRED = ("host",)
    BLAMES = {"InvalidHostName": "host", "Conflict": "host"}

    def __init__(self, site: str) -> None:
        super().__init__("Add custom domain")
        self._site = site

    def content(self) -> ComposeResult:
        yield Field("Custom domain", Input(compact=True, max_length=253), "www.contoso.com", id="host")
        yield Paragraph(
            "DNS must lead the name to the app (a CNAME to its default host name, or an A record to its IP "
            "address), and a TXT record at asuid.NAME must hold the Custom Domain Verification ID."
        )

    def operation(self) -> MapHost:
        return MapHost(site=self._site, host=self.value("host"))


class CustomDomains(SiteBlade):
    """The hosts with their bindings; the portals after 2022 have no other place for bindings."""

    LABEL = "Custom domains"
    COPIES = "Copy verification ID"
    PERFORMS = ("MapHost", "UnmapHost", "SetTrafficManager", "AddBinding", "RemoveBinding")
    HELP_TEXT = (
        "The Custom Domain Verification ID proves that the domain is yours; it is not the token of an App "
        "Service Certificate. A mapped domain is Not secure until it has a TLS/SSL binding."
    )

    @verb("A", "Add custom domain", "Map a host name to the app")
    def add_domain(self) -> None:
        """Ask for a host name."""
        fill_in(self.host, AddDomain(self.resource), "Add custom domain")

    refresh_world = refresh_verb

    @verb("a", "Add binding", "Add or change the TLS/SSL binding")
    def bind(self) -> None:
        """Ask for the selected host's binding."""
        self.ask_binding(self.selected_host())

    @bind.why_not
    def _unselected(self) -> str:
        return "" if self.selected_host() else "Select a custom domain first."

    @verb("d", "Delete binding")
    def unbind(self) -> None:
        """Take the selected host's binding away, after a question."""
        bindings = self.query_one(Bindings)
        if hosts := bindings.chosen():
            self.ask_unbindings(hosts)
        else:
            self.ask_unbinding(bindings.selected())

    @unbind.each
    def unbindings_chosen(self) -> Mapping[str, RemoveBinding]:
        """Taking the binding of each host chosen away."""
        return self.unbindings(self.query_one(Bindings).chosen())

    @unbind.operation
    def unbinding_selected(self) -> RemoveBinding | None:
        """Taking the selected host's binding away."""
        return self.unbinding(self.query_one(Bindings).selected())

    @verb("D", "Delete custom domain")
    def unmap(self) -> None:
        """Take the selected host off the app, after a question."""
        if (operation := self.removal()) is not None:
            confirm(self.host, "Delete custom domain", operation, cell(operation.host, "bold $text"))

    @unmap.operation
    def removal(self) -> UnmapHost | None:
        """Taking the selected host off the app."""
        host = self.selected_host()
        return UnmapHost(site=self.resource, host=host) if host else None

    @performs("v", "Traffic Manager", "Put the domain behind Traffic Manager, or take it from there")
    def route(self) -> SetTrafficManager | None:
        """Moving the selected host behind Traffic Manager, or from there."""
        state = self.site.host(self.selected_host())
        if state is None:
            return None
        behind = state.azure_resource_type == "TrafficManager"
        return SetTrafficManager(site=self.resource, host=state.name, enabled=not behind)

    def content(self) -> ComposeResult:
        yield Section("Ownership", Essentials())
        yield Bindings("Custom domains", muted("No custom domain is mapped to this app."))

    def refresh_view(self, world: World) -> None:
        kept = self.site.properties
        routed = [one.name for one in self.site.custom_hosts if one.azure_resource_type == "TrafficManager"]
        facts = [
            ("Custom Domain Verification ID", cell(kept.custom_domain_verification_id)),
            ("IP address", cell(kept.inbound_ip_address)),
            ("Default host name", cell(self.site.default_host)),
        ]
        if routed:
            facts.append(("Traffic Manager", cell(", ".join(routed))))
        self.query_one(Essentials).show(facts)
        self.query_one(Bindings).show(world, self.site, self.hosts())

    def on_table_moved(self) -> None:
        self.query_one(Bindings).show_client(self.world, self.site)
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.bind)

    def selected_host(self) -> str:
        """The name of the host under the cursor, "" when there is none."""
        one = self.query_one(Bindings).selected()
        return one.host if one else ""

    def copy_text(self) -> str:
        return self.site.properties.custom_domain_verification_id
