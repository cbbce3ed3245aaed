"""Worlds that mission tests begin with, made once: worlds never change."""

from __future__ import annotations

from functools import cache

from store import World
from tests.store.shop import Shop


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
