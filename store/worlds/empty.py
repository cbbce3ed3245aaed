"""The beginning of every world: a subscription, its people and services, two plans, two authorities."""

from __future__ import annotations

from typing import TypeAlias

from store.resources import (
    DIGICERT,
    GODADDY,
    Clock,
    PlanSku,
    Principal,
    ResourceGroup,
    Role,
    ServerFarm,
    Subscription,
    SubscriptionProperties,
    WorldFacts,
    resource_id,
)
from store.services.authority.authorities import make_authority
from store.services.authority.keys import make_keys
from store.services.authorization.access import DEFAULT_USER
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, SERVICE_NAMES, WEB_SITES
from store.world import Draft, World

SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"
#: A plan's resource group, region and name; group and region make the webspace its apps share.
PlanPlace: TypeAlias = tuple[str, str, str]
PLANS: tuple[PlanPlace, ...] = (
    ("rg-web", "West Europe", "plan-web"),
    ("rg-api", "North Europe", "plan-api"),
)


def group_id(name: str) -> str:
    """The id of a resource group of the one subscription."""
    return f"{SUBSCRIPTION}/resourceGroups/{name}"


def bare(facts: WorldFacts, plans: tuple[PlanPlace, ...] = PLANS) -> World:
    """A subscription with plans in as many webspaces and nothing else, its clock paused where it was made."""
    draft = Draft(World({}, -1))
    draft.put(facts)
    draft.put(Clock(id="clock", now=facts.created_at))
    _put_subscription(draft)
    _put_principals(draft)
    for group, location, plan in plans:
        draft.put(ResourceGroup(id=group_id(group), name=group, location=location))
        farm = resource_id(group_id(group), "Microsoft.Web/serverfarms", plan)
        draft.put(ServerFarm(id=farm, name=plan, location=location, sku=PlanSku(name="S1")))
    _put_authorities(draft)
    return draft.finish()


def _put_subscription(draft: Draft) -> None:
    guid = SUBSCRIPTION.rpartition("/")[2]
    properties = SubscriptionProperties(
        subscription_id=guid, display_name="Contoso Training", tenant_id=draft.guid("tenant")
    )
    draft.put(Subscription(id=SUBSCRIPTION, name=guid, properties=properties))


def _put_principals(draft: Draft) -> None:
    draft.put(Principal(id=DEFAULT_USER, name="ada@contoso.com", roles={SUBSCRIPTION: Role.OWNER}))
    for app_id in (WEB_SITES, CERTIFICATE_REGISTRATION):
        name = SERVICE_NAMES[app_id]
        draft.put(Principal(id=draft.guid(f"object id {name}"), name=name, app_id=app_id))


def _put_authorities(draft: Draft) -> None:
    """Two authorities, root and intermediate each: four keys, made side by side."""
    made = make_keys(draft, "authorities", 4)
    for issuer in (GODADDY, DIGICERT):
        make_authority(draft, issuer, root_key=made.pop(), intermediate_key=made.pop())
