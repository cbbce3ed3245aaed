"""Microsoft.CertificateRegistration: the App Service Certificate, an order at the CA.

Field names: ARM reference, Microsoft.CertificateRegistration/certificateOrders, 2024-11-01.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from store.resources.base import Located, Moment, Properties


class OrderStatus(StrEnum):
    """The CA's state of an order."""

    NOT_SUBMITTED = "NotSubmitted"
    PENDING_ISSUANCE = "Pendingissuance"
    ISSUED = "Issued"
    PENDING_REKEY = "PendingRekey"
    PENDING_REVOCATION = "Pendingrevocation"
    REVOKED = "Revoked"
    CANCELED = "Canceled"
    DENIED = "Denied"
    EXPIRED = "Expired"
    UNUSED = "Unused"
    #: No status of Azure's: the export of an estate does not tell the order's.
    UNKNOWN = "Unknown"

    @property
    def final(self) -> bool:
        """Whether nothing leads out of this state (it cannot be renewed, rekeyed or restored)."""
        return self in _FINAL


#: Names of a class are looked up one by one, and each order of a list is asked.
_FINAL = (OrderStatus.REVOKED, OrderStatus.CANCELED, OrderStatus.DENIED, OrderStatus.EXPIRED)


class ProvisioningState(StrEnum):
    """ARM's state of a write, not the certificate's."""

    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    CANCELED = "Canceled"
    IN_PROGRESS = "InProgress"
    DELETING = "Deleting"


class KeyVaultSecretStatus(StrEnum):
    """State of a link to a Key Vault secret; web certificates rest at `Initialized`, which is healthy."""

    INITIALIZED = "Initialized"
    WAITING_ON_CERTIFICATE_ORDER = "WaitingOnCertificateOrder"
    SUCCEEDED = "Succeeded"
    CERTIFICATE_ORDER_FAILED = "CertificateOrderFailed"
    OPERATION_NOT_PERMITTED = "OperationNotPermittedOnKeyVault"
    UNAUTHORIZED = "AzureServiceUnauthorizedToAccessKeyVault"
    VAULT_DOES_NOT_EXIST = "KeyVaultDoesNotExist"
    SECRET_DOES_NOT_EXIST = "KeyVaultSecretDoesNotExist"
    EXTERNAL_PRIVATE_KEY = "ExternalPrivateKey"
    UNKNOWN_ERROR = "UnknownError"
    UNKNOWN = "Unknown"

    @property
    def out_of_sync(self) -> bool:
        """Whether the portal's tile reads "Key Vault out of sync" on this value."""
        return self in _OUT_OF_SYNC


_OUT_OF_SYNC = (
    KeyVaultSecretStatus.OPERATION_NOT_PERMITTED,
    KeyVaultSecretStatus.UNAUTHORIZED,
    KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST,
    KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST,
)


class ProductType(StrEnum):
    """The product of an order; the portal's SKUs S1 and W1."""

    STANDARD = "StandardDomainValidatedSsl"
    WILDCARD = "StandardDomainValidatedWildCardSsl"

    @property
    def label(self) -> str:
        return "Wild Card" if self is ProductType.WILDCARD else "Standard"

    @property
    def sku(self) -> str:
        return "W1" if self is ProductType.WILDCARD else "S1"


class ActionType(StrEnum):
    """Actions of the Timeline; rekey, renew, sync and store are not among them."""

    ISSUED = "CertificateIssued"
    ORDER_CANCELED = "CertificateOrderCanceled"
    ORDER_CREATED = "CertificateOrderCreated"
    REVOKED = "CertificateRevoked"
    DOMAIN_VALIDATED = "DomainValidationComplete"
    FRAUD_DETECTED = "FraudDetected"
    SAN_DROP = "SanDrop"
    FRAUD_CLEARED = "FraudCleared"
    EXPIRED = "CertificateExpired"
    EXPIRATION_WARNING = "CertificateExpirationWarning"
    FRAUD_DOCUMENTATION = "FraudDocumentationRequired"
    UNKNOWN = "Unknown"


