"""Writing an order's certificate into its key vault (Step 1: Store, and every issue after it).

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from msgspec.structs import replace

from store.errors import AzureError
from store.resources import (
    CertificateOrder,
    KeyVaultSecretStatus,
    OrderCertificate,
    SecretAttributes,
    SecretVersionProperties,
)
from store.services.authority.issuer import Leaf
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, service
from store.services.key_vault import secrets as vaults
from store.services.key_vault.stored_certificates import PKCS12, of_leaf
from store.world import Draft

#: Tag of a secret's version that tells a certificate from the placeholder before it.
STATE_TAG = "CertificateState"


def write_placeholder(draft: Draft, order: CertificateOrder, vault_id: str, secret_name: str) -> None:
    """The secret's first version, without value and content type until the certificate is issued.

    Raises `AzureError` as `secrets.write_version`.
    """
    vaults.write_version(
        draft,
        vault_id,
        secret_name,
        _writer(draft),
        SecretVersionProperties(
            attributes=SecretAttributes(created=draft.now, updated=draft.now),
            tags={"CertificateId": order.id, STATE_TAG: "Initialize"},
        ),
    )


def write_certificate(draft: Draft, order: CertificateOrder, leaf: Leaf, link: OrderCertificate) -> None:
    """A new version with this certificate and its key, active from now until it expires.

    Raises `AzureError` as `secrets.write_version`.
    """
    details = leaf.details
    properties = SecretVersionProperties(
        value=leaf.value,
        content_type=PKCS12,
        attributes=SecretAttributes(
            not_before=draft.now, expires=details.not_after, created=draft.now, updated=draft.now
        ),
        tags={
            "CertificateId": order.id,
            STATE_TAG: "Ready",
            "SerialNumber": details.serial_number,
            "Thumbprint": details.thumbprint,
        },
    )
    vaults.write_version(
        draft,
        link.key_vault_id,
        link.key_vault_secret_name,
        _writer(draft),
        of_leaf(leaf).noted_on(properties),
    )


def store_issued(draft: Draft, order: CertificateOrder, leaf: Leaf) -> tuple[CertificateOrder, str]:
    """Store a new certificate in the vault; returns the order with its link's state, and the failure or "".

    A vault that refuses does not undo the issue: the order has its certificate, the secret its old value.
    """
    link = order.link
    if link is None:
        return order, "no key vault is assigned"
    try:
        write_certificate(draft, order, leaf, link)
    except AzureError as error:
        state = vaults.link_status(draft, link.key_vault_id, link.key_vault_secret_name, issued=True)
        return with_link(order, replace(link, provisioning_state=state)), error.message
    stored = KeyVaultSecretStatus.SUCCEEDED
    return with_link(order, replace(link, provisioning_state=stored)), ""


def with_link(order: CertificateOrder, link: OrderCertificate) -> CertificateOrder:
    """The order with this link to Key Vault (its name among `certificates` is the order's)."""
    links = {**order.properties.certificates, order.name: link}
    return replace(order, properties=replace(order.properties, certificates=links))


def _writer(draft: Draft) -> str:
    return service(draft, CERTIFICATE_REGISTRATION).id
