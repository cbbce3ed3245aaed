"""The world to walk through: two apps with their domain, and everything else still to be done.

All four ways to prove the domain are open: the hosts are mapped to apps, contoso.com is an App Service
domain, its administrators have mailboxes, and its zone takes records. fabrikam.com was bought elsewhere.
"""

from __future__ import annotations

from store.operations.network.domains import BuyDomain
from store.operations.network.zones import CreateZone
from store.operations.simulator.clock import SetClockSpeed
from store.resources import WorldFacts
from store.world import World
from store.worlds.building import Building
from store.worlds.empty import bare

#: Simulated seconds per real second, so that minutes of waiting are seconds.
_SPEED = 60


def walk(facts: WorldFacts) -> World:
    """Apps, domains and records, the clock running from the moment the facts name."""
    building = Building(bare(facts))
    building.do(
        CreateZone(name="contoso.com", resource_group="rg-web"),
        BuyDomain(domain="contoso.com", zone="contoso.com"),
        CreateZone(name="fabrikam.com", resource_group="rg-web"),
    )
    building.app("contoso-app", "plan-web", "contoso.com", "contoso.com", "www.contoso.com")
    building.app("contoso-api", "plan-api", "contoso.com", "api.contoso.com")
    building.do(SetClockSpeed(speed=_SPEED))
    return building.world
