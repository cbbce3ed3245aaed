"""From rows to facts: each resource once, whatever rows tell of it.

The same id may be in several files, in several containers, in different cases. A value that one row has and
another lacks is kept; where two differ, the row that Azure modified later decides, else the richer one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from store.estates import identity as kinds
from store.estates.containers.reading import Reading
from store.estates.facts import (
    CertificateFacts,
    Facts,
    HostFacts,
    LockFacts,
    OrderFacts,
    PlanFacts,
    RecordFacts,
    SiteFacts,
    SubscriptionFacts,
    VaultFacts,
    VersionFacts,
    ZoneFacts,
)
from store.estates.kinds.certificates import certificate_facts
from store.estates.kinds.orders import order_facts, order_of_link
from store.estates.kinds.sites import plan_facts, site_facts, site_of_binding
from store.estates.kinds.surroundings import lock_facts, record_facts, subscription_facts, zone_facts
from store.estates.kinds.vaults import policies_of_vault, vault_facts, version_facts
from store.estates.rows import Row

F = TypeVar("F", bound=Facts)
#: Fields that say what a row is, and not what it tells.
_OWN = frozenset(("identity", "files", "modified", "whole"))
_JOINED = frozenset(("links", "children"))


class Gathered:
    """Everything that the exports tell, by lower-case id."""

    def __init__(self) -> None:
        self.orders: dict[str, OrderFacts] = {}
        self.certificates: dict[str, CertificateFacts] = {}
        self.sites: dict[str, SiteFacts] = {}
        self.plans: dict[str, PlanFacts] = {}
        self.vaults: dict[str, VaultFacts] = {}
        self.versions: dict[str, VersionFacts] = {}
        self.locks: dict[str, LockFacts] = {}
        self.records: dict[str, RecordFacts] = {}
        self.zones: dict[str, ZoneFacts] = {}
        self.subscriptions: dict[str, SubscriptionFacts] = {}
        #: Names of apps whose copies differ in their bindings.
        self.conflicts: dict[str, None] = {}

    def add(self, facts: Facts | None) -> None:
        """Take in what one row tells."""
        match facts:
            case OrderFacts():
                _put(self.orders, facts)
            case CertificateFacts():
                _put(self.certificates, facts)
            case SiteFacts():
                self._note_conflict(facts)
                _put(self.sites, facts)
            case PlanFacts():
                _put(self.plans, facts)
            case VaultFacts():
                _put(self.vaults, facts)
            case VersionFacts():
                _put(self.versions, facts)
            case LockFacts():
                _put(self.locks, facts)
            case RecordFacts():
                _put(self.records, facts)
            case ZoneFacts():
                _put(self.zones, facts)
            case SubscriptionFacts():
                _put(self.subscriptions, facts)
            case _:
                pass

    def _note_conflict(self, new: SiteFacts) -> None:
        old = self.sites.get(new.key)
        if old is None or old.hosts is None or new.hosts is None:
            return
        if _bindings(old.hosts) != _bindings(new.hosts):
            self.conflicts[new.name] = None


def _bindings(hosts: Mapping[str, HostFacts]) -> dict[str, tuple[Any, ...]]:
    return {name: (host.state, host.thumbprint) for name, host in hosts.items()}


def _put(table: dict[str, F], new: F) -> None:
    old = table.get(new.key)
    table[new.key] = new if old is None else merge(old, new)


def merge(old: F, new: F) -> F:
    """What two rows tell of one resource, together; the first's id stays."""
    stronger, weaker = (new, old) if _decides(new, old) else (old, new)
    for name in old.__struct_fields__:
        if name not in _OWN:
            setattr(old, name, _joined(name, getattr(stronger, name), getattr(weaker, name)))
    old.files |= new.files
    moments = [one.modified for one in (old, new) if one.modified]
    old.modified = max(moments) if moments else None
    old.whole = old.whole or new.whole
    return old


def _joined(name: str, first: Any, second: Any) -> Any:
    if first is None or second is None:
        return second if first is None else first
    if name in _JOINED:
        return {**second, **first} if name == "links" else _hosts(first, second)
    if name == "policies":
        told = {one.object_id.lower() for one in first}
        return (*first, *(one for one in second if one.object_id.lower() not in told))
    # "" says that there is none, and a row that names one knows better.
    return second if first == "" else first


def _hosts(first: Mapping[str, HostFacts], second: Mapping[str, HostFacts]) -> dict[str, HostFacts]:
    return {name: overlaid(first.get(name), second.get(name)) for name in {**second, **first}}


def overlaid(first: HostFacts | None, second: HostFacts | None) -> HostFacts:
    """A host by two tellings: the first counts where it says something."""
    if first is None or second is None:
        found = first or second
        assert found is not None
        return found
    return HostFacts(
        name=first.name,
        state=first.state or second.state,
        thumbprint=first.thumbprint or second.thumbprint,
        address=first.address or second.address,
        repository=first.repository or second.repository,
        traffic_manager=first.traffic_manager or second.traffic_manager,
        certificate=first.certificate or second.certificate,
    )


def _decides(new: Facts, old: Facts) -> bool:
    """Whether the second of two rows is to be believed where they differ."""
    if new.modified is not None and old.modified is not None and new.modified != old.modified:
        return new.modified > old.modified
    return _richness(new) > _richness(old)


def _richness(facts: Facts) -> int:
    return sum(getattr(facts, name) is not None for name in facts.__struct_fields__ if name not in _OWN)


_READERS: dict[str, Callable[[Row], Facts | None]] = {
    kinds.ORDER: order_facts,
    kinds.LINK: order_of_link,
    kinds.CERTIFICATE: certificate_facts,
    kinds.SITE: site_facts,
    kinds.SLOT: site_facts,
    kinds.BINDING: site_of_binding,
    kinds.SLOT_BINDING: site_of_binding,
    kinds.PLAN: plan_facts,
    kinds.VAULT: vault_facts,
    **dict.fromkeys((kinds.SECRET, kinds.SECRET_VERSION), version_facts),
    **dict.fromkeys((kinds.VAULT_CERTIFICATE, kinds.VAULT_CERTIFICATE_VERSION), version_facts),
    kinds.LOCK: lock_facts,
    kinds.ZONE: zone_facts,
    **dict.fromkeys((kinds.A, kinds.CNAME, kinds.TXT, kinds.CAA), record_facts),
    kinds.SUBSCRIPTION: subscription_facts,
}


def gather(reading: Reading) -> Gathered:
    """The facts of all rows, and the notices about copies that differ."""
    found = Gathered()
    for row in reading.rows:
        if row.fields.get("terraform") == "azurerm_key_vault_access_policy":
            found.add(policies_of_vault(row))
        else:
            found.add(_READERS[row.identity.type](row) if row.identity.type in _READERS else None)
    for name in found.conflicts:
        reading.note("duplicate-conflict", name)
    return found
