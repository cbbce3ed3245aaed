"""Worlds that mission tests begin with, made once: worlds never change."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from store import World
from store.operations.naming import find_id
from store.resources import HostNameSslState, Site
from tests.support.order_cloud import Shop


def paused(shop: Shop) -> World:
    """The shop's world with its clock standing: time passes only when a test says so."""
    shop.do("SetClockSpeed", speed=0)
    return shop.world


@cache
def bought(era: str = "2022") -> World:
    """`contosocert` for contoso.com: bought, neither stored nor verified."""
    shop = Shop(era)
    shop.buy()
    return paused(shop)


@cache
def issued(era: str = "2022") -> World:
    """`contosocert`: stored, verified and issued; no app uses it yet."""
    shop = Shop(era)
    shop.issue()
    return paused(shop)


@cache
def linked(era: str = "2022") -> World:
    """`contosocert` imported into contoso-app, with contoso.com and www.contoso.com bound."""
    shop = Shop(era)
    shop.issue()
    shop.link()
    certificate = shop.linked().id
    shop.do("AddBinding", site="contoso-app", host="www.contoso.com", certificate=certificate, type="SNI")
    return paused(shop)


@cache
def rekeyed(era: str = "2022") -> World:
    """As `linked`, then rekeyed: the certificate is issued, the app has not followed."""
    shop = Shop(era)
    shop.put(*(document for table in linked(era).tables.values() for document in table.values()))
    shop.do("Rekey", order="contosocert")
    shop.wait("11m")
    return shop.world


@cache
def odd_names() -> World:
    """As `issued`; the app also has names that no managed certificate can have."""
    shop = Shop()
    shop.issue()
    for name in ("a_b.contoso.com", "*.contoso.com"):
        site = shop.world.need(Site, find_id(shop.world, Site, "contoso-app"))
        states = (*site.properties.host_name_ssl_states, HostNameSslState(name=name))
        shop.put(replace(site, properties=replace(site.properties, host_name_ssl_states=states)))
    return paused(shop)
