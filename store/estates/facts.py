"""What is known of each resource: None where no export says it. Filled by `kinds`, merged, then built.

Only these facts leave an export; everything else of a row is let go.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from store.estates.identity import Identity
from store.resources import KeyVaultSecretStatus, LockLevel, OrderStatus, ProductType, RecordType, SslState


class Facts(msgspec.Struct, kw_only=True):
    """Of every kind: what it is, the files it is from, when it was modified, whether a row was whole."""

    identity: Identity
    files: dict[str, None]
    modified: datetime | None = None
    whole: bool = False

    @property
    def id(self) -> str:
        return self.identity.id

    @property
    def key(self) -> str:
        return self.identity.id.lower()

    @property
    def name(self) -> str:
        return self.identity.name


class LinkFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of an order's map: its vault by id, the secret, the state of the link (None: not told)."""

    vault: str
    secret: str
    status: KeyVaultSecretStatus | None = None


class OrderFacts(Facts, kw_only=True):
    """An App Service Certificate. `stored` is whether it has a link at all, where only that is told."""

    status: OrderStatus | None = None
    subject: str | None = None
    product: ProductType | None = None
    token: str | None = None
    auto_renew: bool | None = None
    key_size: int | None = None
    external_key: bool | None = None
    thumbprint: str | None = None
    serial: str | None = None
    issuer: str | None = None
    names: tuple[str, ...] | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    #: Base64 of the certificate's DER.
    raw: str | None = None
    issued_at: datetime | None = None
    renewal_at: datetime | None = None
    links: Mapping[str, LinkFacts] | None = None
    stored: bool | None = None


class CertificateFacts(Facts, kw_only=True):
    """A certificate of a webspace; an empty `vault` and `canonical_name` say that it has none."""

    location: str | None = None
    subject: str | None = None
    names: tuple[str, ...] | None = None
    issuer: str | None = None
    issued: datetime | None = None
    expires: datetime | None = None
    thumbprint: str | None = None
    #: A vault by its id, or by `https://name.` where only its URI is told; "" for none.
    vault: str | None = None
    secret: str | None = None
    #: The version of the secret that Terraform holds it to.
    pinned: str | None = None
    status: KeyVaultSecretStatus | None = None
    canonical_name: str | None = None
    plan: str | None = None
    webspace: str | None = None
    cer: str | None = None


class HostFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A host name of an app and its binding; None for what is not told."""

    name: str
    state: SslState | None = None
    thumbprint: str | None = None
    address: str | None = None
    repository: bool = False
    traffic_manager: bool = False
    certificate: str | None = None


class SiteFacts(Facts, kw_only=True):
    """An app or a slot. `hosts` are its bindings as the app itself tells them, `names` its host names alone.

    `children` are what its hostNameBindings tell, each a resource of its own.
    """

    location: str | None = None
    plan: str | None = None
    webspace: str | None = None
    default_host: str | None = None
    address: str | None = None
    addresses: str | None = None
    verification: str | None = None
    https_only: bool | None = None
    tls: str | None = None
    names: tuple[str, ...] | None = None
    hosts: Mapping[str, HostFacts] | None = None
    children: Mapping[str, HostFacts] | None = None
    #: Whether a container tells bindings by children alone, so that an app without them has none.
    by_children: bool | None = None


class PlanFacts(Facts, kw_only=True):
    location: str | None = None
    linux: bool | None = None
    sku: str | None = None
    webspace: str | None = None
    environment: str | None = None


class PolicyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An access policy: verbs in lower case, `all` kept as the only one."""

    object_id: str
    tenant: str
    secrets: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()


class VaultFacts(Facts, kw_only=True):
    location: str | None = None
    uri: str | None = None
    tenant: str | None = None
    sku: str | None = None
    policies: tuple[PolicyFacts, ...] | None = None
    rbac: bool | None = None
    deployment: bool | None = None
    soft_delete: bool | None = None
    retention: int | None = None
    purge_protection: bool | None = None
    #: The firewall's default action, its bypass, and the addresses it lets in.
    action: str | None = None
    bypass: str | None = None
    addresses: tuple[str, ...] | None = None


class VersionFacts(Facts, kw_only=True):
    """A version of a secret; one with names of (vault, secret) alone is what a list tells of the newest.

    The names of its identity are (vault, secret, version); its place is "" until the vault is found.
    """

    enabled: bool | None = None
    created: datetime | None = None
    expires: datetime | None = None
    not_before: datetime | None = None
    content_type: str | None = None
    thumbprint: str | None = None
    #: Whether a certificate object of the vault stands before the secret.
    managed: bool | None = None
    #: The order whose certificate it is, by id.
    order: str | None = None


class LockFacts(Facts, kw_only=True):
    level: LockLevel | None = None


class RecordFacts(Facts, kw_only=True):
    """A record set of a zone: relative name, values as a zone file writes them."""

    type: RecordType
    ttl: int | None = None
    values: tuple[str, ...] | None = None


class ZoneFacts(Facts, kw_only=True):
    private: bool | None = None


class SubscriptionFacts(Facts, kw_only=True):
    title: str | None = None
    tenant: str | None = None
