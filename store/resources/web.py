"""Microsoft.Web: plans, apps, their host names and bindings, and the certificates apps can use.

Field names: ARM reference, Microsoft.Web, 2022-03-01.
"""

from collections.abc import Mapping
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from store.resources.base import Hidden, Located, Moment, Properties, Resource, group_of, name_of
from store.resources.certificate_registration import KeyVaultSecretStatus
from store.resources.estate import NOT_IN_EXPORT


class SslState(StrEnum):
    """How a host name is bound."""

    DISABLED = "Disabled"
    SNI = "SniEnabled"
    IP = "IpBasedEnabled"
    #: The export names the host and cuts its binding off.
    UNKNOWN = "Unknown"


class PlanProperties(Properties, frozen=True, kw_only=True):
    """Properties of a plan: its operating system and whether it is in an App Service Environment."""

    reserved: bool = False
    hosting_environment: str | None = None
    #: The webspace's name as Azure tells it; where it does not, the name follows from group and region.
    web_space: str | msgspec.UnsetType = msgspec.UNSET


class PlanSku(Properties, frozen=True, kw_only=True):
    """Pricing tier: `F1`, `D1`, `B1`, `S1`, `P1v2`, `I1` …; "" where an export does not say."""

    name: str

    @property
    def label(self) -> str:
        """The tier as pages show it."""
        return self.name or NOT_IN_EXPORT

    @property
    def tier(self) -> str:
        """The tier by the portal's name."""
        return _TIERS.get(self.name[:1].upper(), "Standard")

    @property
    def allows_tls(self) -> bool:
        """Free and Shared plans have no custom TLS."""
        return self.tier not in ("Free", "Shared")


_TIERS = {"F": "Free", "D": "Shared", "B": "Basic", "S": "Standard", "P": "Premium", "I": "Isolated"}


class ServerFarm(Located, frozen=True, kw_only=True, tag="Microsoft.Web/serverfarms"):
    """An App Service plan. Resource group + region + operating system make its webspace."""

    sku: PlanSku
    properties: PlanProperties = PlanProperties()

    @property
    def webspace(self) -> str:
        """The webspace's name, shared by all apps of such plans; certificates are stored there.

        Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
        """
        if self.properties.web_space:
            return self.properties.web_space
        system = "-Linux" if self.properties.reserved else ""
        return f"{name_of(group_of(self.id))}-{self.location.replace(' ', '')}webspace{system}"


class HostNameSslState(Properties, frozen=True, kw_only=True):
    """A host name of an app and its binding."""

    name: str
    ssl_state: SslState = SslState.DISABLED
    virtual_ip: str | None = msgspec.field(default=None, name="virtualIP")
    thumbprint: str | None = None
    host_type: str = "Standard"
    #: `Website` or `TrafficManager`.
    azure_resource_type: str = "Website"
    #: The kind of its Traffic Manager endpoint where that is no Azure endpoint: "nested" or "external".
    endpoint: str | msgspec.UnsetType = msgspec.UNSET
    #: The certificate by its id, where Azure tells that beside or in place of the thumbprint.
    certificate_resource_id: str | msgspec.UnsetType = msgspec.UNSET


class IpSecurityRestriction(Properties, frozen=True, kw_only=True):
    """A rule that lets only some addresses reach the app."""

    name: str = ""
    ip_address: str = "Any"
    action: str = "Allow"


class SiteConfig(Properties, frozen=True, kw_only=True):
    """The part of an app's configuration that matters to certificates, and its app settings."""

    min_tls_version: str = "1.2"
    ip_security_restrictions: tuple[IpSecurityRestriction, ...] = ()
    app_settings: Mapping[str, str] = msgspec.field(default_factory=dict)


class SiteProperties(Properties, frozen=True, kw_only=True):
    """Stored properties of an app; `hostNames` follows from `hostNameSslStates` when shown.

    Plan, verification id and address are "" where the export of an estate does not have them.
    """

    state: str = "Running"
    server_farm_id: str
    https_only: bool = False
    public_network_access: str = "Enabled"
    custom_domain_verification_id: str
    inbound_ip_address: str
    host_name_ssl_states: tuple[HostNameSslState, ...] = ()
    #: The default host as Azure tells it: newer ones have a hash and a region in their name.
    default_host_name: str | msgspec.UnsetType = msgspec.UNSET
    #: All addresses that clients may meet, where Azure tells them.
    possible_inbound_ip_addresses: str | msgspec.UnsetType = msgspec.UNSET
    #: Token pages served at /.well-known: path → content (App Service Verification writes its own).
    domain_ownership_identifiers: Mapping[str, str] = msgspec.field(default_factory=dict)
    #: HTTP status the app answers with (200 when healthy); simulated health.
    health_status: int = 200
    site_config: SiteConfig = SiteConfig()


