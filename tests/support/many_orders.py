"""Worlds of many orders: the demo's own, bought, stored, verified and imported, and copies of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from store.resources import (
    CertificateOrder,
    IssuedRecord,
    OrderLedger,
    OrderProperties,
    PrivateKey,
    SecretVersion,
    VaultSecret,
    WebCertificate,
)
from store.world import Draft, Stored, World
from store.worlds import begin

#: Days within which the certificates of the copies expire, one after another.
_SPREAD = 330


def many_orders(count: int, links: int = 3) -> World:
    """The demo's order copied that often, each copy with its secret and that many linked certificates.

    The copies expire between 33 and 363 days from now: each is renewed once in the year to come. Each has a
    thumbprint of its own, as certificates have, though the certificate behind it is the same.
    """
    draft = Draft(begin("demo", keys="ec"))
    for number in range(count - 1):
        expires = draft.now + timedelta(days=33) + timedelta(days=_SPREAD) * number / count
        for document in _copies(draft, number, links, expires):
            draft.put(document)
    return draft.finish()


def _copies(draft: Draft, number: int, links: int, expires: datetime) -> Iterator[Stored]:
    order = next(draft.all(CertificateOrder))
    ledger = draft.need(OrderLedger, order.id)
    link, signed = order.link, order.properties.signed_certificate
    assert link is not None and signed is not None
    name, secret_name = f"{order.name}{number}", f"{link.key_vault_secret_name}{number}"
    id, thumbprint = order.id.removesuffix(order.name) + name, f"{number:040X}"
    properties = replace(
        order.properties,
        certificates={name: replace(link, key_vault_secret_name=secret_name)},
        signed_certificate=replace(signed, not_after=expires, thumbprint=thumbprint),
    )
    yield replace(order, id=id, name=name, properties=properties)
    key = draft.need(PrivateKey, ledger.key_id)
    yield replace(key, id=f"{id}/keys/1")
    record = replace(ledger.issued[-1], number=1, not_after=expires, thumbprint=thumbprint)
    issued: tuple[IssuedRecord, ...] = (record,)
    yield replace(
        ledger, id=id, issued=issued, key_id=f"{id}/keys/1", verified_at=draft.now, paid_until=expires
    )
    first = f"{link.key_vault_id}/secrets/{link.key_vault_secret_name}"
    yield from _secret(draft, draft.need(VaultSecret, first), secret_name, properties, id)
    held = next(one for one in draft.all(WebCertificate) if one.thumbprint == signed.thumbprint)
    for place in range(links):
        copy = f"{held.name}-{number}-{place}"
        linked = replace(
            held.properties,
            key_vault_secret_name=secret_name,
            expiration_date=expires,
            thumbprint=thumbprint,
        )
        yield replace(held, id=held.id.removesuffix(held.name) + copy, name=copy, properties=linked)


def _secret(
    draft: Draft, secret: VaultSecret, copy: str, properties: OrderProperties, order: str
) -> Iterator[Stored]:
    signed = properties.signed_certificate
    assert signed is not None
    newest = secret.properties.versions[-1]
    version = draft.need(SecretVersion, f"{secret.id}/versions/{newest}")
    id = secret.id.removesuffix(secret.name) + copy
    yield replace(secret, id=id, name=copy, properties=replace(secret.properties, versions=(newest,)))
    yield replace(
        version,
        id=f"{id}/versions/{newest}",
        properties=replace(
            version.properties,
            sequence=1,
            thumbprint=signed.thumbprint,
            tags={**version.properties.tags, "CertificateId": order},
            attributes=replace(version.properties.attributes, expires=signed.not_after),
        ),
    )
