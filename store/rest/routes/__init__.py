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
    role_assignments,
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
#: What lies below any scope: locks and roles.
BELOW_SCOPES = Table((*locks.ROUTES, *role_assignments.ROUTES))
