"""A portal on a small world, asked in the words of a script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from store.errors import AzureError
from store.operations.registry import from_json
from store.portal import Portal
from store.resources import (
    ActivityEntry,
    Clock,
    DnsZone,
    Principal,
    Record,
    RecordType,
    ResourceGroup,
    Role,
    Subscription,
    SubscriptionProperties,
    Vault,
    ZoneProperties,
)
from store.services.authorization.access import DEFAULT_USER
from store.world import Draft, Stored, World
from tests.support.worlds import portal, world

OTHER = "/subscriptions/00000000-0000-0000-0000-000000000002"
OTHER_GROUP = f"{OTHER}/resourceGroups/rg-far"


class Cloud:
    """Operations by name on a portal without files, beginning with one of the worlds."""

    def __init__(self, name: str = "empty", era: str = "2022") -> None:
        self.portal: Portal = portal(world(name, era))

    @property
    def world(self) -> World:
        return self.portal.world

    def do(self, operation: str, caller: str = DEFAULT_USER, /, **arguments: Any) -> str:
        """Perform the operation; returns its result."""
        return self.portal.perform(from_json({"operation": operation, **arguments}), caller).result

    def refused(self, operation: str, caller: str = DEFAULT_USER, /, **arguments: Any) -> AzureError:
        """The refusal, which `why_not` knew beforehand; nothing changed but the Failed entry."""
        asked = from_json({"operation": operation, **arguments})
        foreseen, before = self.portal.why_not(asked, caller), self.world
        with pytest.raises(AzureError) as caught:
            self.portal.perform(asked, caller)
        assert str(foreseen) == str(caught.value)
        changed = {name for name, table in self.world.tables.items() if table != before.tables.get(name)}
        assert changed == {"_activity"}
        assert list(self.world.all(ActivityEntry))[-1].status == "Failed"
        return caught.value

    def put(self, *documents: Stored) -> None:
        """Write documents past all rules."""
        draft = Draft(self.world)
        for document in documents:
            draft.put(document)
        self.portal = portal(draft.finish())

    def pass_days(self, days: int) -> None:
        """Let the clock stand this much later; nothing due is done."""
        self.put(Clock(id="clock", now=self.world.now + timedelta(days=days)))

    def principal(self, name: str) -> Principal:
        return next(one for one in self.world.all(Principal) if one.name == name)

    def vault(self, name: str = "contoso-kv") -> Vault:
        return next(one for one in self.world.all(Vault) if one.name == name)

    def add_user(self, name: str, role: str = "", scope: str = "rg-web") -> str:
        """A further person with a role, or none; returns the object id."""
        self.do("AddPrincipal", name=name)
        if role:
            self.do("AssignRole", principal=name, role=role, scope=scope)
        return self.principal(name).id

    def second_subscription(self, tenant: str = "") -> None:
        """The subscription `OTHER` with a group rg-far, in the same tenant unless another is named."""
        first = next(self.world.all(Subscription)).properties
        properties = SubscriptionProperties(
            subscription_id="2", display_name="Fabrikam", tenant_id=tenant or first.tenant_id
        )
        self.put(
            Subscription(id=OTHER, name="2", properties=properties),
            ResourceGroup(id=OTHER_GROUP, name="rg-far", location="West Europe"),
            replace(self.principal("ada@contoso.com"), roles={"/": Role.OWNER}),
        )

    def suspend(self, state: str = "Suspended") -> None:
        """Give the first subscription another state."""
        first = next(self.world.all(Subscription))
        self.put(replace(first, properties=replace(first.properties, state=state)))


def zone(cloud: Cloud, name: str, *records: tuple[str, str, str], private: bool = False) -> None:
    """Write a zone with these records: type, name, value."""
    made = tuple(Record(type=RecordType(kind), name=at, value=value) for kind, at, value in records)
    kind = "Private" if private else "Public"
    cloud.put(
        DnsZone(
            id=f"/zones/{kind}/{name}", name=name, properties=ZoneProperties(records=made, zone_type=kind)
        )
    )
