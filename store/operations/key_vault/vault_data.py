"""The base of operations on a vault's data: their permissions and refusals."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from store.errors import AzureError
from store.operations.operation import Operation
from store.resources import Vault, VaultSecret, name_of
from store.services.key_vault.permissions import refusal
from store.services.key_vault.secrets import secret_id, secret_not_found
from store.world import View


class VaultData(Operation, frozen=True, kw_only=True):
    """An operation on the data in a vault: its own permissions decide, neither locks nor control-plane roles.

    Source: "Lock your resources to protect your infrastructure" (Azure docs, 2024): locks guard the
    control plane only.
    """

    access: ClassVar[str] = ""
    #: Permissions the caller needs: ("secrets" or "certificates", verb).
    needs: ClassVar[tuple[tuple[str, str], ...]]

    def vault_id(self, view: View) -> str:
        """Id of the vault whose data it touches: the vault that `targets` names, or that its target is in."""
        return vault_of(view, super().target(view)).id

    def target(self, view: View) -> str:
        return self.vault_id(view)

    def denied(self, view: View, caller: str) -> AzureError | None:
        for kind, verb in self.needs:
            refused = refusal(view, self.vault_id(view), caller, kind, verb)
            if refused is not None:
                return refused
        return None


def purge_refusal(vault: Vault, purged: datetime, operation: str) -> AzureError | None:
    """Why nothing that soft delete holds of this vault is purged before its time (`purged`, UTC), or None."""
    if not vault.properties.enable_purge_protection:
        return None
    return AzureError(
        "PurgeNotAllowed",
        f'Operation "{operation}" is not allowed because purge protection is enabled for this vault. Key '
        "Vault service will automatically purge it after the retention period has passed.",
        f"Wait until {purged:%Y-%m-%d}, or recover it.",
    )


def need_secret(view: View, vault_id: str, name: str) -> VaultSecret:
    """The secret with this name (or id) in the vault; raises `AzureError` SecretNotFound."""
    found = view.get(VaultSecret, secret_id(vault_id, name_of(name)))
    if found is None:
        raise secret_not_found(name_of(name))
    return found


def certificate_owns(view: View, secret: VaultSecret) -> AzureError | None:
    """Why a secret that backs a certificate object is not changed by itself, or None."""
    if not secret.properties.managed:
        return None
    return AzureError(
        "SecretManagedByCertificate",
        f"The secret '{secret.name}' is managed by the certificate of that name.",
        "Open the vault's Certificates and change the certificate.",
    )


def vault_of(view: View, id: str) -> Vault:
    """The vault that the document with this id is in; raises `AzureError` ResourceNotFound."""
    return view.need(Vault, "/".join(id.split("/")[:9]))


def vault_and_name(id: str) -> tuple[str, str]:
    """The names of the vault and of the document in it that an id leads to; VAULT for a bare name."""
    parts = id.split("/")
    return (parts[8] if len(parts) > 8 else "VAULT"), parts[-1]
