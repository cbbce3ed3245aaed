"""All routes, by the service that they belong to."""

from __future__ import annotations

from store.rest.routes import (
    activity_log,
    certificate_orders,
    directory,
    dns_zones,
    key_vaults,
    locks,
    login,
    resource_manager,
    secrets,
    simulator,
    web,
)
from store.rest.routing import Table

#: What is answered without a token.
ANONYMOUS = Table(login.ROUTES)
#: Resource Manager and the resource providers behind it.
MANAGEMENT = Table(
    (
        *resource_manager.ROUTES,
        *certificate_orders.ROUTES,
        *key_vaults.ROUTES,
        *web.ROUTES,
        *dns_zones.ROUTES,
        *activity_log.ROUTES,
        *simulator.ROUTES,
    )
)
#: The data in a key vault.
DATA = Table(secrets.ROUTES)
#: Microsoft Graph, below `/graph`.
GRAPH = Table(directory.ROUTES)
#: Management locks, below any scope.
LOCK = Table(locks.ROUTES)


def lock_scope(parts: tuple[str, ...]) -> int | None:
    """How many parts of a path are the scope of the locks it asks for; None where it asks for none."""
    low = [part.lower() for part in parts]
    for at in range(len(low) - 2, -1, -1):
        if low[at : at + 3] == ["providers", "microsoft.authorization", "locks"]:
            return at
    return None
