"""Links from orders and web certificates to vault secrets, and reading a secret as App Service does."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from store.errors import AzureError, Place
from store.resources import (
    CertificateOrder,
    KeyVaultSecretStatus,
    OrderLedger,
    SecretVersion,
    Vault,
    VaultSecret,
    WebCertificate,
    WebCertificateProperties,
    name_of,
    same_id,
)
from store.resources.lookups import (
    CERTIFICATES_BY_THUMBPRINT,
    LEDGERS_BY_THUMBPRINT,
    LINKED_CERTIFICATES,
    LINKED_ORDERS,
)
from store.resources.lookups import Link as Link
from store.resources.lookups import link_of as link_of
from store.services.authorization.principals import app_service
from store.services.key_vault.secrets import read_secret, secret_id, versions
from store.services.key_vault.stored_certificates import ValueRefused, stored_certificate, value_refusal
from store.world import View
from store.world.answers import remembered
from store.world.index import index_by


@remembered
def linked_certificates(view: View, order: CertificateOrder) -> tuple[WebCertificate, ...]:
    """The private certificates imported from an order: those linked to its secret, then those left behind."""
    link = link_of(order)
    followers = () if link is None else certificates_linked_to(view, link)
    return (*followers, *left_behind(view, order))


@remembered
def left_behind(view: View, order: CertificateOrder) -> tuple[WebCertificate, ...]:
    """The certificates of an order that are still linked to a secret which the order has left.

    Step 1 with another vault, a moved vault or another secret name leaves them: nothing new reaches them, and
    they go on serving what they have. Certificate objects of a vault, and secrets of other orders, are not
    meant.
    """
    link, thumbprints = link_of(order), issued_thumbprints(view, order)
    return tuple(
        one for thumbprint in thumbprints for one in _strays(view, thumbprint) if link_of(one) != link
    )


@remembered
def _strays(view: View, thumbprint: str) -> tuple[WebCertificate, ...]:
    """The certificates with this thumbprint that are linked to a secret which nobody writes.

    Asked by thumbprint: orders of an imported estate can have one certificate in common by the thousand.
    """
    found = certificates_with(view, thumbprint)
    return tuple(one for one in found if not _has_owner(view, link_of(one)))


def is_left_behind(order: CertificateOrder, certificate: WebCertificate) -> bool:
    """Whether a certificate imported from an order is linked to another secret than the order."""
    return link_of(certificate) != link_of(order)


def left_behind_refusal(view: View, order: CertificateOrder, certificate: WebCertificate) -> AzureError:
    """Why no sync reaches a certificate that was left behind: the dead link, and the way out."""
    return AzureError(
        "CertificateLeftBehind",
        f"'{certificate.name}' is linked to {_where(view, certificate)}, not to the order's secret.",
        "Import App Service Certificate again in one of its apps; bindings follow.",
    )


def _where(view: View, certificate: WebCertificate) -> str:
    """The secret a certificate was left behind with, in a few words."""
    vault, secret = (
        certificate.properties.key_vault_id or "",
        certificate.properties.key_vault_secret_name or "",
    )
    if view.get(Vault, vault) is None:
        return f"the deleted or moved key vault '{name_of(vault)}'"
    found = view.get(VaultSecret, secret_id(vault, secret))
    return f"{'another' if found else 'a deleted'} secret of key vault '{name_of(vault)}'"


def _has_owner(view: View, link: Link | None) -> bool:
    """Whether an order or a certificate object writes a link's secret; an upload (None) needs no owner."""
    if link is None:
        return True
    secret = view.get(VaultSecret, secret_id(*link))
    return (secret is not None and secret.properties.managed) or link in index_by(
        view, CertificateOrder, LINKED_ORDERS
    )


def certificates_with(view: View, thumbprint: str) -> tuple[WebCertificate, ...]:
    """The certificates, in all webspaces, that have this thumbprint."""
    return index_by(view, WebCertificate, CERTIFICATES_BY_THUMBPRINT).get(thumbprint, ())


def issued_thumbprints(view: View, order: CertificateOrder) -> tuple[str, ...]:
    """The thumbprints of all certificates that an order has had, oldest first."""
    ledger = view.get(OrderLedger, order.id)
    return tuple(one.thumbprint for one in ledger.issued) if ledger else ()


def linked_secrets(view: View) -> Collection[Link]:
    """The vault secrets that certificates are linked to."""
    return index_by(view, WebCertificate, LINKED_CERTIFICATES).keys()


def certificates_linked_to(view: View, link: Link) -> tuple[WebCertificate, ...]:
    """The certificates linked to a vault secret, in the order they were added."""
    return index_by(view, WebCertificate, LINKED_CERTIFICATES).get(link, ())


def orders_of(view: View, certificate: WebCertificate) -> tuple[CertificateOrder, ...]:
    """The orders whose secret a certificate is linked to, else those that have issued it."""
    link = link_of(certificate)
    linked = () if link is None else index_by(view, CertificateOrder, LINKED_ORDERS).get(link, ())
    return linked or issuing_orders(view, certificate.thumbprint)


