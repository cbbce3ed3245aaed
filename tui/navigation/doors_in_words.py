"""Pages that a sentence names: "Certificate Configuration > Step 2: Verify" is a door to that page.

Refusals and states say where they are mended in the words of the portal's menus; here these words are looked
up, so that a banner can carry the key to the page it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from store.resources import CertificateOrder, Lock, Resource, Site, Vault, WebCertificate, name_of
from store.services import steps
from store.services.key_vault.links import orders_of
from tui.navigation.routes import HOMES, ROUTES, menu_label

if TYPE_CHECKING:
    from store import World


class Door(Struct, frozen=True):
    """A page, and what the portal calls it."""

    route: str
    resource: str
    label: str


#: Words of a sentence, and the routes they name; the first route with a resource is taken.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (steps.PAGE, ("order.configuration",)),
    ("Rekey and Sync", ("order.rekey",)),
    ("Auto Renew Settings", ("order.renew",)),
    ("Access control (IAM)", ("vault.iam", "order.iam")),
    ("Ask an Owner for a role", ("order.iam", "vault.iam")),
    ("Access policies", ("vault.policies",)),
    ("permission model", ("vault.policies",)),
    ("Networking:", ("vault.networking",)),
    ("Recover the secret", ("vault.secrets",)),
    ("Recover the vault", ("vaults",)),
    ("Locks >", ("locks",)),
    ("Custom domains >", ("site.domains",)),
    ("TLS/SSL settings", ("site.tls",)),
    ("Subscription blade", ("subscription",)),
    ("valid credit card", ("subscription",)),
    ("DNS zone", ("zones",)),
)
_KINDS: dict[str, type[Resource]] = {"order": CertificateOrder, "site": Site, "vault": Vault}
_VAULT = re.compile(r"(.*/vaults/[^/]+)(/secrets/[^/]+)?", re.IGNORECASE)


def door_from(world: World, sentence: str, page: type, resource: str) -> Door | None:
    """The first page that the sentence names, other than the page it stands on."""
    found = _doors(world, sentence, resource)
    return next((one for one in found if (ROUTES[one.route].load(), one.resource) != (page, resource)), None)


def _doors(world: World, sentence: str, resource: str) -> Iterator[Door]:
    """The pages that the sentence names, in its order."""
    named = sorted((at, routes) for words, routes in _NAMES if (at := sentence.find(words)) >= 0)
    for _, routes in named:
        for route in routes:
            yield from _door(world, sentence, resource, route)


def _door(world: World, sentence: str, resource: str, route: str) -> Iterator[Door]:
    if route not in ROUTES:
        return
    if route == "locks":
        yield from _locks(world, sentence)
        return
    kind = route.partition(".")[0]
    if "." not in route:
        yield Door(route, "", menu_label(route, world.era))
    elif target := _nearest(world, sentence, resource, kind):
        yield Door(route, target, menu_label(route, world.era))


def _locks(world: World, sentence: str) -> Iterator[Door]:
    """The Locks page of what the first lock in the sentence guards."""
    for lock in world.all(Lock):
        if f"'{lock.name}' on {name_of(lock.scope)}" not in sentence:
            continue
        home = HOMES.get("/".join(lock.scope.lower().split("/")[-3:-1]), "").partition(".")[0]
        route = f"{home}.locks"
        yield Door(route if route in ROUTES else "locks", lock.scope, ROUTES["locks"].label)


def _nearest(world: World, sentence: str, resource: str, kind: str) -> str:
    """The resource of this kind that the sentence or the page is about, "" where there is none."""
    if kind == "vault" and (spoken := _spoken_vault(world, sentence)):
        return spoken
    return next((id for id in _around(world, resource) if world.get(_KINDS[kind], id) is not None), "")


def _spoken_vault(world: World, sentence: str) -> str:
    for vault in world.all(Vault):
        if vault.name in sentence and re.search(rf"(?<![\w-]){re.escape(vault.name)}(?![\w-])", sentence):
            return vault.id
    return ""


def _around(world: World, resource: str) -> Iterator[str]:
    """The page's resource, and those it belongs to or comes from."""
    yield resource
    if order := world.get(CertificateOrder, resource or None):
        yield order.link.key_vault_id if order.link else ""
    elif certificate := world.get(WebCertificate, resource or None):
        yield certificate.properties.key_vault_id or ""
        yield from (one.id for one in orders_of(world, certificate))
    elif within := _VAULT.match(resource):
        yield within[1]
        for order in world.all(CertificateOrder) if within[2] else ():
            link = order.link
            if (
                link
                and f"{link.key_vault_id}/secrets/{link.key_vault_secret_name}".lower() == within[0].lower()
            ):
                yield order.id
