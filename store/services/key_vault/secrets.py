"""Key vaults as services meet them: versions of secrets, and the state of a link to one.

An App Service Certificate lives in a plain secret, not in a certificate object. Sources: "Troubleshooting
Tools for App Service Certificate" (blog, 2018), "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from msgspec.structs import replace

from store.errors import AzureError, Place
from store.resources import (
    KeyVaultSecretStatus,
    SecretVersion,
    SecretVersionProperties,
    Vault,
    VaultSecret,
    VaultSecretProperties,
)
from store.services import steps
from store.services.authorization.principals import (
    CERTIFICATE_REGISTRATION,
    service,
)
from store.services.key_vault.limits import LONGEST_SECRET_VALUE
from store.services.key_vault.permissions import permissions_of, refusal
from store.services.key_vault.soft_delete import deleted_secret, forget_secret
from store.services.provenance import secret_untold
from store.world import Draft, View
from store.world.answers import remembered

#: Why the certificate reseller cannot use a secret: the status of the link, and a sentence.
Trouble = tuple[KeyVaultSecretStatus, AzureError]
#: What the certificate reseller does in a vault to keep a certificate there.
_KEEPING = ("secrets", "get", "set")


def secret_id(vault_id: str, secret_name: str) -> str:
    """The id of a secret's document."""
    return f"{vault_id}/secrets/{secret_name}"


def version_id(vault_id: str, secret_name: str, version: str) -> str:
    """The id of a version's document (`version`: its 32 hex digits)."""
    return f"{secret_id(vault_id, secret_name)}/versions/{version}"


def secret_identifier(view: View, version: SecretVersion) -> str:
    """The Secret Identifier (URI) of a version; raises `AzureError` ResourceNotFound."""
    vault = view.need(Vault, version.id.partition("/secrets/")[0])
    _, _, path = version.id.partition("/secrets/")
    return f"{vault.properties.vault_uri}secrets/{path.replace('/versions/', '/')}"


def certificate_id(vault_id: str, name: str) -> str:
    """The id of a certificate object's document."""
    return f"{vault_id}/certificates/{name}"


def secrets_in(view: View, vault_id: str) -> tuple[VaultSecret, ...]:
    """The secrets of a vault, in the order they were made."""
    prefix = secret_id(vault_id, "").lower()
    return tuple(secret for key, secret in view.table(VaultSecret).items() if key.startswith(prefix))


@remembered
def versions(view: View, vault_id: str, secret_name: str) -> tuple[SecretVersion, ...]:
    """All versions of a secret, newest first; none where the secret is not there."""
    secret = view.get(VaultSecret, secret_id(vault_id, secret_name))
    names = () if secret is None else reversed(secret.properties.versions)
    return tuple(view.need(SecretVersion, version_id(vault_id, secret_name, name)) for name in names)


def newest_version(view: View, vault_id: str, secret_name: str) -> SecretVersion | None:
    """The current version, enabled or not; None where the secret is not there."""
    secret = view.get(VaultSecret, secret_id(vault_id, secret_name))
    return None if secret is None else _newest(view, secret)


def _newest(view: View, secret: VaultSecret) -> SecretVersion | None:
    held = secret.properties.versions
    return view.need(SecretVersion, f"{secret.id}/versions/{held[-1]}") if held else None


@remembered
def current_version(view: View, vault_id: str, secret_name: str) -> SecretVersion | None:
    """The version that a read of the secret gives: the newest, or None where that is disabled.

    No older version takes its place. Source: "Get Secret" (Azure REST API reference, 2024).
    """
    newest = newest_version(view, vault_id, secret_name)
    return newest if newest is not None and newest.properties.attributes.enabled else None