class Method(StrEnum):
    """How ownership of the domain is proved (Step 2: Verify); the two manual variants are separate."""

    APP_SERVICE = "App Service Verification"
    DOMAIN = "Domain Verification"
    MAIL = "Mail Verification"
    MANUAL_TXT = "Manual Verification (DNS TXT record)"
    MANUAL_HTML = "Manual Verification (HTML page)"

    @property
    def by_html(self) -> bool:
        """Whether the proof is a page fetched over plain HTTP."""
        return self in (Method.APP_SERVICE, Method.MANUAL_HTML)


class OrderCertificate(Properties, frozen=True, kw_only=True):
    """The order's link to its Key Vault secret (`properties.certificates.<name>`)."""

    key_vault_id: str
    key_vault_secret_name: str
    provisioning_state: KeyVaultSecretStatus


class CertificateDetails(Properties, frozen=True, kw_only=True):
    """An issued certificate as ARM shows it; `raw_data` is base64 of the DER.

    Of one from an export only the thumbprint may be known: moments are None then, texts "".
    """

    version: int = 3
    serial_number: str
    thumbprint: str
    subject: str
    not_before: Moment | None
    not_after: Moment | None
    signature_algorithm: str
    issuer: str
    raw_data: str


class Contact(Properties, frozen=True, kw_only=True):
    """Whom the CA writes to."""

    email: str = "admin@contoso.com"
    name_first: str = "Ada"
    name_last: str = "Nilsson"
    phone: str = "+1.5555550100"


class OrderProperties(Properties, frozen=True, kw_only=True):
    """Stored properties of an order; renewal dates and reasons are derived when shown."""

    certificates: Mapping[str, OrderCertificate] = msgspec.field(default_factory=dict)
    distinguished_name: str
    domain_verification_token: str
    validity_in_years: int = 1
    key_size: int = 2048
    product_type: ProductType
    auto_renew: bool = True
    provisioning_state: ProvisioningState = ProvisioningState.SUCCEEDED
    status: OrderStatus = OrderStatus.PENDING_ISSUANCE
    signed_certificate: CertificateDetails | None = None
    csr: str = ""
    last_certificate_issuance_time: Moment | None = None
    is_private_key_external: bool = False
    contact: Contact = Contact()
    #: When Azure itself says it renews the order; of an imported order only.
    next_auto_renewal_time_stamp: Moment | msgspec.UnsetType = msgspec.UNSET


class CertificateOrder(
    Located, frozen=True, kw_only=True, tag="Microsoft.CertificateRegistration/certificateOrders"
):
    """An App Service Certificate. Its location is always `global`."""

    location: str = "global"
    properties: OrderProperties

    @property
    def host(self) -> str:
        """The host name bought: the common name of the certificate."""
        return self.properties.distinguished_name.removeprefix("CN=")

    @property
    def domain(self) -> str:
        """The host name without its wild card label."""
        return self.host.removeprefix("*.")

    @property
    def link(self) -> OrderCertificate | None:
        """The link to Key Vault, once Step 1 (Store) is done.

        It is the entry under the order's own name, else the only one that has succeeded: Azure keeps a map,
        and not everybody names its entry after the order.
        """
        entries = self.properties.certificates
        own = entries.get(self.name)
        if own is not None or not entries:
            return own
        same = [one for name, one in entries.items() if name.lower() == self.name.lower()]
        done = [one for one in entries.values() if one.provisioning_state is KeyVaultSecretStatus.SUCCEEDED]
        chosen = same or (done if len(done) == 1 else [])
        return chosen[0] if chosen else None

    @property
    def thumbprint(self) -> str:
        """Thumbprint of the current certificate, or "" before the first issue."""
        signed = self.properties.signed_certificate
        return signed.thumbprint if signed else ""

    @property
    def expires(self) -> datetime | None:
        """The moment the current certificate expires (UTC)."""
        signed = self.properties.signed_certificate
        return signed.not_after if signed else None
