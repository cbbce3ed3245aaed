"""Importing a certificate into a vault, and deleting one."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.files.user_files import read_bounded
from store.operations.arguments import File, VaultCertificateRef, VaultRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line, ps_secure
from store.operations.key_vault.certificate_values import Contents, imported
from store.operations.key_vault.certificate_versions import certificate_name_refusal, write_certificate
from store.operations.key_vault.vault_data import VaultData, vault_and_name, vault_of
from store.resources import VaultCertificate, VaultSecret, name_of
from store.secret import Secret
from store.services.key_vault.secrets import secret_id
from store.services.key_vault.soft_delete import delete_secret
from store.world import Draft, View


class ImportVaultCertificate(VaultData, frozen=True, kw_only=True):
    """Import a PFX or PEM file of any issuer; under an existing certificate's name it is its next version.

    The key of a PEM file is PKCS#8; App Service takes PFX alone. Source: "Import Certificate" (Azure Key
    Vault REST API reference).
    """

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/certificates/import/action"
    title: ClassVar[str] = "Import certificate"
    needs: ClassVar[tuple[tuple[str, str], ...]] = (("certificates", "import"),)
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    name: str
    file: File = File("")
    password: Secret = Secret()

    def why_not(self, view: View) -> AzureError | None:
        return certificate_name_refusal(view, self.vault_id(view), self.name)

    def prepare(self, view: View) -> Contents:
        return imported(view, read_bounded(self.file), self.password)

    def apply(self, draft: Draft, material: Contents) -> str:
        written = write_certificate(draft, self.vault_id(draft), self.name, material, "Unknown")
        return f"Imported certificate '{written.name}', thumbprint {written.properties.thumbprint}."

    def az(self, view: View) -> str:
        return az_line(
            "keyvault certificate import",
            vault_name=name_of(self.vault),
            n=self.name,
            file=self.file or "PFX",
            password="PASSWORD" if self.password.reveal() else None,
        )

    def powershell(self, view: View) -> str:
        return ps_line(
            "Import-AzKeyVaultCertificate",
            VaultName=name_of(self.vault),
            Name=self.name,
            FilePath=self.file or "PFX",
            Password=ps_secure("PASSWORD") if self.password.reveal() else None,
        )


class DeleteVaultCertificate(VaultData, frozen=True, kw_only=True):
    """Delete a certificate object and the secret it manages; soft delete keeps both for the retention."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/certificates/delete"
    title: ClassVar[str] = "Delete certificate"
    destructive: ClassVar[bool] = True
    needs: ClassVar[tuple[tuple[str, str], ...]] = (("certificates", "delete"),)
    targets: ClassVar[str] = "certificate"

    certificate: VaultCertificateRef

    def apply(self, draft: Draft, material: None) -> str:
        certificate = draft.need(VaultCertificate, self.certificate)
        vault = vault_of(draft, certificate.id)
        secret = draft.need(VaultSecret, secret_id(vault.id, certificate.properties.secret_name))
        held = delete_secret(draft, secret, vault)
        return (
            f"Deleted certificate '{certificate.name}'; it can be recovered until {held.purge_at:%Y-%m-%d}."
        )

    def az(self, view: View) -> str:
        vault, name = vault_and_name(self.certificate)
        return az_line("keyvault certificate delete", vault_name=vault, n=name)

    def powershell(self, view: View) -> str:
        vault, name = vault_and_name(self.certificate)
        return ps_line("Remove-AzKeyVaultCertificate", VaultName=vault, Name=name, Force=SWITCH)
