"""The lines of the Azure CLI and Azure PowerShell that deploy and update a cloud service.

The Azure CLI itself has no command for cloud services, but writes any resource. Sources:
"New-AzCloudService", "Update-AzCloudService" (Az.CloudService reference), "az resource update" (Azure CLI
reference).
"""

from __future__ import annotations

import msgspec

from store.operations.azure_cli import Raw as ShellWord
from store.operations.azure_cli import az_line, json_word, shell_word
from store.operations.azure_powershell import SWITCH, Raw, ps_call, ps_line, ps_place, ps_word
from store.resources.compute import OsProfile

#: What stands for the file of a configuration that was given as text.
CONFIGURATION = "CSCFG"


def az_update(id: str, file: str, package_url: str, profile: OsProfile | None) -> str:
    """The line that reads the service, changes it and writes it; "" and None leave a part as it is."""
    changes = [ShellWord(f'properties.configuration="$(cat {shell_word(file)})"')] if file else []
    if package_url:
        changes.append(ShellWord(shell_word(f"properties.packageUrl={package_url}")))
    if profile is not None:
        secrets = json_word(msgspec.to_builtins(profile.secrets))
        changes.append(ShellWord(shell_word(f"properties.osProfile.secrets={secrets}")))
    return az_line("resource update", ids=id, set=changes or None)


def ps_update(id: str, file: str, package_url: str, profile: OsProfile | None) -> str:
    """The lines that read the service, change it and write it; "" and None leave a part as it is."""
    lines = [f"$service = {ps_line('Get-AzCloudService', **ps_place(id))}"]
    if file:
        lines.append(f"$service.Configuration = {ps_line('Get-Content', Path=file, Raw=SWITCH)}")
    if package_url:
        lines.append(f"$service.PackageUrl = {ps_word(package_url)}")
    if profile is not None:
        lines.append(f"$service.OSProfile = {ps_word(ps_profile(profile))}")
    return "\n".join((*lines, "$service | Update-AzCloudService"))


def ps_profile(profile: OsProfile) -> dict[str, list[Raw]]:
    """The OS profile as the cmdlets take it."""
    groups = [
        ps_call(
            "New-AzCloudServiceVaultSecretGroupObject",
            Id=group.source_vault.id,
            CertificateUrl=[one.certificate_url for one in group.vault_certificates],
        )
        for group in profile.secrets
    ]
    return {"secret": groups}
