"""Which secret an order, a certificate and a version belong to; what is inferred says so.

A vault is told by its id in a link, by its name alone in a URI. An order whose links are not in the export is
tied to a certificate by the name of the secret, which the portal makes of the order's name and a GUID; App
Service also notes the order on the secrets it writes (tag CertificateId).
"""

from __future__ import annotations

import re
from collections import defaultdict

from store.estates.containers.reading import Reading
from store.estates.facts import CertificateFacts, LinkFacts, OrderFacts, VersionFacts
from store.estates.gathering import Gathered
from store.estates.identity import NO_GROUP, VAULT, Identity, full_id, identify

#: A secret by vault and name, in lower case.
SecretKey = tuple[str, str]
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_PLAIN = re.compile(r"[^a-z0-9]")


def secret_key(vault: str, secret: str) -> SecretKey:
    """A secret as it is compared."""
    return vault.lower(), secret.lower()


def link_up(found: Gathered, reading: Reading) -> dict[str, str]:
    """Give every vault its id, and orders without links those that follow; returns why, by order."""
    _name_vaults(found)
    reasons = _links_by_tags(found)
    return {**reasons, **_links_by_names(found, reading)}


def versions_by_secret(found: Gathered) -> dict[SecretKey, list[VersionFacts]]:
    """The versions of each secret, oldest first."""
    by_name = {identity.names[0].lower(): identity for identity in _vaults(found)}
    secrets: dict[SecretKey, list[VersionFacts]] = defaultdict(list)
    for version in found.versions.values():
        vault = by_name.get(version.identity.names[0].lower())
        if vault is not None and len(version.identity.names) == 3:
            secrets[secret_key(vault.id, version.identity.names[1])].append(version)
    for versions in secrets.values():
        versions.sort(key=lambda one: (one.created is not None, one.created and one.created.timestamp()))
    return secrets


def newest_by_secret(found: Gathered) -> dict[SecretKey, VersionFacts]:
    """What a list of secrets tells of the newest version of each."""
    by_name = {identity.names[0].lower(): identity for identity in _vaults(found)}
    listed = (one for one in found.versions.values() if len(one.identity.names) == 2)
    return {
        secret_key(vault.id, one.identity.names[1]): one
        for one in listed
        if (vault := by_name.get(one.identity.names[0].lower()))
    }


def _vaults(found: Gathered) -> list[Identity]:
    """Every vault that anything names by its id; one that is in the export comes last, and so decides."""
    linked = [link.vault for order in found.orders.values() for link in (order.links or {}).values()]
    linked += [one.vault for one in found.certificates.values() if one.vault]
    named = (identity for id in linked if (identity := identify(id)) and identity.type == VAULT)
    return [*named, *(vault.identity for vault in found.vaults.values())]


def _name_vaults(found: Gathered) -> None:
    by_name = {identity.names[0].lower(): identity.id for identity in _vaults(found)}
    for certificate in found.certificates.values():
        if certificate.vault and certificate.vault.startswith("https://"):
            name = certificate.vault[len("https://") : -1]
            place = "/".join(certificate.identity.place.split("/")[:3])
            made = full_id(f"{place}/resourceGroups/{NO_GROUP}", VAULT, (name,))
            certificate.vault = by_name.setdefault(name, made)


def _links_by_tags(found: Gathered) -> dict[str, str]:
    by_name = {identity.names[0].lower(): identity for identity in _vaults(found)}
    reasons: dict[str, str] = {}
    for version in found.versions.values():
        order = found.orders.get((version.order or "").lower())
        vault = by_name.get(version.identity.names[0].lower())
        if order is None or vault is None or (order.links is not None and order.key not in reasons):
            continue
        order.links = {order.identity.names[-1]: LinkFacts(vault=vault.id, secret=version.identity.names[1])}
        reasons[order.key] = "The secret has a tag with the order's id."
    return reasons


def _links_by_names(found: Gathered, reading: Reading) -> dict[str, str]:
    """Tie certificates to orders whose links are not in the export, by the names of their secrets."""
    open_orders: dict[str, list[OrderFacts]] = defaultdict(list)
    for order in found.orders.values():
        if order.links is None and order.stored is not False:
            open_orders[_plain(order.name)].append(order)
    reasons: dict[str, str] = {}
    for certificate in found.certificates.values():
        owner = _order_of(certificate, open_orders)
        if owner is None or certificate.vault is None or certificate.secret is None:
            continue
        link = LinkFacts(vault=certificate.vault, secret=certificate.secret)
        owner.links = {**(owner.links or {}), owner.identity.names[-1]: link}
        reasons[owner.key] = "The secret's name is the order's and a GUID."
        reading.note("link-inferred", certificate.name)
    return reasons


def _order_of(certificate: CertificateFacts, orders: dict[str, list[OrderFacts]]) -> OrderFacts | None:
    secret = (certificate.secret or "").lower()
    guid = _GUID.search(secret)
    if guid is None or not certificate.vault:
        return None
    candidates = orders.get(_plain(secret[: guid.start()]), [])
    return candidates[0] if len(candidates) == 1 else None


def _plain(name: str) -> str:
    """A name as the portal puts it into a secret's: letters and digits alone."""
    return _PLAIN.sub("", name.lower())
