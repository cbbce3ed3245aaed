"""Key vault: what it is, and which App Service Certificates it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.operations.key_vault.delete_and_move import DeleteVault, MoveVault
from store.resources import CertificateOrder, group_of, name_of
from store.services.certificate_registration.vault_link import link_state
from store.services.key_vault.links import orders_stored_in
from store.services.key_vault.secrets import secrets_in
from store.services.regions import region_name
from tui.blades.base import refresh_verb
from tui.blades.vaults.base import VaultBlade
from tui.dialogs.choose_group import choose_group, payer_name
from tui.dialogs.confirm import confirm
from tui.navigation.verbs import verb
from tui.navigation.verdicts import role_lacking
from tui.text.cells import cell
from tui.text.order_words import link_tone
from tui.text.status import Fact, muted, status
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Essentials, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class KeyVault(VaultBlade):
    """Overview. Deleting or moving a vault puts the certificates in it out of sync."""

    COPIES = "Copy vault URI"
    PERFORMS = ("DeleteVault", "MoveVault")
    HELP_TEXT = (
        "A link from a certificate to its vault is the vault's id: after a move to another resource group or "
        "subscription the id is another one and the link leads nowhere. Step 1 of the certificate mends it."
    )

    @verb("d", "Delete", "Soft delete keeps it for its retention")
    def delete(self) -> None:
        """Delete, after a question that counts what goes with it."""
        secrets, orders = len(secrets_in(self.world, self.resource)), self._kept_alive()
        retention = self.vault.properties.soft_delete_retention_in_days
        confirm(
            self.host,
            "Delete key vault",
            self.deletion(),
            cell(self.vault.name, "bold $text"),
            muted(f"Secrets that go with it, kept by soft delete for {retention} days: {secrets}."),
            muted(f"App Service Certificates that will be out of sync: {orders}."),
        )

    def _kept_alive(self) -> int:
        """How many of the orders kept here have not ended: nothing is out of sync of one that has."""
        return sum(not order.properties.status.final for order in orders_stored_in(self.world, self.resource))

    @delete.operation
    def deletion(self) -> DeleteVault:
        return DeleteVault(vault=self.resource)

    @verb("M", "Move", "Move to another resource group")
    def move(self) -> None:
        """Ask for the resource group to move to."""
        choose_group(self.host, self.resource, self._moving)

    @move.why_not
    def _may_not_move(self) -> str:
        return role_lacking(
            self.portal, MoveVault(vault=self.resource, resource_group=group_of(self.resource))
        )

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Section("Essentials", Essentials())
        with Section("App Service Certificates kept here"):
            yield Table(
                Column("CERTIFICATE", 22, least=12),
                Column("SECRET", 40, least=16, grow=True),
                Column("LINK", 30, least=14),
                empty=muted("No App Service Certificate is kept here."),
            )

    def refresh_view(self, world: World) -> None:
        self.query_one(Essentials).show(*_facts(world, self))
        self.query_one(Table).show(
            {order.id: _row(world, order) for order in orders_stored_in(world, self.resource)}
        )

    def on_table_opened(self, event: Table.Opened) -> None:
        self.host.go("order.overview", event.key)

    def _moving(self, group: str) -> None:
        operation = MoveVault(vault=self.resource, resource_group=group)
        self.host.perform(operation, title="Move key vault")

    def copy_text(self) -> str:
        return self.vault.properties.vault_uri


def _facts(world: World, blade: KeyVault) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    properties = blade.vault.properties
    model = (
        "Azure role-based access control" if properties.enable_rbac_authorization else "Vault access policy"
    )
    retention = f"{properties.soft_delete_retention_in_days} days"
    left = (
        ("Resource group", cell(name_of(group_of(blade.resource)))),
        ("Location", cell(region_name(blade.vault.location))),
        ("Subscription", cell(payer_name(world, blade.resource))),
        ("Vault URI", cell(properties.vault_uri)),
    )
    right = (
        ("Sku (Pricing tier)", cell(properties.sku.name.capitalize())),
        ("Permission model", cell(model)),
        ("Soft-delete", cell(f"Enabled, {retention}")),
        ("Purge protection", cell("Enabled" if properties.enable_purge_protection else "Disabled")),
    )
    return left, right


def _row(world: World, order: CertificateOrder) -> Cells:
    link = order.link
    assert link is not None
    state = link_state(world, order) or link.provisioning_state
    return cell(order.name, "$text"), cell(link.key_vault_secret_name), status(state.value, link_tone(state))