def reading_refusal(view: View, vault_id: str, secret_name: str, object_id: str) -> AzureError | None:
    """Why this principal cannot open the versions of a secret, or None; it needs Get on secrets.

    Codes: those of `vault_access.refusal`, SecretNotFound. Source: "New Sync and Export experiences"
    (blog, 2019).
    """
    refused = refusal(view, vault_id, object_id, "secrets", "get")
    if refused is None and view.get(VaultSecret, secret_id(vault_id, secret_name)) is None:
        return secret_not_found(secret_name)
    return refused


def read_secret(view: View, vault_id: str, secret_name: str, object_id: str) -> SecretVersion:
    """The current version, read by this principal (which needs Get on secrets).

    Raises `AzureError`: the codes of `vault_access.refusal`, SecretNotFound, SecretDisabled.
    """
    refused = reading_refusal(view, vault_id, secret_name, object_id)
    if refused is not None:
        raise refused
    found = current_version(view, vault_id, secret_name)
    if found is not None:
        return found
    if newest_version(view, vault_id, secret_name) is None:
        raise secret_untold(secret_name)
    raise secret_disabled(secret_name)


def secret_disabled(secret_name: str) -> AzureError:
    """Key Vault's answer (403) where the newest or the requested version is not enabled."""
    return AzureError(
        "SecretDisabled",
        f"Operation get is not allowed on a disabled secret: the version of '{secret_name}' is not enabled.",
        Place.SECRETS.way(
            "Open the secret's current version in the key vault and set Enabled? to Yes, or write a newer "
            "one."
        ),
    )


def secret_not_found(secret_name: str) -> AzureError:
    """Key Vault's answer (404) where there is no such secret."""
    return AzureError(
        "SecretNotFound",
        f"A secret with (name/id) {secret_name} was not found in this key vault. "
        "If you recently deleted this secret you may be able to recover it.",
        Place.SECRETS.way(f"Recover the secret, or do {steps.STORE} again."),
    )


def write_version(
    draft: Draft, vault_id: str, secret_name: str, object_id: str, properties: SecretVersionProperties
) -> SecretVersion:
    """Add a version written by this principal, which needs Set on secrets.

    The secret is made with its first version. Raises `AzureError`: the codes of `permissions.refusal` and of
    `put_version`.
    """
    refused = refusal(draft, vault_id, object_id, "secrets", "set")
    if refused is not None:
        raise refused
    return put_version(draft, vault_id, secret_name, properties)


def put_version(
    draft: Draft,
    vault_id: str,
    secret_name: str,
    properties: SecretVersionProperties,
    *,
    managed: bool = False,
) -> SecretVersion:
    """Write the next version of a secret, whoever asks; its sequence number is counted here.

    `managed` says that a certificate object stands before a new secret. Raises `AzureError` ResourceNotFound,
    ObjectIsDeletedButRecoverable and SecretTooLong.
    """
    vault = draft.need(Vault, vault_id)
    refused = name_taken(draft, vault.id, secret_name) or value_too_long(properties.value)
    if refused is not None:
        raise refused
    id = secret_id(vault.id, secret_name)
    forget_secret(draft, id)
    secret = draft.get(VaultSecret, id) or VaultSecret(
        id=id, name=secret_name, properties=VaultSecretProperties(managed=managed)
    )
    known = secret.properties.versions
    name = draft.hex(f"version {len(known) + 1} of {secret.key}", 32)
    version = SecretVersion(
        id=version_id(vault.id, secret.name, name),
        name=name,
        properties=replace(properties, sequence=len(known) + 1),
    )
    draft.put(replace(secret, properties=replace(secret.properties, versions=(*known, name))))
    draft.put(version)
    return version


def name_taken(view: View, vault_id: str, name: str) -> AzureError | None:
    """Why soft delete keeps this name from everybody, services too (409), or None.

    Source: "Azure Key Vault soft-delete overview" (Azure docs, 2022).
    """
    held = deleted_secret(view, secret_id(vault_id, name))
    if held is None:
        return None
    kind = "certificate" if held.certificate else "secret"
    return AzureError(
        "ObjectIsDeletedButRecoverable",
        f"The {kind} '{name}' is currently in a deleted but recoverable state, and its name cannot be "
        "reused; in this state, it can only be recovered or purged.",
        Place.SECRETS.way(f"Recover the {kind}, or choose another name.", vault_id),
    )


