"""Operations of Microsoft.KeyVault; `OPERATIONS` is its part of the registry."""

from __future__ import annotations

from store.operations.base import Operation
from store.operations.key_vault.certificate_imports import DeleteVaultCertificate, ImportVaultCertificate
from store.operations.key_vault.certificate_signing import (
    GenerateVaultCertificate,
    NewVaultCertificateVersion,
)
from store.operations.key_vault.create import CreateVault
from store.operations.key_vault.delete_and_move import DeleteVault, MoveVault, RecoverVault
from store.operations.key_vault.networking import SetPermissionModel, SetVaultNetwork
from store.operations.key_vault.policies import Policy, RemoveAccessPolicy, SetAccessPolicy
from store.operations.key_vault.secret_deletion import DeleteSecret, RecoverSecret
from store.operations.key_vault.secrets import CreateSecretVersion, SetSecretVersion

OPERATIONS: tuple[type[Operation], ...] = (
    CreateVault,
    DeleteVault,
    RecoverVault,
    MoveVault,
    SetVaultNetwork,
    SetPermissionModel,
    SetAccessPolicy,
    RemoveAccessPolicy,
    CreateSecretVersion,
    SetSecretVersion,
    DeleteSecret,
    RecoverSecret,
    GenerateVaultCertificate,
    ImportVaultCertificate,
    NewVaultCertificateVersion,
    DeleteVaultCertificate,
)

__all__ = [
    "OPERATIONS",
    "CreateSecretVersion",
    "CreateVault",
    "DeleteSecret",
    "DeleteVault",
    "DeleteVaultCertificate",
    "GenerateVaultCertificate",
    "ImportVaultCertificate",
    "MoveVault",
    "NewVaultCertificateVersion",
    "Policy",
    "RecoverSecret",
    "RecoverVault",
    "RemoveAccessPolicy",
    "SetAccessPolicy",
    "SetPermissionModel",
    "SetSecretVersion",
    "SetVaultNetwork",
]
