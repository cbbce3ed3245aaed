"""Key Vault Status (Step 1: Store): which vault and secret keep the certificate, and whether they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.resources import OrderCertificate, Subscription, Vault, group_of, name_of, subscription_of
from store.services.certificate_registration.vault_link import link_cause, link_state
from store.services.key_vault.secrets import link_trouble
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade
from tui.blades.orders.secret_name_form import SecretName
from tui.dialogs.operation_form import fill_in
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.order_words import link_tone
from tui.text.status import Fact, muted, status
from tui.widgets.actions import Push
from tui.widgets.section import Banner, Essentials, Notes, Section

if TYPE_CHECKING:
    from store import World

_CONFIGURED = "You have successfully configured Key Vault for your App Service Certificate."


class KeyVaultStatus(OrderBlade):
    """Key Vault Configuration: a selector until a vault is chosen, then the vault and Manage KeyVault."""

    LABEL = "Key Vault Status"
    COPIES = "Copy secret name"
    PERFORMS = ("ChangeSecretName",)
    HELP_TEXT = (
        "The certificate is kept as a secret, not as a certificate object: App Service looks it up by the "
        "secret's name. When the vault is deleted or moved, choose another one here; it gets the certificate."
    )

    @verb("v", "Key Vault Repository")
    def select_vault(self) -> None:
        self.host.go("order.vault_repository", self.resource)

    @select_vault.labelled
    def _selector_name(self) -> str:
        return self.world.era.vault_selector

    @verb("o", "Manage KeyVault", "Open the key vault")
    def manage_vault(self) -> None:
        """Open the vault."""
        if link := self.order.link:
            self.host.go("vault.overview", link.key_vault_id)

    @manage_vault.why_not
    def vault_gone(self) -> str:
        """Why the vault cannot be opened, or ""."""
        link = self.order.link
        there = link is not None and self.world.get(Vault, link.key_vault_id) is not None
        return "" if there else "The key vault was deleted or moved."

    @verb("e", "Change secret name", "Look up another secret")
    def change_secret(self) -> None:
        """Ask for the name of another secret."""
        fill_in(self.host, SecretName(self.order), "Change secret name")

    @manage_vault.shown
    @change_secret.shown
    def _linked(self) -> bool:
        return self.order.link is not None

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Banner(id="state")
        with Section("Key Vault Configuration"):
            yield Notes(id="words")
            yield Push("", tone="primary", id="choose")
            yield Essentials(id="facts")

    def refresh_view(self, world: World) -> None:
        link = self.order.link
        self._show_state(world, link)
        self.query_one("#words", Notes).display = link is None
        choose = self.query_one("#choose", Push)
        choose.display = link is None
        if link is None:
            words = muted("No key vault keeps this certificate yet. Choose one, or create one.")
            self.query_one("#words", Notes).show(words, Content(""))
            choose.relabel(world.era.vault_selector)
            self.query_one("#facts", Essentials).show(())
            return
        self.query_one("#facts", Essentials).show(self._facts(world, link))

    def _show_state(self, world: World, link: OrderCertificate | None) -> None:
        banner = self.query_one("#state", Banner)
        if link is None:
            banner.hide()
            return
        trouble = link_trouble(world, link.key_vault_id, link.key_vault_secret_name)
        cause = link_cause(world, self.order)
        if trouble is not None:
            error = trouble[1]
            text = f"{error.message} {error.next_step}".strip()
            banner.show("error", "Key Vault out of sync", text, way_out=error.way_out)
        elif cause:
            banner.show(
                "error", "Key Vault out of sync", cause, self.select_vault.key, world.era.vault_selector
            )
        else:
            banner.show("success", _CONFIGURED)

    def _facts(self, world: World, link: OrderCertificate) -> tuple[Fact, ...]:
        payer = world.get(Subscription, subscription_of(link.key_vault_id))
        state = link_state(world, self.order) or link.provisioning_state
        return (
            ("Key Vault Name", cell(name_of(link.key_vault_id), "bold $text")),
            ("Key Vault Resource Group", cell(name_of(group_of(link.key_vault_id)))),
            ("Key Vault Subscription", cell(payer.properties.display_name) if payer else muted("not found")),
            ("Key Vault Secret Name", cell(link.key_vault_secret_name)),
            ("Link to Key Vault", status(state.value, link_tone(state))),
        )

    def on_push_pressed(self) -> None:
        self.press(self.select_vault)

    def copy_text(self) -> str:
        link = self.order.link
        return link.key_vault_secret_name if link else ""
