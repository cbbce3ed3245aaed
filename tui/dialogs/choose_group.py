"""Another resource group for a resource: asked for, then moved to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store.resources import ResourceGroup, Subscription, group_of, subscription_of
from store.services.regions import region_name
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.columns import Cells, Column
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from store import World


def choose_group(host: PortalHost, resource: str, then: Callable[[str], object]) -> None:
    """Ask for a resource group other than that of the resource (its id); `then` gets the group's id."""
    world = host.portal.world
    groups = [one for one in world.all(ResourceGroup) if one.id != group_of(resource)]
    rows: dict[str, Cells] = {
        one.id: (cell(one.name), muted(payer_name(world, one.id)), muted(region_name(one.location)))
        for one in groups
    }
    columns = (Column("RESOURCE GROUP", 26), Column("SUBSCRIPTION", 26), Column("LOCATION", 16))
    none = muted("There is no other resource group.")
    host.ask(Pick("Move to resource group", columns, rows, empty=none), then)


def payer_name(world: World, id: str) -> str:
    """The subscription's name that a resource with this id is in."""
    payer = world.get(Subscription, subscription_of(id))
    return payer.properties.display_name if payer else "not found"
