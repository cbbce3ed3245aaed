"""The PowerShell script that updates a cloud service: its placeholders, its lines, what each of them finds.

Source: "Update or change the certificate used in Azure Cloud Services (extended support)" (Azure docs, 2022),
tab PowerShell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.errors import AzureError
from store.resources import (
    CloudService,
    Project,
    ResourceGroup,
    Vault,
    VaultCertificate,
    group_of,
    name_of,
    subscription_of,
)
from store.resources.compute import CLOUD_FILE, LOCAL_FILE
from store.services.compute.certificates import Provided, certificates_in
from store.world import View

UPDATE = "Update-AzCloudService"


class Placeholders(NamedTuple):
    """The values at the head of the script."""

    vault: str = ""
    vault_group: str = ""
    certificate: str = ""
    service: str = ""
    service_group: str = ""
    subscription: str = ""
    configuration: str = ""
    package_url: str = ""


#: Field → the variable of the script, and what its placeholder says.
VARIABLES = {
    "vault": ("$vaultName", "key-vault-resource-name"),
    "vault_group": ("$resourceGroupKeyVault", "resource-group-name-where-key-vault-is-deployed"),
    "certificate": ("$certificateName", "name-of-certificate-saved-in-key-vault"),
    "service": ("Name", "name-of-cloud-service"),
    "service_group": ("ResourceGroupName", "resource-group-name-where-cloud-service-is-deployed"),
    "subscription": ("SubscriptionId", "subscription-guid"),
    "configuration": ("$cscfgFilePath", "local-path-to-your-service-configuration-file-cscfg"),
    "package_url": ("$cspkgUrl", "sas-token-url-of-the-service-package-file-cspkg"),
}
_PROFILE = "$cses.OSProfile = $osProfile"


class Step(NamedTuple):
    """A line of the script that asks Azure, and what it finds; `error` where it fails."""

    line: str
    found: str = ""
    error: AzureError | None = None


def script(values: Placeholders, *, os_profile: bool = True) -> str:
    """The whole script with its values; without the OS profile its line is left out."""
    text = {name: _quoted(value or f"<{VARIABLES[name][1]}>") for name, value in values._asdict().items()}
    lines = [
        "# Enter values for placeholders in the following variables.",
        f"$vaultName = {text['vault']}",
        f"$resourceGroupKeyVault = {text['vault_group']}",
        f"$certificateName = {text['certificate']}",
        "$cloudService = @{",
        f"    Name = {text['service']}",
        f"    ResourceGroupName = {text['service_group']}",
        f"    SubscriptionId = {text['subscription']}",
        "}",
        f"$cscfgFilePath = {text['configuration']}",
        f"$cspkgUrl = {text['package_url']}",
        "",
        "# Code execution",
        "$keyVault = Get-AzKeyVault -VaultName $vaultName -ResourceGroupName $resourceGroupKeyVault",
        "$certificate = Get-AzKeyVaultCertificate -VaultName $vaultName -Name $certificateName",
        "$vaultSecretGroupObject = @{",
        "    CertificateUrl = $certificate.SecretId",
        "    Id = $keyVault.ResourceId",
        "}",
        "$secretGroup = New-AzCloudServiceVaultSecretGroupObject @vaultSecretGroupObject",
        "$osProfile = @{secret = @($secretGroup)}",
        "",
        "$cses = Get-AzCloudService @cloudService",
        "$cses.Configuration = Get-Content $cscfgFilePath | Out-String",
        "$cses.PackageUrl = $cspkgUrl",
        *([_PROFILE] if os_profile else []),
        f"$cses | {UPDATE}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    """A PowerShell string in double quotes: what would be a variable or an end of it is marked."""
    for letter in ("`", '"', "$"):
        value = value.replace(letter, f"`{letter}")
    return f'"{value}"'


def steps(view: View, values: Placeholders, *, os_profile: bool) -> Iterator[Step]:
    """What the five steps before the update find; the first that fails is the last."""
    vault = _vault(view, values)
    yield Step("$keyVault = Get-AzKeyVault", vault.id if vault else "", None if vault else _no_vault(values))
    if vault is None:
        return
    held = _certificate(view, vault, values.certificate)
    line = "$certificate = Get-AzKeyVaultCertificate"
    yield Step(line, held.url if held else "", None if held else _no_certificate(values))
    if held is None:
        return
    yield Step("$secretGroup = New-AzCloudServiceVaultSecretGroupObject", f"{held.name}, {vault.name}")
    service = cloud_service(view, values)
    line = "$cses = Get-AzCloudService"
    yield Step(line, service.id if service else "", None if service else _no_service(values))
    if service is not None:
        yield Step(_PROFILE, "the secret group" if os_profile else "left out: the service keeps its own")


def cloud_service(view: View, values: Placeholders) -> CloudService | None:
    """The cloud service that the script names, by name, resource group and subscription."""
    for one in view.all(CloudService):
        if (
            one.name.lower() == values.service.lower()
            and name_of(group_of(one.id)).lower() == values.service_group.lower()
            and name_of(subscription_of(one.id)).lower() == values.subscription.lower()
        ):
            return one
    return None


def secret_group(view: View, values: Placeholders) -> tuple[str, str] | None:
    """The vault's id and the certificate's SecretId, None where the script finds one of them not."""
    vault = _vault(view, values)
    held = _certificate(view, vault, values.certificate) if vault else None
    return (vault.id, held.url) if vault and held else None


def project_text(view: View, path: str) -> str | None:
    """The text of a project's file by this name, None for the path of a file on this machine."""
    for project in view.all(Project):
        if path == LOCAL_FILE:
            return project.local
        if path == CLOUD_FILE:
            return project.cloud
    return None


def proposed(view: View, service: CloudService) -> Placeholders:
    """What can be known beforehand: the service itself. The rest is asked for."""
    group = view.get(ResourceGroup, group_of(service.id))
    return Placeholders(
        service=service.name,
        service_group=group.name if group else name_of(group_of(service.id)),
        subscription=name_of(subscription_of(service.id)),
    )


def _vault(view: View, values: Placeholders) -> Vault | None:
    for one in view.all(Vault):
        if one.name.lower() == values.vault.lower():
            return one if name_of(group_of(one.id)).lower() == values.vault_group.lower() else None
    return None


def _certificate(view: View, vault: Vault, name: str) -> Provided | None:
    known = any(
        one.name.lower() == name.lower() and one.key.startswith(f"{vault.key}/certificates/")
        for one in view.all(VaultCertificate)
    )
    found = (one for one in certificates_in(view, vault.id) if one.name.lower() == name.lower())
    return next(found, None) if known else None


def _no_vault(values: Placeholders) -> AzureError:
    said = f"Get-AzKeyVault : there is no key vault '{values.vault}' in '{values.vault_group}'."
    return AzureError("KeyVaultNotFound", said, "Correct $vaultName or $resourceGroupKeyVault.")


def _no_certificate(values: Placeholders) -> AzureError:
    said = f"Get-AzKeyVaultCertificate : '{values.vault}' has no certificate '{values.certificate}'."
    step = "Correct $certificateName; a secret is no certificate."
    return AzureError("CertificateNotFound", said, step)


def _no_service(values: Placeholders) -> AzureError:
    said = (
        f"Get-AzCloudService : there is no cloud service '{values.service}' in '{values.service_group}' of "
        f"subscription '{values.subscription}'."
    )
    return AzureError("ResourceNotFound", said, "Correct the values of $cloudService.")
