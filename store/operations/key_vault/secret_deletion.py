"""Deleting and recovering a secret."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError, Place
from store.operations.arguments import DeletedSecretRef, VaultRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line
from store.operations.key_vault.vault_data import (
    VaultData,
    certificate_owns,
    need_secret,
    vault_and_name,
    vault_of,
)
from store.resources import DeletedSecret, Vault, name_of
from store.services import steps
from store.services.key_vault.soft_delete import delete_secret, deleted_secret, restore_secret
from store.world import Draft, View


class DeleteSecret(VaultData, frozen=True, kw_only=True):
    """Delete a secret with all its versions; soft delete keeps it for the vault's retention."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/secrets/delete"
    title: ClassVar[str] = "Delete secret"
    destructive: ClassVar[bool] = True
    needs: ClassVar[tuple[tuple[str, str], ...]] = (("secrets", "delete"),)
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    secret: str

    def why_not(self, view: View) -> AzureError | None:
        return certificate_owns(view, need_secret(view, self.vault_id(view), self.secret))

    def apply(self, draft: Draft, material: None) -> str:
        vault = draft.need(Vault, self.vault)
        held = delete_secret(draft, need_secret(draft, vault.id, self.secret), vault)
        return f"Deleted secret '{held.name}'; it can be recovered until {held.purge_at:%Y-%m-%d}."

    def az(self, view: View) -> str:
        vault = name_of(self.vault_id(view))
        return az_line("keyvault secret delete", vault_name=vault, n=name_of(self.secret))

    def powershell(self, view: View) -> str:
        return ps_line(
            "Remove-AzKeyVaultSecret",
            VaultName=name_of(self.vault_id(view)),
            Name=name_of(self.secret),
            Force=SWITCH,
        )


class RecoverSecret(VaultData, frozen=True, kw_only=True):
    """Bring a deleted secret back with its versions, and the certificate object it backs."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/secrets/recover/action"
    title: ClassVar[str] = "Recover secret"
    needs: ClassVar[tuple[tuple[str, str], ...]] = (("secrets", "recover"),)

    secret: DeletedSecretRef

    def vault_id(self, view: View) -> str:
        return vault_of(view, self._held(view).id).id

    def _held(self, view: View) -> DeletedSecret:
        held = deleted_secret(view, self.secret)
        if held is None:
            raise AzureError(
                "DeletedSecretNotFound",
                f"There is no deleted secret '{name_of(self.secret)}' to recover.",
                Place.STORE.way(f"Do {steps.STORE} again."),
            )
        return held

    def apply(self, draft: Draft, material: None) -> str:
        held = self._held(draft)
        restore_secret(draft, held)
        return f"Recovered secret '{held.name}' and its versions ({len(held.versions)})."

    def az(self, view: View) -> str:
        held = deleted_secret(view, self.secret)
        vault, name = vault_and_name(held.id if held else self.secret)
        return az_line("keyvault secret recover", vault_name=vault, n=name)

    def powershell(self, view: View) -> str:
        held = deleted_secret(view, self.secret)
        vault, name = vault_and_name(held.id if held else self.secret)
        return ps_line("Undo-AzKeyVaultSecretRemoval", VaultName=vault, Name=name)
