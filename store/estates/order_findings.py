"""Findings about orders: their status, their links to vaults, their next renewal."""

from __future__ import annotations

from collections.abc import Iterator

from store.estates.finding import Finding, When
from store.estates.renewals import next_renewal
from store.estates.sources import Surroundings
from store.resources import CertificateOrder, KeyVaultSecretStatus, OrderStatus, Provenance, name_of
from store.services.certificate_registration.holds import caa_hold
from store.services.key_vault.secrets import newest_version

_STATUS = {
    OrderStatus.DENIED: "order-denied",
    OrderStatus.EXPIRED: "order-expired",
    OrderStatus.REVOKED: "order-revoked",
    OrderStatus.CANCELED: "order-canceled",
    OrderStatus.PENDING_ISSUANCE: "order-pending",
    OrderStatus.PENDING_REKEY: "order-pending",
    OrderStatus.PENDING_REVOCATION: "order-pending",
}
#: What the status of a link to a secret says that somebody must mend.
BROKEN = {
    KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST: "vault-missing",
    KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST: "secret-missing",
    KeyVaultSecretStatus.OPERATION_NOT_PERMITTED: "vault-refuses",
    KeyVaultSecretStatus.UNAUTHORIZED: "vault-refuses",
}


def order_findings(around: Surroundings) -> Iterator[Finding]:
    """Findings about every order."""
    for order in around.orders:
        if code := _STATUS.get(order.properties.status):
            yield _of(order, code, When.NOW)
        yield from _links(around, order)
        if order.properties.status is OrderStatus.ISSUED:
            yield from _issued(around, order)
        if not order.properties.status.final and caa_hold(around.view, order) is not None:
            renewal = next_renewal(around.view, order).at
            yield Finding(code="caa-refuses", resource=order.name, id=order.id, when=When.BY_DATE, by=renewal)


def _of(order: CertificateOrder, code: str, when: When = When.NEVER) -> Finding:
    return Finding(code=code, resource=order.name, id=order.id, when=when)


def _links(around: Surroundings, order: CertificateOrder) -> Iterator[Finding]:
    for name, link in order.properties.certificates.items():
        code = BROKEN.get(link.provisioning_state)
        if code is not None:
            resource = order.name if code == "vault-missing" else name
            yield Finding(code=code, resource=resource, id=order.id, when=When.NOW)
        newest = newest_version(around.view, link.key_vault_id, link.key_vault_secret_name)
        if newest is not None and not newest.properties.attributes.enabled:
            secret = name_of(link.key_vault_secret_name)
            id = newest.id.rpartition("/versions/")[0]
            yield Finding(code="secret-disabled", resource=secret, id=id, when=When.NOW)


def _issued(around: Surroundings, order: CertificateOrder) -> Iterator[Finding]:
    told = around.view.get(Provenance, order.id)
    open_link = told is not None and "certificates" in told.unknown
    stored = bool(order.properties.certificates)
    if not stored and not open_link:
        yield _of(order, "order-not-stored", When.NOW)
    elif around.certificates and not around.linked[order.key]:
        yield _of(order, "order-not-imported")
    if not order.properties.auto_renew:
        yield Finding(
            code="auto-renew-off", resource=order.name, id=order.id, when=When.BY_DATE, by=order.expires
        )
