"""Resources of a kind below a subscription or group, as far as the caller may read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from store.errors import AzureError
from store.resources import Resource, ResourceGroup, Subscription
from store.rest.call import Call
from store.services.authorization.access import may_read

R = TypeVar("R", bound=Resource)


def inside(call: Call, kind: type[R], parts: int) -> Iterator[R]:
    """The resources of that kind whose ids begin with these first parts of the path.

    Raises `AzureError` SubscriptionNotFound, ResourceGroupNotFound.
    """
    scope = call.id(parts)
    if call.world.get(Subscription, call.id(2)) is None:
        raise AzureError("SubscriptionNotFound", f"The subscription '{call.parts[1]}' could not be found.")
    if parts > 3 and call.world.get(ResourceGroup, call.id(4)) is None:
        raise AzureError("ResourceGroupNotFound", f"Resource group '{call.parts[3]}' could not be found.")
    return _readable(call, kind, scope.lower() + "/")


def _readable(call: Call, kind: type[R], prefix: str) -> Iterator[R]:
    world, caller = call.world, call.caller
    everything = may_read(world, caller, prefix.rstrip("/"))
    for key, one in world.table(kind).items():
        if key.startswith(prefix) and (everything or may_read(world, caller, one.id)):
            yield one
