"""Microsoft.KeyVault: vaults, access policies, secrets and their versions, certificate objects.

Field names: ARM reference, Microsoft.KeyVault/vaults; Key Vault REST, secrets and certificates 7.x.
"""

from collections.abc import Mapping

import msgspec

from store.resources.base import Hidden, Located, Moment, Properties, Resource, name_of


class Permissions(Properties, frozen=True, kw_only=True):
    """Permissions of a principal, lower-case verbs (`get`, `list`, `set`, `delete`, …)."""

    secrets: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class AccessPolicy(Properties, frozen=True, kw_only=True):
    """One principal's permissions in a vault."""

    tenant_id: str
    object_id: str
    permissions: Permissions = Permissions()


class NetworkAcls(Properties, frozen=True, kw_only=True):
    """The vault's firewall: `Deny` with bypass `AzureServices` still lets trusted services in."""

    bypass: str = "AzureServices"
    default_action: str = "Allow"
    ip_rules: tuple[str, ...] = ()


class VaultSku(Properties, frozen=True, kw_only=True):
    family: str = "A"
    name: str = "standard"


class VaultProperties(Properties, frozen=True, kw_only=True):
    tenant_id: str
    sku: VaultSku = VaultSku()
    vault_uri: str
    access_policies: tuple[AccessPolicy, ...] = ()
    enabled_for_deployment: bool = False
    enable_rbac_authorization: bool = False
    enable_soft_delete: bool = True
    soft_delete_retention_in_days: int = 90
    enable_purge_protection: bool = False
    network_acls: NetworkAcls = NetworkAcls()
    #: Object ids whose permissions an export does not tell: nothing is refused to them for that.
    unstated: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    #: False where an export has the vault without its policies and permission model.
    policies_stated: bool | msgspec.UnsetType = msgspec.UNSET


class Vault(Located, frozen=True, kw_only=True, tag="Microsoft.KeyVault/vaults"):
    """A key vault; its name is unique in all of Azure."""

    properties: VaultProperties

    def permissions(self, object_id: str) -> Permissions:
        """The permissions that the access policies grant a principal; none where it has no policy."""
        for policy in self.properties.access_policies:
            if policy.object_id.lower() == object_id.lower():
                return policy.permissions
        return Permissions()


class SecretAttributes(Properties, frozen=True, kw_only=True):
    """State and dates of a version (UTC; Key Vault's own JSON has Unix seconds)."""

    enabled: bool = True
    not_before: Moment | None = msgspec.field(default=None, name="nbf")
    expires: Moment | None = msgspec.field(default=None, name="exp")
    created: Moment
    updated: Moment


class VaultSecretProperties(Properties, frozen=True, kw_only=True):
    """A secret; `managed` when it backs a certificate object; `versions` are their names, oldest first."""

    managed: bool = False
    versions: tuple[str, ...] = ()


class VaultSecret(Resource, frozen=True, kw_only=True, tag="Microsoft.KeyVault/vaults/secrets"):
    """A named secret of a vault; its values are its versions."""

    properties: VaultSecretProperties = VaultSecretProperties()


class StoredCertificate(Properties, frozen=True, kw_only=True):
    """Facts of the certificate in a version. Dates are UTC, `subject` and `issuer` X.500 names.

    `root_key_hash` is SHA-256 of the public key its chain hangs on, "" where an order's CA signed it.
    """

    subject: str
    issuer: str
    not_before: Moment | None
    not_after: Moment | None
    public_key_hash: str = ""
    server_auth: bool = True
    self_signed: bool = False
    root_key_hash: str = ""


class ValueFault(Properties, frozen=True, kw_only=True):
    """Why App Service does not take the value of a version."""

    code: str
    message: str
    next_step: str = ""


class SecretVersionProperties(Properties, frozen=True, kw_only=True):
    """One value: base64 of a PKCS#12 without password, PEM text, or any other text.

    `value` is "" before an order's certificate is issued. `thumbprint`, `host_names`, `certificate` and
    `fault` are computed once, when the version is written. `sequence` counts a secret's versions from 1.
    """

    sequence: int = 0
    value: str = ""
    content_type: str = ""
    attributes: SecretAttributes
    tags: Mapping[str, str] = msgspec.field(default_factory=dict)
    thumbprint: str = ""
    host_names: tuple[str, ...] = ()
    certificate: StoredCertificate | None = None
    fault: ValueFault | None = None
    #: True where an export tells the version and not its value: certificate and key are in the real vault.
    value_unstated: bool | msgspec.UnsetType = msgspec.UNSET


class SecretVersion(Resource, frozen=True, kw_only=True, tag="Microsoft.KeyVault/vaults/secrets/versions"):
    """A version of a secret: `name` is its 32 hex digits."""

    properties: SecretVersionProperties


class VaultCertificateProperties(Properties, frozen=True, kw_only=True):
    """A certificate object; `secret_name` is the managed secret with its private key.

    `issuer` is the signer's X.500 name, `issuer_name` who can renew it in the vault: "Self", a known
    authority, or "Unknown" for an imported one.
    """

    secret_name: str
    content_type: str = "application/x-pkcs12"
    thumbprint: str
    subject: str = ""
    host_names: tuple[str, ...] = ()
    not_after: Moment | None = None
    issuer: str = ""
    issuer_name: str = "Unknown"
    enabled: bool = True


class VaultCertificate(Resource, frozen=True, kw_only=True, tag="Microsoft.KeyVault/vaults/certificates"):
    """A Key Vault certificate object (not what an App Service Certificate uses: that is a plain secret)."""

    properties: VaultCertificateProperties


class DeletedSecret(Hidden, frozen=True, kw_only=True, tag="_deletedSecrets"):
    """A deleted secret until `purge_at`, with its versions and the certificate object it backs.

    `id` is the secret's id.
    """

    secret: VaultSecret
    versions: tuple[SecretVersion, ...]
    certificate: VaultCertificate | None = None
    deleted_at: Moment
    purge_at: Moment

    @property
    def name(self) -> str:
        return name_of(self.id)


class DeletedVault(Hidden, frozen=True, kw_only=True, tag="_deletedVaults"):
    """A deleted vault until `purge_at`, with all that was in it. `id` is the vault's id."""

    vault: Vault
    secrets: tuple[VaultSecret, ...] = ()
    versions: tuple[SecretVersion, ...] = ()
    certificates: tuple[VaultCertificate, ...] = ()
    deleted_at: Moment
    purge_at: Moment

    @property
    def name(self) -> str:
        return name_of(self.id)
