"""The registry of operations: everything that can change a world, by name.

A line for each operation, "module:Class". Its module is imported when somebody asks for the operation, so
that a program loads only those it performs. The folders are Azure's resource providers, and `simulator` and
`training` for what Azure has not. The order is that of `certblade operations`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from store.errors import UsageError
from store.operations.arguments import build
from store.operations.naming import in_group
from store.operations.operation import Operation

#: Where each operation is defined, below `store.operations`.
OPERATIONS = (
    "certificate_registration.create:CreateOrder",
    "certificate_registration.store_in_key_vault:StoreInKeyVault",
    "certificate_registration.store_in_key_vault:ChangeSecretName",
    "certificate_registration.verify:VerifyDomain",
    "certificate_registration.mails:ResendEmail",
    "certificate_registration.mails:SendEmailInstructions",
    "certificate_registration.mails:OpenMailLink",
    "certificate_registration.token_pages:PlaceTokenPage",
    "certificate_registration.token_pages:RemoveTokenPage",
    "certificate_registration.rekey_and_renew:Rekey",
    "certificate_registration.rekey_and_renew:RenewOrder",
    "certificate_registration.sync:SyncOrder",
    "certificate_registration.rekey_and_renew:SetAutoRenew",
    "certificate_registration.export:ExportCertificate",
    "certificate_registration.export:ProtectExport",
    "certificate_registration.export:ForgetExport",
    "certificate_registration.tags:SetOrderTags",
    "certificate_registration.move:MoveOrder",
    "certificate_registration.delete:DeleteOrder",
    "key_vault.create:CreateVault",
    "key_vault.delete_and_move:DeleteVault",
    "key_vault.delete_and_move:RecoverVault",
    "key_vault.delete_and_move:PurgeVault",
    "key_vault.delete_and_move:MoveVault",
    "key_vault.networking:SetVaultNetwork",
    "key_vault.networking:SetPermissionModel",
    "key_vault.policies:SetAccessPolicy",
    "key_vault.policies:RemoveAccessPolicy",
    "key_vault.secrets:CreateSecretVersion",
    "key_vault.secrets:SetSecretVersion",
    "key_vault.secret_deletion:DeleteSecret",
    "key_vault.secret_deletion:RecoverSecret",
    "key_vault.secret_deletion:PurgeSecret",
    "key_vault.certificate_signing:GenerateVaultCertificate",
    "key_vault.certificate_imports:ImportVaultCertificate",
    "key_vault.certificate_signing:NewVaultCertificateVersion",
    "key_vault.certificate_imports:DeleteVaultCertificate",
    "key_vault.networking:SetDeploymentAccess",
    "compute.cloud_services:CreateCloudService",
    "compute.updates:SaveConfiguration",
    "compute.updates:UpdateCloudService",
    "compute.publish:PublishCloudService",
    "compute.cloud_services:DeleteCloudService",
    "compute.projects:CreateProject",
    "compute.projects:SaveProjectFile",
    "compute.projects:PackageProject",
    "storage.accounts:CreateStorageAccount",
    "storage.accounts:CreateContainer",
    "storage.packages:UploadPackage",
    "storage.packages:GenerateSasUrl",
    "web.plans:CreatePlan",
    "web.plans:ScalePlan",
    "web.deletion:DeletePlan",
    "web.sites:CreateSite",
    "web.sites:StopSite",
    "web.sites:StartSite",
    "web.deletion:DeleteSite",
    "web.hosts:MapHost",
    "web.hosts:UnmapHost",
    "web.hosts:SetTrafficManager",
    "web.settings:SetHttpsOnly",
    "web.settings:SetMinTlsVersion",
    "web.settings:SetPublicNetworkAccess",
    "web.settings:SetIpRestrictions",
    "web.app_settings:SetAppSetting",
    "web.imports:ImportAppServiceCertificate",
    "web.imports:ImportKeyVaultCertificate",
    "web.uploads:UploadCertificate",
    "web.managed:CreateManagedCertificate",
    "web.public_certificates:UploadPublicCertificate",
    "web.public_certificates:DeletePublicCertificate",
    "web.bindings:AddBinding",
    "web.bindings:RemoveBinding",
    "web.certificates:SyncCertificate",
    "web.certificates:DeleteCertificate",
    "web.sites:SetSiteHealth",
    "network.zones:CreateZone",
    "network.zones:DeleteZone",
    "network.records:AddRecord",
    "network.records:RemoveRecord",
    "network.zones:SetMailboxes",
    "network.domains:BuyDomain",
    "authorization.locks:AddLock",
    "authorization.locks:EditLock",
    "authorization.locks:DeleteLock",
    "authorization.roles:AssignRole",
    "authorization.roles:RemoveRole",
    "authorization.roles:AddPrincipal",
    "subscription.create:CreateResourceGroup",
    "subscription.delete:DeleteResourceGroup",
    "subscription.create:CreateSubscription",
    "subscription.state:SetSubscriptionState",
    "subscription.state:SetCard",
    "subscription.state:SetOffer",
    "subscription.state:SetCloud",
    "subscription.state:RaiseOrderLimit",
    "resource_manager.write:WriteResource",
    "simulator.clock:AdvanceClock",
    "simulator.clock:SetClockSpeed",
    "simulator.jobs:RunJob",
    "simulator.undo:Undo",
    "simulator.undo:Redo",
    "simulator.bookmarks:SetBookmark",
    "simulator.bookmarks:ReturnToBookmark",
    "simulator.faults:AgeProof",
    "simulator.faults:FlagForFraud",
    "simulator.trust:TrustRoot",
    "simulator.trust:UntrustRoot",
    "training.message:SendMessage",
    "training.run:TakeHint",
    "training.run:AnswerQuestion",
    "training.run:Escalate",
    "training.taking_over:AskToTakeOver",
    "training.taking_over:AnswerTakeOver",
    "training.taking_over:EndTakeOver",
)

#: Name of an operation in lower case → its place in the table.
_PLACES = {place.partition(":")[2].lower(): place for place in OPERATIONS}


@cache
def kinds() -> dict[str, type[Operation]]:
    """Every operation class by its name, in the registry's order; imports all of them."""
    return {kind.__name__: kind for kind in map(_imported, OPERATIONS)}


