"""Versions of a certificate object: each belongs to a version of the secret of the same name."""

from __future__ import annotations

from store.errors import AzureError
from store.operations.key_vault.certificate_values import Contents
from store.resources import (
    SecretAttributes,
    SecretVersionProperties,
    VaultCertificate,
    VaultCertificateProperties,
    VaultSecret,
)
from store.services.key_vault.secrets import certificate_id, name_taken, put_version, secret_id
from store.services.names import secret_name
from store.world import Draft, View


def certificate_name_refusal(view: View, vault_id: str, name: str) -> AzureError | None:
    """Why a certificate (or its next version) cannot be written under this name, or None."""
    if wrong := secret_name(name):
        return AzureError("InvalidCertificateName", wrong, "Choose another name.")
    secret = view.get(VaultSecret, secret_id(vault_id, name))
    if secret is not None and not secret.properties.managed:
        return AzureError(
            "Conflict",
            f"'{name}' is a secret of this vault that no certificate manages.",
            "Choose another name.",
        )
    return name_taken(view, vault_id, name)


def write_certificate(
    draft: Draft, vault_id: str, name: str, held: Contents, issuer_name: str
) -> VaultCertificate:
    """Write a version of the certificate object and of the secret of the same name.

    `issuer_name` is who can renew it: "Self", an authority, or "Unknown".
    """
    read = held.examined.certificate
    assert read is not None  # a value was made of a certificate
    properties = SecretVersionProperties(
        value=held.value,
        content_type=held.content_type,
        attributes=SecretAttributes(
            not_before=read.not_before, expires=read.not_after, created=draft.now, updated=draft.now
        ),
    )
    put_version(draft, vault_id, name, held.examined.noted_on(properties), managed=True)
    certificate = VaultCertificate(
        id=certificate_id(vault_id, name),
        name=name,
        properties=VaultCertificateProperties(
            secret_name=name,
            content_type=held.content_type,
            thumbprint=held.examined.thumbprint,
            subject=read.subject,
            host_names=held.examined.host_names,
            not_after=read.not_after,
            issuer=read.issuer,
            issuer_name=issuer_name,
        ),
    )
    draft.put(certificate)
    return certificate
