"""The zones that a name lies in: nearest first, found by the name's parents."""

from __future__ import annotations

from store.resources import DnsZone, ZoneProperties
from store.services.network.dns import zones_over
from store.world import Draft, World
from store.worlds.empty import group_id


def zone(group: str, name: str, kind: str = "Public") -> DnsZone:
    id = f"{group_id(group)}/providers/Microsoft.Network/dnsZones/{name}"
    return DnsZone(id=id, name=name, location="global", properties=ZoneProperties(zone_type=kind))


def test_the_nearest_zone_comes_first_and_private_zones_are_not_seen() -> None:
    draft = Draft(World({}))
    for made in (
        zone("rg-a", "contoso.com"),
        zone("rg-a", "shop.contoso.com"),
        zone("rg-b", "Contoso.com"),
        zone("rg-b", "contoso.com.example"),
        zone("rg-b", "www.shop.contoso.com", "Private"),
    ):
        draft.put(made)
    view = draft.finish()
    names = [found.name for found in zones_over(view, "WWW.Shop.Contoso.com.")]
    assert names == ["shop.contoso.com", "contoso.com", "Contoso.com"]
    assert [found.name for found in zones_over(view, "contoso.com")] == ["contoso.com", "Contoso.com"]
    assert zones_over(view, "notcontoso.com") == zones_over(view, "com") == ()