def value_too_long(value: str) -> AzureError | None:
    """Why a secret cannot hold this value, or None."""
    if len(value) <= LONGEST_SECRET_VALUE:
        return None
    return AzureError(
        "SecretTooLong", f"A secret's value has at most {LONGEST_SECRET_VALUE} characters.", "Shorten it."
    )


def link_status(view: View, vault_id: str, secret_name: str, *, issued: bool) -> KeyVaultSecretStatus:
    """The live state of an order's link: what the certificate reseller finds at the vault now.

    `issued`: whether the order has a certificate. The values out of sync say why it cannot be kept there.
    """
    return link_met(view, vault_id, secret_name, issued=issued)[0]


def link_met(
    view: View, vault_id: str, secret_name: str, *, issued: bool
) -> tuple[KeyVaultSecretStatus, SecretVersion | None]:
    """That state, and the current version of the secret, where the certificate reseller reads one."""
    current, trouble = _met(view, vault_id, secret_name)
    if trouble is not None:
        return trouble[0], None
    if not issued:
        return KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER, current
    if current is None:
        return KeyVaultSecretStatus.UNKNOWN, None
    stored = current.properties.value != "" or bool(current.properties.value_unstated)
    return KeyVaultSecretStatus.SUCCEEDED if stored else KeyVaultSecretStatus.INITIALIZED, current


def link_trouble(view: View, vault_id: str, secret_name: str) -> Trouble | None:
    """Why the certificate reseller cannot use the secret, as a status and as a sentence; None when it can."""
    return _met(view, vault_id, secret_name)[1]


def _met(view: View, vault_id: str, secret_name: str) -> tuple[SecretVersion | None, Trouble | None]:
    """What a secret gives the certificate reseller, and what keeps it from using the secret."""
    if not _lets_reseller_in(view, vault_id):
        object_id = service(view, CERTIFICATE_REGISTRATION).id
        refused = refusal(view, vault_id, object_id, *_KEEPING)
        if refused is not None:
            return None, (_status(view, vault_id, object_id, refused), refused)
    secret = view.get(VaultSecret, secret_id(vault_id, secret_name))
    if secret is None:
        return None, (KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST, secret_not_found(secret_name))
    if secret.properties.managed:
        return None, (KeyVaultSecretStatus.OPERATION_NOT_PERMITTED, certificate_object(secret_name))
    current = _newest(view, secret)
    if current is not None and not current.properties.attributes.enabled:
        return None, (KeyVaultSecretStatus.OPERATION_NOT_PERMITTED, secret_disabled(secret_name))
    return current, None


@remembered
def _lets_reseller_in(view: View, vault_id: str) -> bool:
    """Whether the vault refuses the certificate reseller nothing: mostly one answer for all orders."""
    return refusal(view, vault_id, service(view, CERTIFICATE_REGISTRATION).id, *_KEEPING) is None


def _status(view: View, vault_id: str, object_id: str, refused: AzureError) -> KeyVaultSecretStatus:
    vault = view.get(Vault, vault_id)
    if vault is None:
        return KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST
    if refused.code == "KeyVaultAccessDenied" and not permissions_of(view, vault, object_id).secrets:
        return KeyVaultSecretStatus.UNAUTHORIZED
    return KeyVaultSecretStatus.OPERATION_NOT_PERMITTED


def certificate_object(secret_name: str) -> AzureError:
    """Why a certificate object cannot hold an App Service Certificate."""
    return AzureError(
        "CertificateObjectNotSupported",
        f"'{secret_name}' is the secret of a Key Vault certificate object; an App Service Certificate "
        "looks up a secret name, and certificate objects are not supported.",
        "Choose a secret that is not managed by a certificate.",
    )
