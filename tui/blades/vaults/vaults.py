"""Key vaults: those there are, and those that soft delete still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.key_vault.delete_and_move import PurgeVault, RecoverVault
from store.resources import DeletedVault, Vault, group_of, name_of
from store.services.key_vault.secrets import secrets_in
from store.services.key_vault.soft_delete import deleted_vaults
from store.services.regions import region_name
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.type_name import consequence, type_name
from tui.navigation.verbs import opens, performs, verb
from tui.text.cells import cell
from tui.text.status import day, distance, muted
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class KeyVaults(Blade):
    """A list; a deleted vault is recovered from the second one."""

    LABEL = "Key vaults"
    COPIES = "Copy name"
    PERFORMS = ("RecoverVault", "PurgeVault")
    HELP_TEXT = (
        "An App Service Certificate lives in a vault as a secret. Deleting or moving the vault puts the "
        "certificate out of sync; within its retention a deleted vault can be recovered with all it held."
    )
    create = opens("n", "Create", "vaults.create", "Create a key vault")
    refresh_world = refresh_verb

    @performs(
        "u", "Recover", "Bring the selected deleted vault back", select_first="No deleted vault is selected."
    )
    def recover(self) -> RecoverVault | None:
        key = self.query_one("#gone", Table).cursor_key
        return RecoverVault(vault=key) if key else None

    @verb("d", "Purge", "Delete it for good", select_first="No deleted vault is selected.")
    def purge(self) -> None:
        """Purge the selected deleted vault, once its name is typed."""
        operation = self.purging()
        if operation is not None:
            held = self.world.need(DeletedVault, operation.vault)
            facts = [
                consequence("Secrets", len(held.secrets), "gone for good, with every version"),
                consequence("Certificates", len(held.certificates), "gone for good"),
            ]
            warning = "This cannot be undone: the vault cannot be recovered any more."
            type_name(self.host, operation, "Purge key vault", warning, facts, name=held.name)

    @purge.operation
    def purging(self) -> PurgeVault | None:
        """Purge of the selected deleted vault."""
        key = self.query_one("#gone", Table).cursor_key
        return PurgeVault(vault=key) if key else None

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 24, least=14, grow=True),
            Column("RESOURCE GROUP", 16, leaves=2),
            Column("LOCATION", 14, leaves=1),
            Column("PERMISSION MODEL", 20),
            Column("SECRETS", 8, right=True),
            empty=muted("No key vaults to display.   ")
            + Content.assemble((self.create.key, "bold $key"), " Create"),
            id="vaults",
        )
        with Section("Deleted vaults", id="deleted"):
            yield Table(
                Column("NAME", 24, least=14, grow=True),
                Column("DELETED", 12),
                Column("PURGED", 12),
                Column("", 12, leaves=1),
                id="gone",
            )

    def refresh_view(self, world: World) -> None:
        vaults = [vault.id for vault in world.all(Vault)]
        self.query_one("#vaults", Table).show(Rows(vaults, lambda id: _row(world, world.need(Vault, id))))
        gone = {held.id: _gone(world, held) for held in deleted_vaults(world)}
        self.query_one("#deleted", Section).display = bool(gone)
        self.query_one("#gone", Table).show(gone)

    def on_table_moved(self) -> None:
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        if event.table.id == "vaults":
            self.host.go("vault.overview", event.key)
        else:
            self.press(self.recover)

    def copy_text(self) -> str:
        return name_of(self.query_one("#vaults", Table).cursor_key)


def _row(world: World, vault: Vault) -> Cells:
    rbac = vault.properties.enable_rbac_authorization
    return (
        cell(vault.name, "$text"),
        muted(name_of(group_of(vault.id))),
        muted(region_name(vault.location)),
        muted("Azure RBAC" if rbac else "Vault access policy"),
        muted(str(len(secrets_in(world, vault.id)))),
    )


def _gone(world: World, held: DeletedVault) -> Cells:
    return (
        cell(name_of(held.id)),
        muted(day(held.deleted_at)),
        muted(day(held.purge_at)),
        muted(distance(world.now, held.purge_at)),
    )
