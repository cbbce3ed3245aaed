"""Private key certificates of a webspace: sync with Key Vault, deletion."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.hostnames import covers
from store.operations.arguments import CertificateRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_remove, ps_rest
from store.operations.operation import Operation
from store.resources import WebCertificate, group_of, name_of
from store.services.key_vault.links import link_of
from store.services.web.sync import after_sync, sync_certificate
from store.services.web.webspaces import bindings_following, bindings_with
from store.world import Draft, View


class _CertificateOperation(Operation, frozen=True, kw_only=True):
    targets: ClassVar[str] = "certificate"

    certificate: CertificateRef


class SyncCertificate(_CertificateOperation, frozen=True, kw_only=True):
    """Load the current version of the certificate's vault secret and move the bindings that follow it.

    Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
    """

    arm: ClassVar[str] = "Microsoft.Web/certificates/Write"
    title: ClassVar[str] = "Sync"

    def why_not(self, view: View) -> AzureError | None:
        certificate = view.need(WebCertificate, self.certificate)
        try:
            synced = after_sync(view, certificate)
        except AzureError as error:
            return AzureError(error.code, f"Failed to sync the certificate.: {error.message}", error.repair)
        if synced is None:
            return AzureError(
                "NotFromKeyVault",
                "An uploaded or managed certificate has no key vault to sync with.",
                "Upload its successor and add the binding again.",
            )
        behind = (
            state.name
            for _, state in bindings_following(view, certificate)
            if state.thumbprint != synced.thumbprint and covers(synced.properties.host_names, state.name)
        )
        if certificate.thumbprint == synced.thumbprint and not any(behind):
            return AzureError("AlreadyInSync", "The certificate is in sync with its key vault.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        outcome = sync_certificate(draft, draft.need(WebCertificate, self.certificate), draft.now)
        return outcome.result

    def az(self, view: View) -> str | None:
        certificate = view.need(WebCertificate, self.certificate)
        if link_of(certificate) is None:
            return None
        kept = certificate.properties
        # The Azure CLI has no sync: writing the certificate anew has the same effect.
        return az_line(
            "resource update",
            ids=certificate.id,
            set=(
                f"properties.keyVaultId={kept.key_vault_id}",
                f"properties.keyVaultSecretName={kept.key_vault_secret_name}",
            ),
        )

    def powershell(self, view: View) -> str | None:
        certificate = view.need(WebCertificate, self.certificate)
        if link_of(certificate) is None:
            return None
        kept = certificate.properties
        body = {"keyVaultId": kept.key_vault_id, "keyVaultSecretName": kept.key_vault_secret_name}
        return ps_rest(view, "PATCH", certificate.id, {"properties": body})


class DeleteCertificate(_CertificateOperation, frozen=True, kw_only=True):
    """Delete a certificate from its webspace; no binding of any app may use it."""

    arm: ClassVar[str] = "Microsoft.Web/certificates/Delete"
    title: ClassVar[str] = "Delete private key certificate"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True

    def why_not(self, view: View) -> AzureError | None:
        bound = bindings_with(view, view.need(WebCertificate, self.certificate))
        if not bound:
            return None
        where = ", ".join(f"'{state.name}' of app '{site.name}'" for site, state in bound)
        return AzureError(
            "Conflict",
            "Unable to delete the certificate because it is currently being used in a TLS/SSL binding. "
            "The TLS binding must be removed before you can delete the certificate.",
            f"Bound: {where}.",
        )

    def apply(self, draft: Draft, material: None) -> str:
        gone = draft.need(WebCertificate, self.certificate)
        draft.remove(gone)
        return f"Deleted '{gone.name}' from {gone.properties.web_space}."

    def az(self, view: View) -> str:
        certificate = view.need(WebCertificate, self.certificate)
        return az_line(
            "webapp config ssl delete",
            g=name_of(group_of(certificate.id)),
            certificate_thumbprint=certificate.thumbprint,
        )

    def powershell(self, view: View) -> str:
        return ps_remove(self.target(view))
