"""DELETE of a resource: for each kind the operation that deletes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.operations.authorization.locks import DeleteLock
from store.operations.certificate_registration.delete import DeleteOrder
from store.operations.key_vault.certificate_imports import DeleteVaultCertificate
from store.operations.key_vault.delete_and_move import DeleteVault
from store.operations.key_vault.secret_deletion import DeleteSecret
from store.operations.network.zones import DeleteZone
from store.operations.operation import Operation
from store.operations.subscription.delete import DeleteResourceGroup
from store.operations.web.certificates import DeleteCertificate
from store.operations.web.deletion import DeletePlan, DeleteSite
from store.operations.web.public_certificates import DeletePublicCertificate
from store.resources import (
    CertificateOrder,
    DnsZone,
    Lock,
    PublicCertificate,
    Resource,
    ResourceGroup,
    ServerFarm,
    Site,
    Vault,
    VaultCertificate,
    VaultSecret,
    WebCertificate,
    name_of,
)

_DELETIONS: dict[type[Any], Callable[[Any], Operation]] = {
    CertificateOrder: lambda one: DeleteOrder(order=one.id),
    DnsZone: lambda one: DeleteZone(zone=one.id),
    Lock: lambda one: DeleteLock(lock=one.id),
    PublicCertificate: lambda one: DeletePublicCertificate(certificate=one.id),
    ResourceGroup: lambda one: DeleteResourceGroup(group=one.id),
    ServerFarm: lambda one: DeletePlan(plan=one.id),
    Site: lambda one: DeleteSite(site=one.id),
    Vault: lambda one: DeleteVault(vault=one.id),
    VaultCertificate: lambda one: DeleteVaultCertificate(certificate=one.id),
    VaultSecret: lambda one: DeleteSecret(vault=one.id.rpartition("/secrets/")[0], secret=name_of(one.id)),
    WebCertificate: lambda one: DeleteCertificate(certificate=one.id),
}


def deletion_of(resource: Resource) -> Operation | None:
    """The operation that deletes the resource; None for a kind that Azure deletes with its parent alone."""
    make = _DELETIONS.get(type(resource))
    return make(resource) if make is not None else None