def orders_stored_in(view: View, vault: str) -> Iterator[CertificateOrder]:
    """The orders that are linked to a secret of the key vault with this id."""
    for order in view.all(CertificateOrder):
        if order.link is not None and same_id(order.link.key_vault_id, vault):
            yield order


def issuing_orders(view: View, thumbprint: str) -> tuple[CertificateOrder, ...]:
    """The orders that a certificate was issued for: one, or none."""
    orders = (view.get(CertificateOrder, ledger.id) for ledger in issuing_ledgers(view, thumbprint))
    return tuple(order for order in orders if order is not None)


def issuing_ledgers(view: View, thumbprint: str) -> tuple[OrderLedger, ...]:
    """The ledgers in which a certificate's issue is written down: one, or none."""
    return index_by(view, OrderLedger, LEDGERS_BY_THUMBPRINT).get(thumbprint, ())


@remembered
def out_of_sync(view: View, order: CertificateOrder) -> tuple[WebCertificate, ...]:
    """The linked certificates that do not have the order's current certificate, or were left behind.

    None before it is issued, and none of an order that ended: nothing brings those anything new.
    """
    if order.properties.status.final or not order.thumbprint:
        return ()
    wanted, left = order.thumbprint, left_behind(view, order)
    linked = linked_certificates(view, order)
    return tuple(one for one in linked if one.thumbprint not in ("", wanted) or one in left)


def followed_thumbprints(view: View, certificate: WebCertificate) -> tuple[str, ...]:
    """The certificate's thumbprint, then those of the other versions of its secret, newest first."""
    link = link_of(certificate)
    older = [] if link is None else [version.properties.thumbprint for version in versions(view, *link)]
    return tuple(dict.fromkeys([certificate.thumbprint, *filter(None, older)]))


#: Ways out of a dead link where no order can write the secret again.
_WITHOUT_ORDER = {
    "KeyVaultNotFound": Place.KEY_VAULTS.way(
        "Recover the vault, or import the certificate from another one."
    ),
    "SecretNotFound": Place.SECRETS.way("Recover the secret, or import another certificate of the vault."),
}


def read_linked(view: View, certificate: WebCertificate) -> SecretVersion | None:
    """The current version of a certificate's secret, None for a certificate without one; raises as below."""
    kept = certificate.properties
    if kept.key_vault_id is None or kept.key_vault_secret_name is None:
        return None
    try:
        return secret_for_app_service(view, kept.key_vault_id, kept.key_vault_secret_name)
    except AzureError as error:
        if error.code in _WITHOUT_ORDER and not orders_of(view, certificate):
            raise AzureError(error.code, error.message, _WITHOUT_ORDER[error.code]) from None
        raise


@remembered
def secret_for_app_service(view: View, vault_id: str, secret_name: str) -> SecretVersion:
    """The current version of a secret, read as Microsoft.Azure.WebSites and judged as at an import.

    Raises `AzureError` as `secrets.read_secret` does, and `ValueRefused`.
    """
    version = read_secret(view, vault_id, secret_name, app_service(view, vault_id).id)
    refused = value_refusal(view, version)
    if refused is not None:
        raise refused
    return version


#: What a refused reading of the secret says about the link.
_STATUS_OF = {
    "KeyVaultNotFound": KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST,
    "SecretNotFound": KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST,
    "KeyVaultAccessDenied": KeyVaultSecretStatus.UNAUTHORIZED,
}


def status_after(error: AzureError) -> KeyVaultSecretStatus:
    """The secret status a certificate shows after a reading that failed so."""
    if isinstance(error, ValueRefused):
        return KeyVaultSecretStatus.UNKNOWN_ERROR
    return _STATUS_OF.get(error.code, KeyVaultSecretStatus.OPERATION_NOT_PERMITTED)


def from_version(
    view: View, held: WebCertificateProperties, version: SecretVersion
) -> WebCertificateProperties:
    """A certificate's properties after taking in this version of its secret.

    Every fact is of the certificate in the version: the dates of the secret are notes that nothing follows,
    and of the certificate before nothing stays but its place. Source: "About Azure Key Vault secrets" (Azure
    docs, 2023).
    """
    found = stored_certificate(view, version)
    read = found.certificate
    assert read is not None  # `secret_for_app_service` refuses a value without a certificate
    return replace(
        held,
        thumbprint=found.thumbprint,
        host_names=found.host_names,
        subject_name=common_name(read.subject),
        issuer=common_name(read.issuer),
        issue_date=read.not_before,
        expiration_date=read.not_after,
        key_vault_secret_status=KeyVaultSecretStatus.INITIALIZED,
        public_key_hash=read.public_key_hash,
        server_auth=read.server_auth,
        self_signed=read.self_signed,
        root_key_hash=read.root_key_hash,
    )


def common_name(distinguished: str) -> str:
    """The common name in "CN=contoso.com, O=Contoso", or the whole text where there is none."""
    for part in distinguished.split(", "):
        if part.startswith("CN="):
            return part.removeprefix("CN=")
    return distinguished
