"""Soft delete: vaults and secrets between their deletion and the end of their retention.

Source: "Azure Key Vault soft-delete overview" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec.structs import replace

from store.resources import (
    DeletedSecret,
    DeletedVault,
    Hidden,
    Lock,
    Resource,
    SecretVersion,
    Vault,
    VaultCertificate,
    VaultSecret,
)
from store.time.calendar import later
from store.world import Draft, View

R = TypeVar("R", bound="Resource | Hidden")


def children_of(view: View, kind: type[R], id: str) -> tuple[R, ...]:
    """The documents of a kind whose ids lie below this one."""
    prefix = id.lower() + "/"
    return tuple(one for key, one in view.table(kind).items() if key.startswith(prefix))


def deleted_vault(view: View, id: str) -> DeletedVault | None:
    """The vault that soft delete holds under this id; None once its retention is over."""
    found = view.get(DeletedVault, id)
    return found if found is not None and view.now < found.purge_at else None


def deleted_vaults(view: View) -> Iterator[DeletedVault]:
    """Every vault that can still be recovered."""
    return (one for one in view.all(DeletedVault) if view.now < one.purge_at)


def deleted_secret(view: View, id: str) -> DeletedSecret | None:
    """The secret that soft delete holds under this id; None once its retention is over."""
    found = view.get(DeletedSecret, id)
    return found if found is not None and view.now < found.purge_at else None


def deleted_secrets(view: View, vault_id: str) -> tuple[DeletedSecret, ...]:
    """Every secret of a vault that can still be recovered."""
    return tuple(one for one in children_of(view, DeletedSecret, vault_id) if view.now < one.purge_at)


def delete_vault(draft: Draft, vault: Vault) -> DeletedVault:
    """Take the vault and all it holds away, and keep them for its retention."""
    secrets = children_of(draft, VaultSecret, vault.id)
    versions = children_of(draft, SecretVersion, vault.id)
    certificates = children_of(draft, VaultCertificate, vault.id)
    held = DeletedVault(
        id=vault.id,
        vault=vault,
        secrets=secrets,
        versions=versions,
        certificates=certificates,
        deleted_at=draft.now,
        purge_at=_purged(draft, vault),
    )
    for document in (vault, *secrets, *versions, *certificates):
        draft.remove(document)
    draft.put(held)
    return held


def _purged(view: View, vault: Vault) -> datetime:
    return later(view.now, timedelta(days=vault.properties.soft_delete_retention_in_days))


def restore_vault(draft: Draft, held: DeletedVault) -> None:
    """Bring a deleted vault back with its secrets and certificates."""
    for document in (held.vault, *held.secrets, *held.versions, *held.certificates):
        draft.put(document)
    draft.remove(held)


def forget_vault(draft: Draft, id: str) -> None:
    """Remove a deleted vault for good: purged, or past its retention when a new one takes its name."""
    stale = draft.get(DeletedVault, id)
    if stale is not None:
        for document in (stale, *children_of(draft, DeletedSecret, id)):
            draft.remove(document)


def forget_secret(draft: Draft, id: str) -> None:
    """Remove a deleted secret whose retention is over, before a new secret takes its name."""
    stale = draft.get(DeletedSecret, id)
    if stale is not None:
        draft.remove(stale)


def delete_secret(draft: Draft, secret: VaultSecret, vault: Vault) -> DeletedSecret:
    """Take a secret, its versions and its certificate object away; keep them for the vault's retention."""
    managed = secret.properties.managed
    certificate = draft.get(VaultCertificate, f"{vault.id}/certificates/{secret.name}") if managed else None
    held = DeletedSecret(
        id=secret.id,
        secret=secret,
        versions=children_of(draft, SecretVersion, secret.id),
        certificate=certificate,
        deleted_at=draft.now,
        purge_at=_purged(draft, vault),
    )
    for document in _held(held):
        draft.remove(document)
    draft.put(held)
    return held


def restore_secret(draft: Draft, held: DeletedSecret) -> None:
    """Bring a deleted secret back with its versions and its certificate object."""
    for document in _held(held):
        draft.put(document)
    draft.remove(held)


def _held(held: DeletedSecret) -> tuple[VaultSecret | SecretVersion | VaultCertificate, ...]:
    return (held.secret, *held.versions, *((held.certificate,) if held.certificate else ()))


def move_vault(draft: Draft, vault: Vault, group: str, tenant_id: str) -> Vault:
    """Give the vault and all below it their ids in another resource group.

    Access policies belong to a tenant: in another one the vault arrives without any.
    """
    moved_id = f"{group}/providers/Microsoft.KeyVault/vaults/{vault.name}"
    properties = vault.properties
    if tenant_id != properties.tenant_id:
        properties = replace(properties, tenant_id=tenant_id, access_policies=())
    for child in (
        *children_of(draft, VaultSecret, vault.id),
        *children_of(draft, SecretVersion, vault.id),
        *children_of(draft, VaultCertificate, vault.id),
        *children_of(draft, Lock, vault.id),
    ):
        draft.remove(child)
        draft.put(replace(child, id=moved_id + child.id[len(vault.id) :]))
    for held in children_of(draft, DeletedSecret, vault.id):
        draft.remove(held)
        draft.put(_moved(held, vault.id, moved_id))
    draft.remove(vault)
    moved = replace(vault, id=moved_id, properties=properties)
    draft.put(moved)
    return moved


def _moved(held: DeletedSecret, old: str, new: str) -> DeletedSecret:
    def at_new(id: str) -> str:
        return new + id[len(old) :]

    certificate = held.certificate
    return replace(
        held,
        id=at_new(held.id),
        secret=replace(held.secret, id=at_new(held.secret.id)),
        versions=tuple(replace(one, id=at_new(one.id)) for one in held.versions),
        certificate=replace(certificate, id=at_new(certificate.id)) if certificate else None,
    )
