"""Moving a resource to another resource group, of another subscription where that one is in it.

Source: "Move resources to a new resource group or subscription" (Azure docs, 2022).
"""

from __future__ import annotations

from store.errors import AzureError
from store.resources import (
    LockLevel,
    Resource,
    ResourceGroup,
    group_of,
    resource_id,
    same_id,
)
from store.services.authorization.access import lock_refusal, locks_over
from store.services.authorization.subscriptions import read_only_refusal
from store.world import View

#: What the Activity log calls it, whatever is moved.
MOVE = "Microsoft.Resources/subscriptions/resourceGroups/moveResources/action"


def moved_id(resource: Resource, group: ResourceGroup) -> str:
    """The id the resource has in that group."""
    return resource_id(group.id, str(type(resource).__struct_config__.tag), resource.name)


def move_refusal(view: View, resource: Resource, called: str, group: ResourceGroup) -> AzureError | None:
    """Why the group does not take the resource (`called`: what a sentence calls it), or None."""
    if same_id(group_of(resource.id), group.id):
        return AzureError("NoChange", f"{called} is in resource group '{group.name}' already.")
    if refused := read_only_refusal(view, group.id):
        return refused
    arriving = moved_id(resource, group)
    if view.get(type(resource), arriving) is not None:
        return AzureError("Conflict", f"{called} exists in resource group '{group.name}' already.")
    held = [lock for lock in locks_over(view, arriving) if lock.properties.level is LockLevel.READ_ONLY]
    return lock_refusal(group.id, held, "write")
