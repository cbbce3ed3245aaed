"""The base of all pages of a web app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from store.drift import site_drift
from store.operations.web.bindings import RemoveBinding
from store.resources import ServerFarm, Site
from store.services.regions import region_name
from store.services.web.webspaces import plan_of
from tui.blades.apps.binding_form import TlsBinding
from tui.blades.apps.plan_form import ScaleForm
from tui.blades.base import Blade
from tui.dialogs.confirm import Confirm, confirm
from tui.dialogs.operation_form import fill_in
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted
from tui.widgets.setting import Setting

if TYPE_CHECKING:
    from store.drift import HostDrift
    from store.errors import AzureError, StateError
    from store.operations.operation import Operation


#: The portal's name for another pricing tier.
SCALE_UP = "Scale up (App Service plan)"

#: Hosts that a question names; the rest is counted.
_NAMED = 6


class SiteBlade(Blade):
    """A page of one app; it closes when the app is deleted."""

    KIND_LABEL = "Web App"
    RESOURCE = Site

    @property
    def site(self) -> Site:
        """The app as it is now; raises `AzureError` ResourceNotFound when it is gone."""
        return self.world.need(Site, self.resource)

    @property
    def plan(self) -> ServerFarm:
        """The App Service plan the app runs in."""
        return plan_of(self.world, self.site)

    def hosts(self) -> tuple[HostDrift, ...]:
        """The custom domains with their bindings and what a client gets."""
        return site_drift(self.world, self.site)

    def subtitle(self) -> str:
        plan = self.plan
        parts = (self.KIND_LABEL, f"{plan.name} ({plan.sku.label})", region_name(self.site.location))
        return f" {SIGNS.dot} ".join(parts)

    def change(self, operation: Operation, title: str) -> None:
        """Change a setting; the page shows the old value again where it is refused."""
        self.host.perform(operation, title=title)

    def refused(self, error: AzureError | StateError) -> None:
        super().refused(error)
        self.update_view(force=True)

    def ask_binding(self, host: str = "") -> None:
        """Ask for a binding, of this host or of one to choose."""
        fill_in(self.host, TlsBinding(self.resource, host), "Add TLS/SSL Binding")

    def unbinding(self, one: HostDrift | None) -> RemoveBinding | None:
        """Taking this host's binding away."""
        return RemoveBinding(site=self.resource, host=one.host) if one is not None else None

    def ask_unbinding(self, one: HostDrift | None) -> None:
        """Take this host's binding away, after a question."""
        operation = self.unbinding(one)
        if one is None or operation is None:
            return
        lines = [cell(one.host, "bold $text"), muted("HTTPS fails for it at once.")]
        if one.virtual_ip:
            lost = f"The dedicated IP address {one.virtual_ip} is lost: the app's inbound IP changes."
            lines.append(cell(lost, "$text-warning"))
        confirm(self.host, "Delete bindings", operation, *lines)

    def unbindings(self, hosts: Sequence[HostDrift]) -> Mapping[str, RemoveBinding]:
        """Taking the bindings of these hosts away, by host."""
        return {one.host: RemoveBinding(site=self.resource, host=one.host) for one in hosts}

    def ask_unbindings(self, hosts: Sequence[HostDrift]) -> None:
        """Take the bindings of these hosts away, each an operation of its own, after one question."""
        lines = [
            *(cell(one.host, "bold $text") for one in hosts[:_NAMED]),
            muted("HTTPS fails for them at once."),
        ]
        if len(hosts) > _NAMED:
            lines.insert(_NAMED, muted(f"and {len(hosts) - _NAMED} more"))
        if lost := [one.virtual_ip for one in hosts if one.virtual_ip]:
            lines.append(cell(f"Dedicated IP addresses are lost: {', '.join(lost)}.", "$text-warning"))
        title = f"Delete {len(hosts)} bindings"

        def answered(_: bool) -> None:
            self.host.perform_each(self.unbindings(hosts), title="Delete bindings", then=self.let_go)

        self.host.ask(Confirm(f"{title}?", *lines, does="Delete", danger=True), answered)

    def ask_tier(self) -> None:
        """Ask for another pricing tier of the plan."""
        fill_in(self.host, ScaleForm(self.plan), SCALE_UP)

    def step(self, setting: str) -> None:
        """The next value of a setting that the page shows."""
        self.query_one(f"#{setting}", Setting).toggle.action_step(1)
