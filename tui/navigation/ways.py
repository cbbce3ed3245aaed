"""The pages behind ways out: a state or refusal names the place where it is mended, and here is its page.

One table for banners, keys, the palette and every link to a repair; a place without a page does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from store.errors import Place, WayOut
from store.resources import (
    CertificateOrder,
    CloudService,
    DnsZone,
    Resource,
    Site,
    Vault,
    WebCertificate,
)
from store.services.key_vault.links import orders_of
from tui.navigation.routes import HOMES, ROUTES, menu_label

if TYPE_CHECKING:
    from store import World
    from store.eras import Era


class Door(Struct, frozen=True):
    """A page, the resource it is for, and what the portal calls it."""

    route: str
    resource: str
    label: str


#: Place → its pages: the first whose kind of resource is at hand is taken.
PAGES: dict[Place, tuple[str, ...]] = {
    Place.CREATE: ("create",),
    Place.STORE: ("order.configuration",),
    Place.VERIFY: ("order.configuration",),
    Place.KEY_VAULT: ("vault.overview", "vaults"),
    Place.KEY_VAULTS: ("vaults",),
    Place.SYNC: ("order.sync",),
    Place.REKEY: ("order.rekey",),
    Place.APP: ("site.tls", "sites"),
    Place.CUSTOM_DOMAINS: ("site.domains",),
    Place.AUTO_RENEW: ("order.renew",),
    Place.SUBSCRIPTION: ("subscription",),
    Place.DNS_ZONES: ("zones",),
    Place.TIME: ("order.configuration",),
    Place.OVERVIEW: ("order.overview",),
    Place.EXPORT: ("order.export",),
    Place.LOCKS: ("order.locks", "site.locks", "vault.locks", "zone.locks", "cloud_service.locks", "locks"),
    Place.CERTIFICATE: ("certificate.overview",),
    Place.UPLOAD: ("site.upload",),
    Place.CONFIGURATION: ("site.configuration",),
    Place.POLICIES: ("vault.policies",),
    Place.ACCESS_CONTROL: ("vault.iam", "order.iam", "cloud_service.iam"),
    Place.NETWORKING: ("vault.networking",),
    Place.SECRETS: ("vault.secrets",),
    Place.DNS_ZONE: ("zone.overview",),
    Place.CLOUD_SERVICE: ("cloud_service.overview",),
    Place.SUPPORT: ("support",),
}
#: Kind of page, as its route begins → the resources that it is for.
_KINDS: dict[str, type[Resource]] = {
    "order": CertificateOrder,
    "site": Site,
    "vault": Vault,
    "zone": DnsZone,
    "certificate": WebCertificate,
    "cloud_service": CloudService,
}
#: Overviews have no label of their own: what their kind is called.
_OVERVIEWS = {
    "vault.overview": "Key vault",
    "certificate.overview": "Certificate",
    "zone.overview": "DNS zone",
    "cloud_service.overview": "Cloud service",
}


def door_of(world: World, way_out: WayOut, near: str = "") -> Door | None:
    """The page of a way out; `near` is the id of the resource that is spoken of where it names none.

    None where no resource of the page's kind is at hand.
    """
    for route in filter(ROUTES.__contains__, PAGES[way_out.place]):
        if route == "locks":
            return Door(route, way_out.resource or near, ROUTES[route].label)
        if "." not in route:
            return Door(route, "", page_label(route, world.era))
        if target := _nearest(world, route.partition(".")[0], way_out, near):
            return Door(route, target, page_label(route, world.era))
    return None


def label_of(world: World, way_out: WayOut, near: str = "") -> str:
    """What the page of a way out is called, "" where it has none."""
    door = door_of(world, way_out, near)
    return door.label if door else ""


def page_label(route: str, era: Era) -> str:
    """What a button that leads to this page says."""
    return _OVERVIEWS.get(route) or menu_label(route, era)


def _nearest(world: World, kind: str, way_out: WayOut, near: str) -> str:
    """The resource of this kind that a way out names, or that what it is near to belongs to; "" for none.

    A way out that names a resource leads to that one, or to none; a lock is taken off where it is.
    """
    named = _kept(way_out.resource)
    alone = named and (_home(named) or way_out.place is Place.LOCKS)
    about = (named,) if alone else _around(world, near)
    return next((id for id in about if id and world.get(_KINDS[kind], id) is not None), "")


def _home(id: str) -> str:
    """The route of a resource's own page, "" where it has none."""
    return HOMES.get("/".join(id.lower().split("/")[-3:-1]), "")


def _kept(id: str) -> str:
    """The vault of what is kept in one; anything else itself."""
    vault, kept, _ = id.partition("/secrets/")
    return vault if kept else id


def _around(world: World, resource: str) -> Iterator[str]:
    """The resource, and those it belongs to or comes from."""
    yield resource
    if order := world.get(CertificateOrder, resource or None):
        yield order.link.key_vault_id if order.link else ""
    elif certificate := world.get(WebCertificate, resource or None):
        yield certificate.properties.key_vault_id or ""
        yield from (one.id for one in orders_of(world, certificate))
    elif (vault := _kept(resource)) != resource:
        yield vault
        secret = resource.partition("/versions/")[0].lower()
        for order in world.all(CertificateOrder):
            link = order.link
            if link and f"{link.key_vault_id}/secrets/{link.key_vault_secret_name}".lower() == secret:
                yield order.id
