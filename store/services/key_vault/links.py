"""Links from orders and web certificates to vault secrets, and reading a secret as App Service does."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec.structs import replace

from store.errors import AzureError
from store.resources import (
    CertificateOrder,
    KeyVaultSecretStatus,
    OrderLedger,
    SecretVersion,
    WebCertificate,
    WebCertificateProperties,
)
from store.services.authorization.principals import app_service
from store.services.key_vault.secrets import read_secret, versions
from store.services.key_vault.stored_certificates import ValueRefused, stored_certificate, value_refusal
from store.world import View
from store.world.answers import remembered
from store.world.index import index_by

#: A vault secret as links compare it: id of the vault and name of the secret in lower case.
Link = tuple[str, str]


def link_of(owner: CertificateOrder | WebCertificate) -> Link | None:
    """The vault secret an order or a certificate is linked to, or None."""
    stored = owner.link if isinstance(owner, CertificateOrder) else owner.properties
    if stored is None or stored.key_vault_id is None or stored.key_vault_secret_name is None:
        return None
    return stored.key_vault_id.lower(), stored.key_vault_secret_name.lower()


@remembered
def linked_certificates(view: View, order: CertificateOrder) -> tuple[WebCertificate, ...]:
    """The linked private certificates of an order: those with its vault and secret name."""
    link = link_of(order)
    return () if link is None else certificates_linked_to(view, link)


def issued_thumbprints(view: View, order: CertificateOrder) -> tuple[str, ...]:
    """The thumbprints of all certificates that an order has had, oldest first."""
    ledger = view.get(OrderLedger, order.id)
    return tuple(one.thumbprint for one in ledger.issued) if ledger else ()


def linked_secrets(view: View) -> Collection[Link]:
    """The vault secrets that certificates are linked to."""
    return index_by(view, WebCertificate, _links).keys()


def certificates_linked_to(view: View, link: Link) -> tuple[WebCertificate, ...]:
    """The certificates linked to a vault secret, in the order they were added."""
    return index_by(view, WebCertificate, _links).get(link, ())


def orders_of(view: View, certificate: WebCertificate) -> tuple[CertificateOrder, ...]:
    """The orders whose secret a certificate is linked to (none for an upload)."""
    link = link_of(certificate)
    return () if link is None else index_by(view, CertificateOrder, _order_links).get(link, ())


def _links(view: View) -> Callable[[CertificateOrder | WebCertificate], tuple[Link, ...]]:
    return _links_of


def _order_links(view: View) -> Callable[[CertificateOrder], tuple[Link, ...]]:
    return _links_of


def _links_of(owner: CertificateOrder | WebCertificate) -> tuple[Link, ...]:
    link = link_of(owner)
    return () if link is None else (link,)


@remembered
def out_of_sync(view: View, order: CertificateOrder) -> tuple[WebCertificate, ...]:
    """The linked certificates that do not have the order's current certificate.

    None before it is issued, and none of an order that ended: nothing brings those anything new.
    """
    wanted = "" if order.properties.status.final else order.thumbprint
    return tuple(one for one in linked_certificates(view, order) if wanted not in ("", one.thumbprint))


def followed_thumbprints(view: View, certificate: WebCertificate) -> tuple[str, ...]:
    """The certificate's thumbprint, then those of the other versions of its secret, newest first."""
    link = link_of(certificate)
    older = [] if link is None else [version.properties.thumbprint for version in versions(view, *link)]
    return tuple(dict.fromkeys([certificate.thumbprint, *filter(None, older)]))


def read_linked(view: View, certificate: WebCertificate) -> SecretVersion | None:
    """The current version of a certificate's secret, None for a certificate without one; raises as below."""
    kept = certificate.properties
    if kept.key_vault_id is None or kept.key_vault_secret_name is None:
        return None
    return secret_for_app_service(view, kept.key_vault_id, kept.key_vault_secret_name)


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
