"""What the routes of a vault's data share: the vault, the caller's permission, dates, retention."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from store.errors import AzureError
from store.resources import Vault
from store.rest.call import Call
from store.services.key_vault.permissions import refusal


def the_vault(call: Call) -> Vault:
    """The vault whose host was asked; raises `AzureError` VaultNotFound."""
    for vault in call.world.all(Vault):
        if vault.name.lower() == call.vault:
            return vault
    raise AzureError("VaultNotFound", f"The vault '{call.vault}' was not found.")


def allowed(call: Call, kind: str, verb: str) -> Vault:
    """The same vault, for a caller with this permission; raises `AzureError` as `permissions.refusal`."""
    vault = the_vault(call)
    refused = refusal(call.world, vault.id, call.caller, kind, verb)
    if refused is not None:
        raise refused
    return vault


def epoch(moment: datetime) -> int:
    """The moment in Unix seconds."""
    return int(moment.timestamp())


def recovery(vault: Vault) -> dict[str, Any]:
    """How long the vault keeps what is deleted."""
    kept = vault.properties.soft_delete_retention_in_days
    purgeable = "" if vault.properties.enable_purge_protection else "+Purgeable"
    customised = "Customized" if kept < 90 else ""
    return {"recoveryLevel": f"{customised}Recoverable{purgeable}", "recoverableDays": kept}
