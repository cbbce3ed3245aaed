"""A resource group: what is in it, and its deletion with all of that.

A lock on anything in the group keeps the whole of it; nothing is ever deleted in part.
Source: "Azure Resource Manager resource group and resource deletion" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.errors import AzureError
from store.resources import (
    AppServiceDomain,
    CertificateOrder,
    CloudService,
    DnsZone,
    Resource,
    ResourceGroup,
    ServerFarm,
    Site,
    StorageAccount,
    Vault,
    WebCertificate,
    group_of,
    same_id,
)
from store.services.authorization.assignments import forget_assignments
from store.services.certificate_registration.deletion import end_order, take_away
from store.services.certificate_registration.waiting import delete_zone
from store.services.compute.deletion import delete_service
from store.services.key_vault.soft_delete import delete_vault
from store.services.storage.deletion import delete_account
from store.services.web.deletion import delete_plan, delete_site, plan_in_use
from store.world import Draft, View


def resources_in(view: View, group: ResourceGroup) -> tuple[Resource, ...]:
    """The resources of a group, a kind after the other, in the order they would be deleted in."""
    return tuple(one for kind in _DELETES for one in view.all(kind) if same_id(group_of(one.id), group.id))


def group_refusal(view: View, group: ResourceGroup) -> AzureError | None:
    """Why a group cannot go beyond its locks, or None: an app of another group may run in its plan."""
    held = resources_in(view, group)
    leaving = {one.key for one in held if isinstance(one, Site)}
    plans = (one for one in held if isinstance(one, ServerFarm))
    return next((found for plan in plans if (found := plan_in_use(view, plan, leaving=leaving))), None)


def delete_group(draft: Draft, group: ResourceGroup) -> tuple[Resource, ...]:
    """Delete the group with its resources, and return these; soft delete keeps its key vaults."""
    held = resources_in(draft, group)
    for one in held:
        _DELETES[type(one)](draft, one)
    draft.remove(draft.need(ResourceGroup, group.id))
    forget_assignments(draft, group.id)
    return held


def _delete_order(draft: Draft, order: CertificateOrder) -> None:
    if not order.properties.status.final:
        end_order(draft, order)
    take_away(draft, draft.need(CertificateOrder, order.id))


def _remove(draft: Draft, resource: WebCertificate | AppServiceDomain) -> None:
    draft.remove(resource)
    forget_assignments(draft, resource.id)


#: Kind of resource → how it is deleted, first what others depend on.
_DELETES: dict[type[Any], Callable[[Draft, Any], object]] = {
    Site: delete_site,
    CloudService: delete_service,
    StorageAccount: delete_account,
    WebCertificate: _remove,
    ServerFarm: delete_plan,
    CertificateOrder: _delete_order,
    Vault: delete_vault,
    AppServiceDomain: _remove,
    DnsZone: delete_zone,
}
