"""The certificates that a cloud service can install: certificate objects of key vaults, by their thumbprints.

`osProfile.secrets` names a key vault and the identifier of a secret with its version; the platform reads the
secret at an update and at no other time, so a renewed certificate changes nothing here. Sources: "Use
certificates with Azure Cloud Services (extended support)" (Azure docs, 2022), "Update or change the
certificate used in Azure Cloud Services (extended support)" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from store.errors import AzureError, Place
from store.resources import (
    CloudService,
    SecretVersion,
    Vault,
    VaultCertificate,
    VaultSecret,
    same_id,
    subscription_of,
)
from store.resources.compute import (
    OsProfile,
    SubResource,
    VaultCertificateReference,
    VaultSecretGroup,
)
from store.services.authorization.subscriptions import service_refusal
from store.services.key_vault.secrets import (
    secret_disabled,
    secret_id,
    secret_identifier,
    secret_not_found,
    versions,
)
from store.services.key_vault.stored_certificates import PKCS12, key_not_in_export
from store.world import View

_IMPORT = "Import its PFX on the key vault's Certificates page (Generate/Import)."
_ALLOW = "Access policies of the key vault: enable access to Azure Virtual Machines for deployment."


class Provided(NamedTuple):
    """A certificate of a key vault as an instance installs it: `not_after` UTC, `url` its certificate URL."""

    thumbprint: str
    subject: str
    not_after: datetime
    url: str
    vault: str
    name: str


def vault_refusal(view: View, service: CloudService, vault_id: str) -> AzureError | None:
    """Why a cloud service takes no certificates from this key vault, or None.

    Codes: KeyVaultNotFound, SubscriptionNotActive, KeyVaultNotInRegion, KeyVaultAccessForbidden.
    """
    vault = view.get(Vault, vault_id)
    if vault is None:
        said = f"The Key Vault '{vault_id}' was not found: it was deleted or moved."
        way_out = Place.KEY_VAULTS.way("Recover the key vault, or choose another one.")
        return AzureError("KeyVaultNotFound", said, way_out)
    if refused := service_refusal(view, vault.id, f"Key Vault '{vault.name}'"):
        return refused
    here = subscription_of(vault.id).lower() == subscription_of(service.id).lower()
    if not here or _region(vault.location) != _region(service.location):
        said = f"The Key Vault '{vault.name}' is not in the region and subscription of the cloud service."
        return AzureError("KeyVaultNotInRegion", said, f"Use a key vault in {service.location}.")
    acls = vault.properties.network_acls
    if vault.properties.enabled_for_deployment and (
        acls.default_action == "Allow" or acls.bypass == "AzureServices"
    ):
        return None
    said = (
        f"Key Vault {vault.properties.vault_uri} either has not been enabled for deployment or the vault id "
        f"provided, {vault.id}, does not match the Key Vault's true resource id."
    )
    if vault.properties.enabled_for_deployment:
        step = "Networking of the key vault: allow trusted Microsoft services to bypass its firewall."
        return AzureError("KeyVaultAccessForbidden", said, Place.NETWORKING.way(step, vault.id))
    return AzureError("KeyVaultAccessForbidden", said, Place.POLICIES.way(_ALLOW, vault.id))


def _region(location: str) -> str:
    return location.replace(" ", "").lower()


def certificates_in(view: View, vault_id: str) -> Iterator[Provided]:
    """Every version of every certificate of a key vault that an instance can install, newest first."""
    prefix = f"{vault_id}/certificates/".lower()
    for key, certificate in view.table(VaultCertificate).items():
        if key.startswith(prefix):
            for version in versions(view, vault_id, certificate.properties.secret_name):
                if _refused(view, version) is None:
                    yield _provided(view, vault_id, certificate.name, version)


def provided(view: View, service: CloudService, profile: OsProfile) -> list[Provided]:
    """The certificates that an OS profile names.

    Raises `AzureError`: the codes of `vault_refusal`, InvalidCertificateUrl, SecretNotFound, SecretDisabled,
    SecretNotCertificate, SecretContentType.
    """
    found: list[Provided] = []
    for group in profile.secrets:
        if refused := vault_refusal(view, service, group.source_vault.id):
            raise refused
        vault = view.need(Vault, group.source_vault.id)
        found += [_named(view, vault, one.certificate_url) for one in group.vault_certificates]
    return found


def readable(view: View, service: CloudService) -> list[Provided]:
    """The certificates that the OS profile of a service still names; what has gone is left out."""
    found: list[Provided] = []
    for group in service.properties.os_profile.secrets:
        for one in group.vault_certificates:
            single = OsProfile(secrets=(replace_group(group, (one,)),))
            try:
                found += provided(view, service, single)
            except AzureError:
                continue
    return found


def replace_group(
    group: VaultSecretGroup, references: tuple[VaultCertificateReference, ...]
) -> VaultSecretGroup:
    """The group of the same key vault with other certificates."""
    return VaultSecretGroup(source_vault=group.source_vault, vault_certificates=references)


def profile_of(chosen: list[Provided]) -> OsProfile:
    """An OS profile that names these certificates, a group for each key vault."""
    groups: dict[str, dict[str, None]] = {}
    for one in chosen:
        groups.setdefault(one.vault, {})[one.url] = None
    return OsProfile(
        secrets=tuple(
            VaultSecretGroup(
                source_vault=SubResource(id=vault),
                vault_certificates=tuple(VaultCertificateReference(certificate_url=url) for url in urls),
            )
            for vault, urls in groups.items()
        )
    )


def secret_of_order(view: View, vault_id: str, thumbprint: str) -> str:
    """Name of a plain secret of the key vault that holds this certificate, "" where none does."""
    prefix = secret_id(vault_id, "").lower()
    for key, secret in view.table(VaultSecret).items():
        if key.startswith(prefix) and not secret.properties.managed:
            held = versions(view, vault_id, secret.name)
            if any(version.properties.thumbprint == thumbprint for version in held):
                return secret.name
    return ""


def not_a_certificate(secret_name: str) -> AzureError:
    """Why the secret of an App Service Certificate, or any other plain secret, is not what is needed."""
    said = (
        f"'{secret_name}' is a secret of the key vault and no certificate: an App Service Certificate keeps "
        "its PFX in such a secret, and a cloud service installs certificates of the key vault only."
    )
    return AzureError("SecretNotCertificate", said, f"Export it with its key. {_IMPORT}")


def _named(view: View, vault: Vault, url: str) -> Provided:
    """The certificate with this URL."""
    host, path = _parts(url)
    if not host or len(path) != 3 or path[0] != "secrets":
        said = f"'{url[:200]}' is no certificate URL: the identifier of a secret with its version is needed."
        raise AzureError("InvalidCertificateUrl", said, "Use the SecretId of the key vault's certificate.")
    if host != _parts(vault.properties.vault_uri)[0]:
        said = (
            f"Key Vault {url[:200]} either has not been enabled for deployment or the vault id provided, "
            f"{vault.id}, does not match the Key Vault's true resource id."
        )
        raise AzureError("KeyVaultAccessForbidden", said, "Name the key vault that the certificate is in.")
    name, wanted = path[1], path[2].lower()
    secret = view.get(VaultSecret, secret_id(vault.id, name))
    version = next((one for one in versions(view, vault.id, name) if one.name.lower() == wanted), None)
    if secret is None or version is None:
        raise secret_not_found(f"{name}/{wanted}")
    if refused := _refused(view, version):
        raise refused
    return _provided(view, vault.id, secret.name, version)


def _parts(url: str) -> tuple[str, list[str]]:
    """Host (in lower case) and segments of the path of an https URL; ("", []) for anything else."""
    try:
        found = urlsplit(url)
        return (
            (found.hostname or "", found.path.strip("/").split("/")) if found.scheme == "https" else ("", [])
        )
    except ValueError:
        return "", []


def _refused(view: View, version: SecretVersion) -> AzureError | None:
    """Why an instance cannot install what is in this version, or None."""
    secret = view.need(VaultSecret, version.id.partition("/versions/")[0])
    if not secret.properties.managed:
        return not_a_certificate(secret.name)
    kept = version.properties
    if not kept.attributes.enabled:
        return secret_disabled(secret.name)
    if kept.value_unstated:
        return key_not_in_export(secret.name)
    if kept.content_type == PKCS12 and kept.certificate is not None:
        return None
    said = f"The certificate '{secret.name}' is stored as {kept.content_type}: instances install {PKCS12}."
    return AzureError("SecretContentType", said, "Import it into the key vault as a PFX file.")


def _provided(view: View, vault_id: str, name: str, version: SecretVersion) -> Provided:
    kept = version.properties.certificate
    # `_refused` has looked; only versions of an export, which it refuses, may lack a date.
    assert kept is not None and kept.not_after is not None
    vault = view.need(Vault, vault_id)
    return Provided(
        version.properties.thumbprint,
        kept.subject,
        kept.not_after,
        secret_identifier(view, version),
        vault.id,
        name,
    )


def newest_of(view: View, url: str, vault_id: str) -> Provided | None:
    """The newest version of the certificate of which a certificate URL names one; None where it is gone."""
    _, path = _parts(url)
    name = path[1] if len(path) == 3 else ""
    return next((one for one in certificates_in(view, vault_id) if same_id(one.name, name)), None)
