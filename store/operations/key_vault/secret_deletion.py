"""Deleting a secret, and recovering or purging what soft delete holds of it."""

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
    purge_refusal,
    vault_and_name,
    vault_of,
)
from store.resources import DeletedSecret, Vault, name_of
from store.services import steps
from store.services.key_vault.permissions import refusal
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


def _kind(held: DeletedSecret) -> str:
    """What people and shells call it: a certificate object's secret goes with its certificate."""
    return "certificate" if held.certificate else "secret"


class _OnDeleted(VaultData, frozen=True, kw_only=True):
    """An operation on what soft delete holds: a secret, or a certificate object with its secret."""

    needs: ClassVar[tuple[tuple[str, str], ...]] = ()
    verb: ClassVar[str]

    secret: DeletedSecretRef

    def vault_id(self, view: View) -> str:
        return vault_of(view, self._held(view).id).id

    def denied(self, view: View, caller: str) -> AzureError | None:
        return refusal(view, self.vault_id(view), caller, f"{_kind(self._held(view))}s", self.verb)

    def _held(self, view: View) -> DeletedSecret:
        held = deleted_secret(view, self.secret)
        if held is None:
            raise AzureError(
                "DeletedSecretNotFound",
                f"There is no deleted secret '{name_of(self.secret)}' to {self.verb}.",
                Place.STORE.way(f"Do {steps.STORE} again."),
            )
        return held

    def _named(self, view: View) -> tuple[str, str, str]:
        """What the shells call it ("secret" or "certificate"), and the names of its vault and of itself."""
        held = deleted_secret(view, self.secret)
        if held is None:
            return "secret", *vault_and_name(self.secret)
        return _kind(held), *vault_and_name(held.id)

    def az(self, view: View) -> str:
        kind, vault, name = self._named(view)
        return az_line(f"keyvault {kind} {self.verb}", vault_name=vault, n=name)


class RecoverSecret(_OnDeleted, frozen=True, kw_only=True):
    """Bring a deleted secret back with its versions, and the certificate object it backs."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/secrets/recover/action"
    title: ClassVar[str] = "Recover secret"
    verb: ClassVar[str] = "recover"

    def apply(self, draft: Draft, material: None) -> str:
        held = self._held(draft)
        restore_secret(draft, held)
        return f"Recovered {_kind(held)} '{held.name}' and its versions ({len(held.versions)})."

    def powershell(self, view: View) -> str:
        kind, vault, name = self._named(view)
        return ps_line(f"Undo-AzKeyVault{kind.capitalize()}Removal", VaultName=vault, Name=name)


class PurgeSecret(_OnDeleted, frozen=True, kw_only=True):
    """Delete a deleted secret or certificate for good, which frees its name; purge protection forbids it.

    Source: "Azure Key Vault soft-delete overview" (Azure docs, 2022).
    """

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/secrets/purge/action"
    title: ClassVar[str] = "Purge secret"
    destructive: ClassVar[bool] = True
    verb: ClassVar[str] = "purge"

    def why_not(self, view: View) -> AzureError | None:
        held, vault = self._held(view), view.need(Vault, self.vault_id(view))
        return purge_refusal(vault, held.purge_at, "purge")

    def apply(self, draft: Draft, material: None) -> str:
        held = self._held(draft)
        draft.remove(held)
        return f"Purged {_kind(held)} '{held.name}' and its versions ({len(held.versions)}) for good."

    def powershell(self, view: View) -> str:
        kind, vault, name = self._named(view)
        cmdlet = f"Remove-AzKeyVault{kind.capitalize()}"
        return ps_line(cmdlet, VaultName=vault, Name=name, InRemovedState=SWITCH, Force=SWITCH)
