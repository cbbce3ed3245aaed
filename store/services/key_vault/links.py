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
    VaultCertificate,
    WebCertificate,
    WebCertificateProperties,
)
from store.services import steps
from store.services.authorization.principals import app_service
from store.services.key_vault.secrets import PKCS12, read_secret, versions
from store.world import View
from store.world.index import index_by

#: A vault secret as links compare it: id of the vault and name of the secret in lower case.
Link = tuple[str, str]


def link_of(owner: CertificateOrder | WebCertificate) -> Link | None:
    """The vault secret an order or a certificate is linked to, or None."""
    stored = owner.link if isinstance(owner, CertificateOrder) else owner.properties
    if stored is None or stored.key_vault_id is None or stored.key_vault_secret_name is None:
        return None
    return stored.key_vault_id.lower(), stored.key_vault_secret_name.lower()


def linked_certificates(view: View, order: CertificateOrder) -> tuple[WebCertificate, ...]:
    """The linked private certificates of an order: those with its vault and secret name."""
    link = link_of(order)
    return () if link is None else certificates_linked_to(view, link)


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


def secret_for_app_service(view: View, vault_id: str, secret_name: str) -> SecretVersion:
    """The current version of a secret, read with the rights of Microsoft.Azure.WebSites.

    Raises `AzureError` as `vaults.read_secret` does, and KeyVaultSecretHasNoCertificate where the
    value is no PKCS#12 yet. Source: "Deploying Azure Web App Certificate through Key Vault" (blog, 2016).
    """
    version = read_secret(view, vault_id, secret_name, app_service(view, vault_id).id)
    if not version.properties.value or not version.properties.thumbprint:
        raise AzureError(
            "KeyVaultSecretHasNoCertificate",
            f"The Key Vault secret '{secret_name}' holds no certificate yet.",
            f"{steps.VERIFY}, then wait until the certificate is issued.",
        )
    if version.properties.content_type != PKCS12:
        raise AzureError(
            "KeyVaultSecretNotPkcs12",
            f"The content type of the Key Vault secret '{secret_name}' is "
            f"'{version.properties.content_type}', not '{PKCS12}'.",
            "Store the certificate as a PKCS#12 file without a password.",
        )
    return version


#: What a refused reading of the secret says about the link.
_STATUS_OF = {
    "KeyVaultNotFound": KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST,
    "SecretNotFound": KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST,
    "KeyVaultAccessDenied": KeyVaultSecretStatus.UNAUTHORIZED,
}


def status_after(error: AzureError) -> KeyVaultSecretStatus:
    """The secret status a certificate shows after a reading that failed so."""
    return _STATUS_OF.get(error.code, KeyVaultSecretStatus.OPERATION_NOT_PERMITTED)


def from_version(
    view: View, held: WebCertificateProperties, version: SecretVersion
) -> WebCertificateProperties:
    """A certificate's properties after taking in this version of its secret.

    Facts the version does not carry (subject, issuer, public key) come from the order that issued it
    or from the vault's certificate object; the file itself is not opened.
    """
    new = version.properties
    subject, issuer, key_hash = _facts(view, held, version)
    return replace(
        held,
        thumbprint=new.thumbprint,
        host_names=new.host_names,
        subject_name=subject or (new.host_names[0] if new.host_names else held.subject_name),
        issuer=issuer or held.issuer,
        issue_date=new.attributes.not_before or new.attributes.created,
        expiration_date=new.attributes.expires or held.expiration_date,
        key_vault_secret_status=KeyVaultSecretStatus.INITIALIZED,
        public_key_hash=key_hash,
    )


def _facts(view: View, held: WebCertificateProperties, version: SecretVersion) -> tuple[str, str, str]:
    """Subject, issuer and public key hash of a linked certificate; "" where they cannot be read."""
    thumbprint = version.properties.thumbprint
    order = view.get(CertificateOrder, version.properties.tags.get("CertificateId"))
    if order is not None:
        signed, ledger = order.properties.signed_certificate, view.get(OrderLedger, order.id)
        issued = ledger.issued if ledger else ()
        key_hash = next((one.public_key_hash for one in issued if one.thumbprint == thumbprint), "")
        return order.host, common_name(signed.issuer) if signed else "", key_hash
    stored = view.get(VaultCertificate, f"{held.key_vault_id}/certificates/{held.key_vault_secret_name}")
    if stored is not None and stored.properties.thumbprint == thumbprint:
        return common_name(stored.properties.subject), common_name(stored.properties.issuer), ""
    return "", "", ""


def common_name(distinguished: str) -> str:
    """The common name in "CN=contoso.com, O=Contoso", or the whole text where there is none."""
    for part in distinguished.split(", "):
        if part.startswith("CN="):
            return part.removeprefix("CN=")
    return distinguished
