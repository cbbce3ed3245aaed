"""Lookups: what documents are found by beside their id, and that a checkpoint keeps ready for it.

The keys of a lookup follow from the document alone, so they are worked out once, when it is written:

    LINKED_CERTIFICATES.of(certificate)       (("/subscriptions/…/vaults/contoso-kv", "contosocert-4f2a"),)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from store.resources.base import Hidden, Resource, subscription_of
from store.resources.certificate_authority import OrderLedger
from store.resources.certificate_registration import CertificateOrder
from store.resources.key_vault import SecretVersion
from store.resources.web import WebCertificate

#: A vault secret as links compare it: id of the vault and name of the secret in lower case.
Link = tuple[str, str]
#: What a document is found by.
Key = str | tuple[str, ...]
D = TypeVar("D", bound=Resource | Hidden)
K = TypeVar("K", bound=Key)


class Lookup(Generic[D, K]):
    """One way to find the documents of a kind; `name` is its name in checkpoints."""

    __slots__ = ("kind", "name", "of")

    def __init__(self, name: str, kind: type[D], of: Callable[[D], tuple[K, ...]]) -> None:
        self.name = name
        self.kind = kind
        #: The keys of a document.
        self.of = of

    def __call__(self, _: object) -> Callable[[D], tuple[K, ...]]:
        """The keys of a document, whatever the view."""
        return self.of


def link_of(owner: CertificateOrder | WebCertificate) -> Link | None:
    """The vault secret an order or a certificate is linked to, or None."""
    stored = owner.link if isinstance(owner, CertificateOrder) else owner.properties
    if stored is None or stored.key_vault_id is None or stored.key_vault_secret_name is None:
        return None
    return stored.key_vault_id.lower(), stored.key_vault_secret_name.lower()


def _links(owner: CertificateOrder | WebCertificate) -> tuple[Link, ...]:
    link = link_of(owner)
    return () if link is None else (link,)


def _thumbprint(certificate: WebCertificate) -> tuple[str, ...]:
    return (certificate.thumbprint,)


def _issued(ledger: OrderLedger) -> tuple[str, ...]:
    return tuple(one.thumbprint for one in ledger.issued)


def _stored(version: SecretVersion) -> tuple[str, ...]:
    return (version.properties.thumbprint,) if version.properties.thumbprint else ()


def webspace_of_certificate(certificate: WebCertificate) -> str:
    """The webspace a certificate is stored in."""
    return f"{subscription_of(certificate.id)}/webspaces/{certificate.properties.web_space}".lower()


def _webspace(certificate: WebCertificate) -> tuple[str, ...]:
    return (webspace_of_certificate(certificate),)


def _place(certificate: WebCertificate) -> tuple[tuple[str, str], ...]:
    return ((webspace_of_certificate(certificate), certificate.thumbprint),)


LINKED_CERTIFICATES = Lookup("link", WebCertificate, _links)
CERTIFICATES_BY_THUMBPRINT = Lookup("thumbprint", WebCertificate, _thumbprint)
CERTIFICATES_BY_WEBSPACE = Lookup("webspace", WebCertificate, _webspace)
#: By webspace and thumbprint, which a webspace has once.
CERTIFICATES_BY_PLACE = Lookup("place", WebCertificate, _place)
LINKED_ORDERS = Lookup("link", CertificateOrder, _links)
LEDGERS_BY_THUMBPRINT = Lookup("thumbprint", OrderLedger, _issued)
VERSIONS_BY_THUMBPRINT = Lookup("thumbprint", SecretVersion, _stored)

LOOKUPS: tuple[Lookup[Any, Any], ...] = (
    LINKED_CERTIFICATES,
    CERTIFICATES_BY_THUMBPRINT,
    CERTIFICATES_BY_WEBSPACE,
    CERTIFICATES_BY_PLACE,
    LINKED_ORDERS,
    LEDGERS_BY_THUMBPRINT,
    VERSIONS_BY_THUMBPRINT,
)
