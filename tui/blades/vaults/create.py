"""Create key vault: the fields of the portal's form, judged while they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding

from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.operations.key_vault.create import CreateVault
from store.resources import CertificateOrder, ResourceGroup, Vault, group_of, name_of, subscription_of
from store.services import steps
from store.services.key_vault.limits import RETENTION_DAYS
from store.services.names import VAULT_NAME
from store.services.regions import REGIONS
from tui.blades.base import Blade
from tui.widgets.actions import ActionRow
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input
from tui.widgets.section import Paragraph

if TYPE_CHECKING:
    from store import Done, World

_NETWORKS = (
    Option("all", "All networks can access"),
    Option("trusted", "Selected networks; trusted services pass"),
    Option("none", "Selected networks; nobody passes"),
)
_NAME = f"{VAULT_NAME[0]}-{VAULT_NAME[1]} letters, digits and dashes"
_MODELS = (Option("policy", "Vault access policy"), Option("rbac", "Azure RBAC"))


class CreateKeyVault(Blade):
    """For an order (its id) the new vault is chosen as its Key Vault Repository at once."""

    LABEL = "Create key vault"
    KIND_LABEL = "Key vaults"
    PERFORMS = ("StoreInKeyVault", "CreateVault")
    BINDINGS = [Binding("f2", "create", "Create", id="vault_create.confirm")]
    HELP_TEXT = (
        f"A vault's name is unique in all of Azure: {_NAME}. App Service Certificates "
        "need Vault access policies before 2026; a firewall must let trusted Microsoft services pass."
    )

    def content(self) -> ComposeResult:
        name, group = "Name", "Resource group"
        if self.world.era.vault_retention:
            yield Field(group, Choice(title=group), id="group")
            yield Field("Key vault name", Input(compact=True, max_length=60), _NAME, id="name")
        else:
            yield Field(name, Input(compact=True, max_length=60), _NAME, id="name")
            yield Field(group, Choice(title=group), id="group")
        place = "Region" if self.world.era.vault_retention else "Location"
        yield Field(place, Choice(title=place), "the app's region is best", id="location")
        yield Field(
            "Pricing tier", Choice(Option("standard", "Standard"), Option("premium", "Premium")), id="sku"
        )
        if self.world.era.vault_retention:
            yield from self._recovery()
        model = "Permission model" if self.world.era.vault_retention else "Access policies"
        yield Field(model, Choice(*_MODELS, title=model), id="model")
        yield Field(
            "Virtual Network Access", Choice(*_NETWORKS, title="Virtual Network Access"), id="network"
        )
        yield Paragraph(id="meaning")

    def _recovery(self) -> ComposeResult:
        least, most = RETENTION_DAYS
        days = Input(str(most), type="integer", compact=True, max_length=2)
        yield Field("Days to retain deleted", days, f"vaults, {least} to {most}", id="retention")
        purge = Choice(Option("off", "Disable"), Option("on", "Enable"), title="Purge protection")
        yield Field("Purge protection", purge, id="purge")

    def bottom(self) -> ComposeResult:
        yield ActionRow("Create")

    def title(self) -> str:
        return self.LABEL

    def refresh_view(self, world: World) -> None:
        payer = subscription_of(self.resource)
        groups = [one for one in world.all(ResourceGroup) if one.id.lower().startswith(payer.lower())]
        self._choice("group").offer([Option(one.id, one.name) for one in groups], self._first_group())
        self._choice("location").offer([Option(one, one) for one in REGIONS], self._region(world))
        self.check()

    def _choice(self, field: str) -> Choice:
        control = self.query_one(f"#{field}", Field).control
        assert isinstance(control, Choice)
        return control

    def _first_group(self) -> str:
        """The order's own group, until another one is chosen."""
        return self._choice("group").value or group_of(self.resource)

    def _region(self, world: World) -> str:
        group = world.get(ResourceGroup, self._choice("group").value)
        return self._choice("location").value or (group.location if group else "")

    def _value(self, field: str) -> str:
        return self.query_one(f"#{field}", Field).value.strip()

    def operation(self) -> CreateVault:
        """What the fields say now."""
        network = self._value("network")
        return CreateVault(
            name=self._value("name"),
            resource_group=self._value("group"),
            location=self._value("location"),
            sku=self._value("sku"),
            rbac=self._value("model") == "rbac",
            retention_days=self._retention(),
            purge_protection=bool(self.query("#purge")) and self._value("purge") == "on",
            default_action="Allow" if network == "all" else "Deny",
            bypass="None" if network == "none" else "AzureServices",
        )

    def _retention(self) -> int:
        """The days typed, 0 where they are no number; the longest where the year's form does not ask."""
        if not self.query("#retention"):
            return RETENTION_DAYS[1]
        typed = self._value("retention")
        return int(typed) if typed.isdecimal() else 0

    def check(self) -> None:
        """Judge the name by the portal's rules; warn of what makes the vault useless for certificates."""
        name, row = self.query_one("#name", Field), self.query_one(ActionRow)
        name.note()
        if not self._value("name"):
            row.wait(f"Create waits for: {name.label}")
        else:
            error = self.portal.why_not(self.operation())
            row.wait(f"{error.message} {error.next_step}".strip() if error else "")
            if error:
                name.note(error.message)
            else:
                name.note("available", "success")
        rbac = self._value("model") == "rbac" and not self.world.era.rbac_vaults
        self.query_one("#model", Field).note("not for App Service Certificates" if rbac else "")
        blocked = self._value("network") == "none"
        self.query_one("#network", Field).note("services cannot get in" if blocked else "")

    def on_input_changed(self) -> None:
        self.check()

    def on_choice_changed(self) -> None:
        self.check()

    def on_input_submitted(self) -> None:
        self.action_create()

    def action_create(self) -> None:
        """As if Create were pressed."""
        self.query_one(ActionRow).confirm()

    def on_action_row_cancelled(self) -> None:
        self.leave()

    def on_action_row_confirmed(self) -> None:
        operation = self.operation()
        self.host.perform(operation, title=self.LABEL, then=lambda done: self._created(operation, done))

    def _created(self, operation: CreateVault, _: Done) -> None:
        """Choose the new vault for the order, or show it; who has left the page stays where that was to."""
        vault = self.world.need(Vault, operation.target(self.world))
        there = self.host.in_front(self)
        if self.world.get(CertificateOrder, self.resource) is None:
            if there:
                self.leave()
                self.host.go("vault.overview", vault.id)
            return
        storing = StoreInKeyVault(order=self.resource, vault=vault.id)
        self.host.perform(storing, title=steps.STORE_TITLE, then=self._stored if there else None)
        if there:
            self.leave()

    def _stored(self, _: Done) -> None:
        self.host.go("order.vault_status", self.resource)

    def subtitle(self) -> str:
        return name_of(self.resource) or self.KIND_LABEL