class Site(Located, frozen=True, kw_only=True, tag="Microsoft.Web/sites"):
    """A web app."""

    properties: SiteProperties

    @property
    def default_host(self) -> str:
        """The host every app has from Azure."""
        stated = self.properties.default_host_name
        return (stated or f"{self.name.replace('/', '-')}.azurewebsites.net").lower()

    @property
    def custom_hosts(self) -> tuple[HostNameSslState, ...]:
        """The mapped custom domains, in the order they were added."""
        own = (self.default_host, f"{self.name}.scm.azurewebsites.net".lower())
        return tuple(
            state
            for state in self.properties.host_name_ssl_states
            if state.host_type != "Repository" and state.name.lower() not in own
        )

    @property
    def unbound_hosts(self) -> tuple[str, ...]:
        """The custom domains without a TLS/SSL binding."""
        return tuple(state.name for state in self.custom_hosts if state.ssl_state is SslState.DISABLED)

    def host(self, name: str) -> HostNameSslState | None:
        """The host name's entry; case makes no difference."""
        for state in self.properties.host_name_ssl_states:
            if state.name.lower() == name.lower():
                return state
        return None


class Health(StrEnum):
    """A private key certificate's health status, and what the list can be filtered by."""

    HEALTHY = "Healthy"
    WARNING = "Warning"
    EXPIRED = "Expired"
    #: Nothing is known to judge by.
    UNKNOWN = NOT_IN_EXPORT

    @property
    def judged(self) -> bool:
        """Whether anything is known to judge by."""
        return self is not Health.UNKNOWN


class WebCertificateProperties(Properties, frozen=True, kw_only=True):
    """A certificate of a webspace.

    None for a date and "" for a text: neither Azure nor an export tells it.
    `pfx_blob` (base64, never returned by ARM) is the key and chain of an upload or a managed
    certificate; one from Key Vault is found in the versions of its secret.
    """

    friendly_name: str = ""
    subject_name: str
    host_names: tuple[str, ...]
    issuer: str
    issue_date: Moment | None
    expiration_date: Moment | None
    thumbprint: str
    key_vault_id: str | None = None
    key_vault_secret_name: str | None = None
    key_vault_secret_status: KeyVaultSecretStatus = KeyVaultSecretStatus.INITIALIZED
    canonical_name: str | None = None
    domain_validation_method: str | None = None
    server_farm_id: str
    web_space: str
    public_key_hash: str = ""
    cer_blob: str = ""
    pfx_blob: str = ""
    server_auth: bool = True
    self_signed: bool = False
    #: SHA-256 of the public key of the root it came with, "" where an issuer of this world signed it.
    root_key_hash: str = ""


class WebCertificate(Located, frozen=True, kw_only=True, tag="Microsoft.Web/certificates"):
    """A private key certificate of a webspace; with a vault secret it is a *linked private certificate*."""

    properties: WebCertificateProperties

    if TYPE_CHECKING:

        @property
        def thumbprint(self) -> str: ...

    else:
        # Asked more than anything else, and so without a function of our own.
        thumbprint = property(attrgetter("properties.thumbprint"))

    @property
    def managed(self) -> bool:
        """Whether it is a free App Service managed certificate."""
        return self.properties.canonical_name is not None


class ManagedRequest(Hidden, frozen=True, kw_only=True, tag="_managedRequests"):
    """A managed certificate that is being created: `id` is the id it will have; dates are UTC.

    `pkcs8` is base64 of its unencrypted private key.
    """

    site: str
    host: str
    pkcs8: str
    requested_at: Moment
    due_at: Moment


class PublicCertificateProperties(Properties, frozen=True, kw_only=True):
    """A public certificate of one app; `blob` is base64 of the DER."""

    blob: str
    public_certificate_location: str = "CurrentUserMy"
    thumbprint: str
    subject_name: str = ""
    expiration_date: Moment | None = None


class PublicCertificate(Resource, frozen=True, kw_only=True, tag="Microsoft.Web/sites/publicCertificates"):
    """A .cer of an app: code can load it, no host name can be bound to it."""

    properties: PublicCertificateProperties