def kind_named(name: str) -> type[Operation]:
    """The operation class of that name, in any case, dashes ignored; raises `UsageError` UnknownOperation."""
    place = _PLACES.get(name.replace("-", "").lower())
    if place is None:
        message = f"There is no operation '{name}'; `certblade operations` lists them."
        raise UsageError(message, "UnknownOperation")
    return _imported(place)


def from_json(document: Any) -> Operation:
    """An operation from `{"operation": NAME, …}`; raises `UsageError`.

    Where it has no argument `resourceGroup` of its own, that key says in which resource group the resources
    are that it names.
    """
    if not isinstance(document, dict) or not isinstance(document.get("operation"), str):
        raise UsageError('An operation is a JSON object with "operation": NAME.')
    kind = kind_named(document["operation"])
    arguments = {**document, "operation": kind.__name__}
    if "resource_group" not in kind.__struct_fields__:
        arguments = _placed(kind, arguments)
    return build(kind, arguments)


def _placed(kind: type[Operation], arguments: dict[str, Any]) -> dict[str, Any]:
    group = arguments.pop("resourceGroup", None)
    if group is None:
        return arguments
    if not isinstance(group, str) or not group or "/" in group:
        raise UsageError(f"{kind.__name__}: resourceGroup is the name of a resource group.")
    return in_group(kind, arguments, group)


def _imported(place: str) -> type[Operation]:
    module, _, name = place.partition(":")
    kind: type[Operation] = getattr(import_module(f"store.operations.{module}"), name)
    return kind
