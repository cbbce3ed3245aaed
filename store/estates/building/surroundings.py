"""Subscriptions and groups that ids name, locks, and DNS zones with their records."""

from __future__ import annotations

from collections import defaultdict

from store.estates.building.plot import Plot
from store.estates.facts import RecordFacts
from store.estates.identity import NO_SUBSCRIPTION, ZONE, full_id, group_in, subscription_in
from store.resources import (
    DnsZone,
    Lock,
    LockLevel,
    LockProperties,
    Principal,
    Record,
    Resource,
    ResourceGroup,
    Role,
    Subscription,
    SubscriptionProperties,
    ZoneProperties,
    subscription_of,
)
from store.services.authorization.access import DEFAULT_USER

#: Whoever rehearses: no name of a person is read.
_SOMEBODY = "you@rehearsal.invalid"
#: Not known from an export: who reads mails of the domain.
_NO_MAILBOXES: tuple[str, ...] = ()


def put_subscriptions(plot: Plot, ids: list[str]) -> None:
    """A subscription for each that an id names, and the user who owns all of them."""
    owned: dict[str, Role] = {}
    for place in dict.fromkeys(f"/subscriptions/{subscription_in(id)}" for id in ids if subscription_in(id)):
        guid = place.rsplit("/", 1)[-1]
        facts = plot.facts.subscriptions.get(place.lower()) or plot.facts.subscriptions.get(
            f"/providers/microsoft.resources/subscriptions/{guid}"
        )
        _put_subscription(plot, place, guid, facts.title if facts else None, facts.tenant if facts else None)
        owned[place] = Role.OWNER
    if not owned:
        _put_subscription(plot, NO_SUBSCRIPTION, NO_SUBSCRIPTION.rsplit("/", 1)[-1], None, None)
        owned[NO_SUBSCRIPTION] = Role.OWNER
    plot.draft.put(Principal(id=DEFAULT_USER, name=_SOMEBODY, roles=owned))


def _put_subscription(plot: Plot, id: str, guid: str, title: str | None, tenant: str | None) -> None:
    properties = SubscriptionProperties(
        subscription_id=guid, display_name=title or guid, tenant_id=tenant or "", limit_stated=False
    )
    plot.draft.put(Subscription(id=id, name=guid, properties=properties))
    plot.note(id, (), unknown=["offer", "limit", "payment"], inferred={})


def put_groups(plot: Plot) -> None:
    """The resource groups of everything that is in the world by now."""
    found: dict[str, tuple[str, str]] = {}
    for table in plot.draft.tables.values():
        for document in table.values():
            if isinstance(document, Resource) and (group := group_in(document.id)):
                id = f"{subscription_of(document.id)}/resourceGroups/{group}"
                found.setdefault(id.lower(), (id, group))
    for id, group in found.values():
        plot.draft.put(ResourceGroup(id=id, name=group, location=""))


def put_locks(plot: Plot) -> None:
    """Locks with a level; one without says nothing."""
    for facts in plot.facts.locks.values():
        if facts.identity.place and facts.level is not None:
            level = LockLevel(facts.level)
            plot.draft.put(Lock(id=facts.id, name=facts.name, properties=LockProperties(level=level)))
            plot.note_source(facts, unknown=[], inferred={})


def put_zones(plot: Plot) -> None:
    """Zones with the record sets that are told; one that only its records name is there too."""
    records: dict[str, list[RecordFacts]] = defaultdict(list)
    zones: dict[str, tuple[str, str]] = {}
    for record in plot.facts.records.values():
        zone = record.identity.names[0]
        id = full_id(record.identity.place, ZONE, (zone,))
        records[id.lower()].append(record)
        zones.setdefault(id.lower(), (id, zone))
    for facts in plot.facts.zones.values():
        zones.setdefault(facts.key, (facts.id, facts.name))
    for key, (id, name) in zones.items():
        private = plot.facts.zones[key].private if key in plot.facts.zones else None
        found = tuple(made for record in records[key] for made in _records(record))
        properties = ZoneProperties(
            records=found, zone_type="Private" if private else "Public", mailboxes=_NO_MAILBOXES
        )
        plot.draft.put(DnsZone(id=id, name=name, properties=properties))
        files = dict.fromkeys(file for record in records[key] for file in record.files)
        # Terraform tells the records that it manages; others may be there.
        listed = any(record.whole for record in records[key])
        plot.note(id, tuple(files), unknown=[] if listed else ["records"], inferred={})


def _records(facts: RecordFacts) -> list[Record]:
    name, ttl = facts.identity.names[1], facts.ttl or 3600
    return [Record(type=facts.type, name=name, value=value, ttl=ttl) for value in facts.values or ()]
