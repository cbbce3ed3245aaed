"""Deleting, recovering, purging and moving a key vault."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError, Place
from store.operations.arguments import DeletedVaultRef, GroupRef, VaultRef
from store.operations.azure_cli import az_line, az_move
from store.operations.azure_powershell import SWITCH, ps_line, ps_move, ps_place
from store.operations.key_vault.vault_data import purge_refusal
from store.operations.operation import Operation
from store.resources import (
    DeletedVault,
    ResourceGroup,
    Subscription,
    Vault,
    group_of,
    name_of,
    subscription_of,
)
from store.services import steps
from store.services.authorization.access import role_refusal
from store.services.authorization.moving import MOVE, move_refusal
from store.services.key_vault.soft_delete import (
    delete_vault,
    deleted_vault,
    forget_vault,
    move_vault,
    restore_vault,
)
from store.world import Draft, View


class DeleteVault(Operation, frozen=True, kw_only=True):
    """Delete a vault with all it holds; soft delete keeps it for its retention."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/delete"
    title: ClassVar[str] = "Delete key vault"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True
    targets: ClassVar[str] = "vault"

    vault: VaultRef

    def apply(self, draft: Draft, material: None) -> str:
        held = delete_vault(draft, draft.need(Vault, self.vault))
        return (
            f"Deleted key vault '{held.name}' and its secrets ({len(held.secrets)}); "
            f"it can be recovered until {held.purge_at:%Y-%m-%d}."
        )

    def az(self, view: View) -> str:
        return az_line("keyvault delete", n=name_of(self.target(view)))

    def powershell(self, view: View) -> str:
        return ps_line("Remove-AzKeyVault", **ps_place(self.target(view), "VaultName"), Force=SWITCH)


class _Deleted(Operation, frozen=True, kw_only=True):
    """An operation on a vault that soft delete keeps."""

    vault: DeletedVaultRef

    def _held(self, view: View) -> DeletedVault:
        held = deleted_vault(view, self.vault)
        if held is None:
            raise AzureError(
                "DeletedVaultNotFound",
                f"There is no deleted vault '{name_of(self.vault)}'.",
                Place.STORE.way(f"Create a new vault and do {steps.STORE} again."),
            )
        return held


class RecoverVault(_Deleted, frozen=True, kw_only=True):
    """Bring a deleted vault back with its secrets, certificates and access policies."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/write"
    title: ClassVar[str] = "Recover key vault"

    def target(self, view: View) -> str:
        return self._held(view).id

    def why_not(self, view: View) -> AzureError | None:
        held = self._held(view)
        if view.get(ResourceGroup, group_of(held.id)) is not None:
            return None
        return AzureError(
            "ResourceGroupNotFound",
            f"Resource group '{name_of(group_of(held.id))}' could not be found.",
            "Create the resource group again first.",
        )

    def apply(self, draft: Draft, material: None) -> str:
        held = self._held(draft)
        restore_vault(draft, held)
        return f"Recovered key vault '{held.name}' and its secrets ({len(held.secrets)})."

    def az(self, view: View) -> str:
        held = deleted_vault(view, self.vault)
        return az_line("keyvault recover", n=held.name if held else name_of(self.vault))

    def powershell(self, view: View) -> str:
        held = deleted_vault(view, self.vault)
        return ps_line(
            "Undo-AzKeyVaultRemoval",
            VaultName=name_of(self.vault),
            ResourceGroupName=name_of(group_of(held.id)) if held else "RESOURCE-GROUP",
            Location=held.vault.location if held else "LOCATION",
        )


class PurgeVault(_Deleted, frozen=True, kw_only=True):
    """Delete a deleted vault for good, with all it held; with purge protection it stays to the end.

    Source: "Azure Key Vault soft-delete overview" (Azure docs, 2022), purge protection.
    """

    arm: ClassVar[str] = "Microsoft.KeyVault/locations/deletedVaults/purge/action"
    title: ClassVar[str] = "Purge key vault"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True

    def target(self, view: View) -> str:
        # Below the subscription: the group of a deleted vault may be gone, and its locks with it.
        held = self._held(view)
        place = f"{subscription_of(held.id)}/providers/Microsoft.KeyVault/locations/{held.vault.location}"
        return f"{place}/deletedVaults/{held.name}"

    def why_not(self, view: View) -> AzureError | None:
        held = self._held(view)
        return purge_refusal(held.vault, held.purge_at, "DeletedVaultPurge")

    def apply(self, draft: Draft, material: None) -> str:
        held = self._held(draft)
        forget_vault(draft, held.id)
        return f"Purged key vault '{held.name}' and its secrets ({len(held.secrets)}) for good."

    def az(self, view: View) -> str:
        held = deleted_vault(view, self.vault)
        if held is None:
            return az_line("keyvault purge", n=name_of(self.vault))
        return az_line("keyvault purge", n=held.name, location=held.vault.location)

    def powershell(self, view: View) -> str:
        held = deleted_vault(view, self.vault)
        return ps_line(
            "Remove-AzKeyVault",
            VaultName=name_of(self.vault),
            Location=held.vault.location if held else "LOCATION",
            InRemovedState=SWITCH,
            Force=SWITCH,
        )


class MoveVault(Operation, frozen=True, kw_only=True):
    """Move a vault to a resource group, of another subscription where that one is in it.

    Its id changes, so links to it lead nowhere; in another tenant its access policies are gone. A move
    takes the vault out of its group, so a Delete lock forbids it. Source: "Moving an Azure Key Vault to
    another subscription" (Azure docs, 2022).
    """

    arm: ClassVar[str] = MOVE
    title: ClassVar[str] = "Move key vault"
    access: ClassVar[str] = "delete"
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    resource_group: GroupRef

    def why_not(self, view: View) -> AzureError | None:
        vault, group = view.need(Vault, self.vault), view.need(ResourceGroup, self.resource_group)
        return move_refusal(view, vault, f"Key vault '{vault.name}'", group)

    def denied(self, view: View, caller: str) -> AzureError | None:
        """The vault is written into its new group, so the caller needs a role there too."""
        group = view.need(ResourceGroup, self.resource_group)
        return role_refusal(view, caller, "Microsoft.KeyVault/vaults/write", group.id)

    def apply(self, draft: Draft, material: None) -> str:
        vault, group = draft.need(Vault, self.vault), draft.need(ResourceGroup, self.resource_group)
        subscription = draft.need(Subscription, subscription_of(group.id))
        moved = move_vault(draft, vault, group.id, subscription.properties.tenant_id)
        emptied = vault.properties.access_policies and not moved.properties.access_policies
        lost = "; its access policies belonged to another tenant and are gone" if emptied else ""
        return (
            f"Moved key vault '{vault.name}' to resource group '{group.name}' of "
            f"'{subscription.properties.display_name}'{lost}."
        )

    def az(self, view: View) -> str:
        return az_move(self.target(view), view.need(ResourceGroup, self.resource_group).id)

    def powershell(self, view: View) -> str:
        return ps_move(self.target(view), view.need(ResourceGroup, self.resource_group).id)
