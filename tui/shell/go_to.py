"""Go to: every resource that has a page, to be found by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.resources import CertificateOrder, DnsZone, Site, Vault, group_of, name_of
from tui.host import PortalHost
from tui.navigation.routes import HOMES, ROUTES
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.columns import Cells, Column
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from store import World

_KINDS = (
    (CertificateOrder, "App Service Certificate", "order.overview"),
    (Site, "App Service", "site.overview"),
    (Vault, "Key vault", "vault.overview"),
    (DnsZone, "DNS zone", "zone.overview"),
)


def go_to(host: PortalHost) -> None:
    """Ask where to go, then go there."""
    rows = destinations(host.portal.world)

    def chosen(key: str) -> None:
        route, _, resource = key.partition(" ")
        host.go(route, resource, fresh=True)

    columns = (
        Column("NAME", 30, least=16),
        Column("TYPE", 24),
        Column("RESOURCE GROUP", 20, leaves=1, grow=True),
    )
    host.ask(Pick("Go to", columns, rows), chosen)


def destinations(world: World) -> dict[str, Cells]:
    """`route id` → name, type and group: the lists first, then the resources whose page exists."""
    rows: dict[str, Cells] = {
        f"{route} ": (cell(known.label), muted("list"), muted(""))
        for route, known in ROUTES.items()
        if known.label and "." not in route and known.listed
    }
    for kind, label, route in _KINDS:
        if route in ROUTES:
            for resource in world.all(kind):
                group = name_of(group_of(resource.id))
                rows[f"{route} {resource.id}"] = (cell(resource.name), muted(label), muted(group))
    return rows


def home_of(resource: str) -> str:
    """The route that shows the resource with this id, "" where none does."""
    kind = "/".join(part for part in resource.split("/providers/")[-1].split("/")[:2]).lower()
    route = HOMES.get(kind, "")
    return route if route in ROUTES else ""
