"""Networking: the firewall of a vault, and whether trusted Microsoft services pass it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from store.errors import AzureError
from store.operations.key_vault.networking import SetVaultNetwork
from tui.blades.base import refresh_verb
from tui.blades.vaults.base import VaultBlade
from tui.navigation.verbs import verb
from tui.text.status import status
from tui.widgets.actions import ActionRow
from tui.widgets.form import Choice, Field, Option, Toggle
from tui.widgets.input import Input
from tui.widgets.section import Notes, Section

if TYPE_CHECKING:
    from store import World
    from store.resources import NetworkAcls


class VaultNetworking(VaultBlade):
    """Allow access from, the addresses that pass, and the exception for trusted services."""

    LABEL = "Networking"
    PERFORMS = ("SetVaultNetwork",)
    BINDINGS = [Binding("f2", "save", "Save", id="vault.networking.confirm")]
    HELP_TEXT = (
        "App Service and the certificate service are trusted Microsoft services. When only selected networks "
        "may enter and trusted services may not bypass the firewall, import, sync and renewal all fail."
    )
    refresh_world = refresh_verb

    @verb("x", "Discard", "Show what is saved")
    def discard(self) -> None:
        """Show what is saved."""
        self._fill(self.vault.properties.network_acls)
        self._check()

    @discard.why_not
    def _nothing_to_discard(self) -> str:
        return "" if self._changed() else "There is no change to discard."

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._saved = ("", "", "")

    def content(self) -> ComposeResult:
        with Section("Firewalls and virtual networks"):
            access = Toggle(Option("Allow", "All networks"), Option("Deny", "Selected networks"))
            yield Field("Allow access from", access, id="access")
            yield Field(
                "Firewall", Input(compact=True, max_length=400), "addresses, by comma", id="addresses"
            )
            bypass = Toggle(Option("AzureServices", "Yes"), Option("None", "No"))
            yield Field("Trusted services bypass", bypass, "trusted Microsoft services", id="bypass")
        yield Section("Who gets in", Notes(id="meaning"))

    def bottom(self) -> ComposeResult:
        yield ActionRow("Save", cancel="Discard")

    def refresh_view(self, world: World) -> None:
        if not self._changed():
            self._fill(self.vault.properties.network_acls)
        self._check()

    def _fill(self, acls: NetworkAcls) -> None:
        self._choice("access").offer(self._choice("access").options, acls.default_action)
        self._choice("bypass").offer(self._choice("bypass").options, acls.bypass)
        addresses = self.query_one("#addresses", Field).control
        assert isinstance(addresses, Input)
        addresses.value = ", ".join(acls.ip_rules)
        self._saved = self._fields()

    def _choice(self, field: str) -> Choice:
        control = self.query_one(f"#{field}", Field).control
        assert isinstance(control, Choice)
        return control

    def _fields(self) -> tuple[str, str, str]:
        access, addresses, bypass = (
            self.query_one(f"#{name}", Field).value for name in ("access", "addresses", "bypass")
        )
        return access, addresses, bypass

    def _changed(self) -> bool:
        return any(self._saved) and self._fields() != self._saved

    def operation(self) -> SetVaultNetwork:
        """What the fields say now."""
        access, addresses, bypass = self._fields()
        rules = tuple(rule for one in addresses.split(",") if (rule := one.strip()))
        return SetVaultNetwork(vault=self.resource, default_action=access, bypass=bypass, ip_rules=rules)

    def _refusal(self) -> AzureError | None:
        return self.portal.why_not(self.operation())

    def _check(self) -> None:
        error = self._refusal()
        self.query_one("#addresses", Field).note(error.message if error else "")
        reason = error.message if error else "" if self._changed() else "Save waits for a change."
        self.query_one(ActionRow).wait(reason)
        self.query_one("#meaning", Notes).show(*_meaning(*self._fields()))

    def on_input_changed(self) -> None:
        self._check()
        self.update_chrome()

    def on_choice_changed(self) -> None:
        self._check()
        self.update_chrome()

    def action_save(self) -> None:
        """As if Save were pressed."""
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        self.host.perform(self.operation(), title="Networking", then=lambda _: self.press(self.discard))

    def on_action_row_cancelled(self) -> None:
        self.press(self.discard)


def _meaning(access: str, addresses: str, bypass: str) -> list[Content]:
    """Whom the firewall lets in, in words."""
    if access == "Allow":
        return [
            status("App Service and the certificate service", "success"),
            status("everybody else", "success"),
        ]
    who = f"only from {addresses}" if addresses.strip() else "nobody"
    return [
        status(
            "App Service and the certificate service", "success" if bypass == "AzureServices" else "error"
        ),
        status(f"people at the portal: {who}", "warning"),
    ]
