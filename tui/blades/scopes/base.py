"""Pages that any resource, group or subscription may have: locks, access, activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.resources import (
    CertificateOrder,
    CloudService,
    DnsZone,
    Resource,
    ResourceGroup,
    Site,
    Subscription,
    Vault,
    group_of,
    name_of,
    same_id,
    subscription_of,
)
from tui.blades.base import Blade

if TYPE_CHECKING:
    from store import World

_KINDS: tuple[tuple[type[Resource], str], ...] = (
    (CertificateOrder, "App Service Certificate"),
    (Site, "App Service"),
    (Vault, "Key vault"),
    (DnsZone, "DNS zone"),
    (CloudService, "Cloud service (extended support)"),
    (ResourceGroup, "Resource group"),
    (Subscription, "Subscription"),
)


class ScopeBlade(Blade):
    """A page of a scope: a resource with pages of its own, a resource group, a subscription."""

    def scope(self, world: World) -> tuple[Resource, str] | None:
        """The resource and what the portal calls its kind, or None when it is gone."""
        for kind, label in _KINDS:
            found = world.get(kind, self.resource)
            if found is not None:
                return found, label
        return None

    def gone(self, world: World) -> bool:
        return self.scope(world) is None

    def title(self) -> str:
        found = self.scope(self.world)
        return f"{scope_name(self.world, self.resource)} - {self.LABEL}" if found else self.LABEL

    def subtitle(self) -> str:
        found = self.scope(self.world)
        return found[1] if found else ""

    @property
    def group(self) -> str:
        """Id of the resource group above this scope, "" for a group or a subscription."""
        found = group_of(self.resource)
        return "" if same_id(found, self.resource) else found

    @property
    def subscription(self) -> str:
        """Id of the subscription above this scope, "" for a subscription."""
        found = subscription_of(self.resource)
        return "" if same_id(found, self.resource) else found

    def inherited(self, scope: str) -> str:
        """A scope as seen from here: `This resource`, `rg-web (inherited)`, the name of what lies below."""
        if same_id(scope, self.resource):
            return "This resource" if self.group else "This scope"
        above = self.resource.lower().startswith(scope.lower() + "/") or scope == "/"
        return f"{scope_name(self.world, scope)} (inherited)" if above else scope_name(self.world, scope)


def scope_name(world: World, scope: str) -> str:
    """The name of a resource or group; a subscription's display name."""
    subscription = world.get(Subscription, scope)
    if subscription is not None:
        return subscription.properties.display_name
    return name_of(scope) or "Directory"
