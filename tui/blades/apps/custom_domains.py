"""Custom domains of an app: mapped once DNS leads to the app and proves the owner, then bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from store.operations.web.hosts import MapHost, SetTrafficManager, UnmapHost
from tui.blades.apps.base import SiteBlade
from tui.blades.apps.binding_list import Bindings
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.navigation.verbs import REFRESH, Verb
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.form import Field
from tui.widgets.section import Essentials, Paragraph, Section

if TYPE_CHECKING:
    from store import World
    from store.operations.web.bindings import RemoveBinding


class AddDomain(OperationForm):
    """Add custom domain: judged by the records that stand in DNS now."""

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
    HELP_TEXT = (
        "The Custom Domain Verification ID proves that the domain is yours; it is not the token of an App "
        "Service Certificate. A mapped domain is Not secure until it has a TLS/SSL binding."
    )
    VERBS = (
        Verb("n", "Add custom domain", action=lambda blade: blade.add(), tip="Map a host name to the app"),
        REFRESH,
        Verb(
            "a",
            "Add binding",
            action=lambda blade: blade.bind(),
            why_not=lambda blade: "" if blade.selected_host() else "Select a custom domain first.",
            tip="Add or change the TLS/SSL binding",
        ),
        Verb(
            "e",
            "Delete binding",
            operation=lambda blade: blade.unbinding_selected(),
            action=lambda blade: blade.ask_unbinding(blade.query_one(Bindings).selected()),
        ),
        Verb(
            "x",
            "Delete custom domain",
            operation=lambda blade: blade.removal(),
            action=lambda blade: blade.unmap(),
        ),
        Verb(
            "v",
            "Traffic Manager",
            operation=lambda blade: blade.routing(),
            tip="Put the domain behind Traffic Manager, or take it from there",
        ),
    )

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
        self.press_key("a")

    def selected_host(self) -> str:
        """The name of the host under the cursor, "" when there is none."""
        one = self.query_one(Bindings).selected()
        return one.host if one else ""

    def add(self) -> None:
        """Ask for a host name."""
        fill_in(self.host, AddDomain(self.resource), "Add custom domain")

    def bind(self) -> None:
        """Ask for the selected host's binding."""
        self.ask_binding(self.selected_host())

    def unbinding_selected(self) -> RemoveBinding | None:
        """Taking the selected host's binding away."""
        return self.unbinding(self.query_one(Bindings).selected())

    def removal(self) -> UnmapHost | None:
        """Taking the selected host off the app."""
        host = self.selected_host()
        return UnmapHost(site=self.resource, host=host) if host else None

    def unmap(self) -> None:
        """Take the selected host off the app, after a question."""
        if (operation := self.removal()) is not None:
            confirm(self.host, "Delete custom domain", operation, cell(operation.host, "bold $text"))

    def routing(self) -> SetTrafficManager | None:
        """Moving the selected host behind Traffic Manager, or from there."""
        state = self.site.host(self.selected_host())
        if state is None:
            return None
        behind = state.azure_resource_type == "TrafficManager"
        return SetTrafficManager(site=self.resource, host=state.name, enabled=not behind)

    def copy_text(self) -> str:
        return self.site.properties.custom_domain_verification_id
