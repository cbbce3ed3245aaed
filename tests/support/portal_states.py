"""State files for the portal's tests: documents put beside an empty subscription."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

from store.eras import ERAS
from store.journal.journal import write_state
from store.resources import (
    CertificateDetails,
    CertificateOrder,
    Hidden,
    KeyVaultSecretStatus,
    OrderCertificate,
    OrderLedger,
    OrderProperties,
    OrderStatus,
    PendingRequest,
    Permissions,
    ProductType,
    RequestKind,
    Resource,
    SecretAttributes,
    SecretVersion,
    SecretVersionProperties,
    StoredCertificate,
    Subscription,
    Vault,
    VaultProperties,
    VaultSecret,
    VaultSecretProperties,
    resource_id,
)
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, service
from store.services.key_vault.permissions import grant
from store.services.key_vault.stored_certificates import PKCS12
from store.world import Draft
from store.worlds import begin
from store.worlds.empty import group_id

#: When a world of the default era begins.
BEGINS = ERAS["2022"].begins

GROUP = group_id("rg-web")
_VAULT = resource_id(GROUP, "Microsoft.KeyVault/vaults", "contoso-kv")
_GONE = resource_id(GROUP, "Microsoft.KeyVault/vaults", "deleted-kv")


def order_id(name: str) -> str:
    return resource_id(GROUP, "Microsoft.CertificateRegistration/certificateOrders", name)


def order(
    name: str,
    host: str,
    *,
    status: OrderStatus = OrderStatus.ISSUED,
    days: int | None = 365,
    link: KeyVaultSecretStatus | None = KeyVaultSecretStatus.SUCCEEDED,
    auto_renew: bool = True,
) -> CertificateOrder:
    """An order as ARM shows it; `days` until expiry (None: nothing was issued)."""
    signed = None
    if days is not None:
        signed = CertificateDetails(
            serial_number="1F",
            thumbprint=hashlib.sha1(name.encode()).hexdigest().upper(),
            subject=f"CN={host}",
            not_before=BEGINS,
            not_after=BEGINS + timedelta(days=days),
            signature_algorithm="sha256RSA",
            issuer="CN=Sim",
            raw_data="",
        )
    certificates = {}
    if link is not None:
        vault = _GONE if link.out_of_sync else _VAULT
        certificates[name] = OrderCertificate(
            key_vault_id=vault, key_vault_secret_name=name, provisioning_state=link
        )
    properties = OrderProperties(
        certificates=certificates,
        distinguished_name=f"CN={host}",
        domain_verification_token="n7qg3nbh5k",
        product_type=ProductType.WILDCARD if host.startswith("*.") else ProductType.STANDARD,
        status=status,
        signed_certificate=signed,
        auto_renew=auto_renew,
    )
    return CertificateOrder(id=order_id(name), name=name, properties=properties)


def ledger_of(name: str, pending: PendingRequest | None = None) -> OrderLedger:
    """What the CA knows of an order bought four days ago."""
    return OrderLedger(id=order_id(name), created_at=BEGINS - timedelta(days=4), pending=pending)


def _pending(kind: RequestKind, due_in: int | None) -> PendingRequest:
    due = None if due_in is None else BEGINS + timedelta(minutes=due_in)
    return PendingRequest(kind=kind, requested_at=BEGINS - timedelta(minutes=4), due_at=due, key_id="key")


def eight_orders() -> list[Resource | Hidden]:
    """One order for each word of the list but "Out of sync"."""
    waiting, gone = (
        KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER,
        KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST,
    )
    orders = [
        order("contosocert", "*.contoso.com"),
        order("fabrikamwild", "*.fabrikam.com", days=225),
        order("prosewarecert", "proseware.com", status=OrderStatus.PENDING_REKEY, days=172),
        order(
            "tailspintoys", "tailspintoys.com", status=OrderStatus.PENDING_ISSUANCE, days=None, link=waiting
        ),
        order("adventureworks", "shop.adventure-works.com", days=123, link=gone),
        order("litwarecert", "litware.com", days=27, auto_renew=False),
        order("wingtiptoyscert", "wingtiptoys.com", status=OrderStatus.DENIED, days=None, link=None),
        order("northwindcert", "northwindtraders.com", status=OrderStatus.EXPIRED, days=-32),
    ]
    pending = {
        "prosewarecert": _pending(RequestKind.REKEY, 6),
        "tailspintoys": _pending(RequestKind.ISSUE, None),
    }
    return [*orders, *(ledger_of(one.name, pending.get(one.name)) for one in orders)]


def _put_vault(draft: Draft) -> None:
    """The vault of all orders, open to the certificate reseller."""
    tenant = next(draft.all(Subscription)).properties.tenant_id
    properties = VaultProperties(tenant_id=tenant, vault_uri="https://contoso-kv.vault.azure.net/")
    vault = Vault(id=_VAULT, name="contoso-kv", location="West Europe", properties=properties)
    permissions = Permissions(secrets=("get", "list", "set", "delete"), certificates=("get", "list"))
    draft.put(grant(vault, service(draft, CERTIFICATE_REGISTRATION).id, permissions))


def _put_secret(draft: Draft, order: CertificateOrder) -> None:
    """The secret that holds the order's certificate, as far as its thumbprint; empty before the issue."""
    secret = f"{_VAULT}/secrets/{order.name}"
    dates = SecretAttributes(created=BEGINS, updated=BEGINS)
    held = SecretVersionProperties(
        sequence=1,
        value="cGZ4" if order.thumbprint else "",
        content_type=PKCS12 if order.thumbprint else "",
        attributes=dates,
        thumbprint=order.thumbprint,
        certificate=_stored(order),
    )
    draft.put(SecretVersion(id=f"{secret}/versions/{'0' * 32}", name="0" * 32, properties=held))
    properties = VaultSecretProperties(versions=("0" * 32,))
    draft.put(VaultSecret(id=secret, name=order.name, properties=properties))


def _stored(order: CertificateOrder) -> StoredCertificate | None:
    signed = order.properties.signed_certificate
    if signed is None:
        return None
    return StoredCertificate(
        subject=signed.subject, issuer=signed.issuer, not_before=signed.not_before, not_after=signed.not_after
    )


def write(path: Path, *documents: Resource | Hidden) -> Path:
    """A state file with these documents in an empty subscription; returns its path."""
    draft = Draft(begin("empty", keys="ec"))
    _put_vault(draft)
    for document in documents:
        draft.put(document)
        link = document.link if isinstance(document, CertificateOrder) else None
        if isinstance(document, CertificateOrder) and link and not link.provisioning_state.out_of_sync:
            _put_secret(draft, document)
    write_state(path, draft.finish(), replace=False)
    return path
