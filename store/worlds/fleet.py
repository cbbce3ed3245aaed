"""A fleet: the demo, and beside it as many orders as one likes, to see the portal at an estate's size.

Nothing but quantity is made up: each order has a key, a signed certificate and a secret of its own, and is
imported into three webspaces. They were bought one after another in the year before, so that each is renewed
once in the year to come; support has raised the subscription's limit for them. No customer would type them
in: the documents are written here as the operations would have left them, and the keys are demo keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from store.resources import (
    GODADDY,
    ActionType,
    CertificateOrder,
    IssuedRecord,
    OrderAction,
    OrderLedger,
    PrivateKey,
    ProductType,
    SecretVersion,
    StoredCertificate,
    Subscription,
    VaultSecret,
    WebCertificate,
    WorldFacts,
    name_of,
)
from store.services.authority.authorities import authority_keys, authority_of
from store.services.authority.batch import Blank, Issue, issue_all
from store.services.key_vault.links import common_name
from store.services.key_vault.secrets import secret_id, version_id
from store.time.calendar import days
from store.world import Draft, Stored, World
from store.worlds.demo import demo

#: Days from now within which the certificates expire, one after another: none is due yet.
_FIRST, _SPREAD = 33, 330
_YEAR = days(365)
#: Orders that the subscription may have beside those of the fleet.
_ROOM = 100
_WORKING_HOURS = timedelta(hours=8)


def fleet(facts: WorldFacts, orders: int) -> World:
    """The demo with that many orders more, its keys EC keys drawn from the seed, whatever was asked for."""
    draft = Draft(demo(replace(facts, keys="ec", demo_keys=True)))
    draft.put(replace(draft.facts, name="fleet"))
    blanks = [_blank(draft, number, orders) for number in range(orders)]
    authority = authority_keys(draft, authority_of(draft, GODADDY).id)
    pattern = _Pattern(draft)
    subscription = next(draft.all(Subscription))
    room = replace(subscription.properties, raised_limit=orders + _ROOM)
    draft.put(replace(subscription, properties=room))
    for number, issue in enumerate(issue_all(authority, facts.seed, "ec", blanks), 1):
        for document in pattern.order(f"fleet{number:05d}", issue):
            draft.put(document)
    return draft.finish()


def _blank(draft: Draft, number: int, orders: int) -> Blank:
    expires = draft.now + days(_FIRST) + days(_SPREAD) * number / orders
    expires = expires.replace(second=0, microsecond=0)
    purpose = f"fleet {number}"
    serial = int(draft.hex(f"serial {purpose}", 16), 16) or 1
    return Blank(purpose, (f"app{number + 1:05d}.contoso.com",), expires - _YEAR, expires, serial)


class _Pattern:
    """The documents of the demo's own order, after which those of the others are made."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._order = next(draft.all(CertificateOrder))
        self._ledger = draft.need(OrderLedger, self._order.id)
        link = self._order.link
        assert link is not None
        self._link = link
        self._secret = draft.need(VaultSecret, secret_id(link.key_vault_id, link.key_vault_secret_name))
        newest = version_id(
            link.key_vault_id, link.key_vault_secret_name, self._secret.properties.versions[-1]
        )
        self._version = draft.need(SecretVersion, newest)
        self._certificates: Sequence[WebCertificate] = tuple(draft.all(WebCertificate))

    def order(self, name: str, issue: Issue) -> Iterator[Stored]:
        """The order of that name whose certificate this is, with all that belongs to it."""
        leaf, issued = issue.leaf, issue.leaf.details.not_before
        assert issued is not None
        id = self._order.id.removesuffix(name_of(self._order.id)) + name
        secret = name + self._draft.guid(f"secret {name}")
        properties = replace(
            self._order.properties,
            certificates={name: replace(self._link, key_vault_secret_name=secret)},
            distinguished_name=f"CN={leaf.names[0]}",
            domain_verification_token=self._draft.token(f"token {name}", 10),
            product_type=ProductType.STANDARD,
            signed_certificate=leaf.details,
            csr=issue.csr,
            last_certificate_issuance_time=issued,
        )
        yield replace(self._order, id=id, name=name, properties=properties)
        yield PrivateKey(id=f"{id}/keys/1", pkcs8=issue.key, kind="ec")
        yield self._ledger_of(id, issue, issued)
        yield from self._stored(id, secret, issue)
        yield from self._imported(name, secret, issue)

    def _ledger_of(self, id: str, issue: Issue, issued: datetime) -> OrderLedger:
        details = issue.leaf.details
        record = IssuedRecord(
            number=1,
            thumbprint=details.thumbprint,
            serial_number=details.serial_number,
            names=issue.leaf.names,
            issued_at=issued,
            not_before=details.not_before,
            not_after=details.not_after,
            public_key_hash=issue.leaf.public_key_hash,
            kind=self._ledger.issued[0].kind,
        )
        vault = name_of(self._link.key_vault_id)
        told = (
            (ActionType.ORDER_CREATED, issued - _WORKING_HOURS, ""),
            (ActionType.DOMAIN_VALIDATED, issued - _WORKING_HOURS / 2, str(self._ledger.verified_method)),
            (ActionType.ISSUED, issued, f"{GODADDY} issued {details.thumbprint}, stored in {vault}"),
        )
        return replace(
            self._ledger,
            id=id,
            created_at=told[0][1],
            verified_at=told[1][1],
            last_check=None,
            issued=(record,),
            actions=tuple(OrderAction(action_type=kind, created_at=at, note=note) for kind, at, note in told),
            key_id=f"{id}/keys/1",
            paid_until=details.not_after,
        )

    def _stored(self, order: str, name: str, issue: Issue) -> Iterator[Stored]:
        details, vault = issue.leaf.details, self._link.key_vault_id
        version = self._draft.hex(f"version {name}", 32)
        yield replace(
            self._secret,
            id=secret_id(vault, name),
            name=name,
            properties=replace(self._secret.properties, versions=(version,)),
        )
        began = details.not_before
        properties = replace(
            self._version.properties,
            sequence=1,
            value=issue.leaf.value,
            attributes=replace(
                self._version.properties.attributes,
                not_before=began,
                expires=details.not_after,
                created=began,
                updated=began,
            ),
            tags={
                **self._version.properties.tags,
                "CertificateId": order,
                "SerialNumber": details.serial_number,
                "Thumbprint": details.thumbprint,
            },
            thumbprint=details.thumbprint,
            host_names=issue.leaf.names,
            certificate=StoredCertificate(
                subject=details.subject,
                issuer=details.issuer,
                not_before=began,
                not_after=details.not_after,
                public_key_hash=issue.leaf.public_key_hash,
            ),
        )
        yield replace(self._version, id=version_id(vault, name, version), name=version, properties=properties)

    def _imported(self, name: str, secret: str, issue: Issue) -> Iterator[WebCertificate]:
        """The certificate in each webspace that the demo's is imported into."""
        details = issue.leaf.details
        for held in self._certificates:
            copy = held.name.replace(self._order.name, name)
            properties = replace(
                held.properties,
                subject_name=common_name(details.subject),
                host_names=issue.leaf.names,
                issue_date=details.not_before,
                expiration_date=details.not_after,
                thumbprint=details.thumbprint,
                key_vault_secret_name=secret,
                public_key_hash=issue.leaf.public_key_hash,
            )
            yield replace(held, id=held.id.removesuffix(held.name) + copy, name=copy, properties=properties)
