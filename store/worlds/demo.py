"""The demo: a wild card certificate in its second term, rekeyed minutes ago and not synced everywhere.

Nothing is made up: the order was bought a term ago, verified, imported into three webspaces, bound, renewed
by the auto renew job, moved by the sync job, rekeyed, and synced by hand in one webspace only.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from store.eras import ERAS
from store.operations.certificate_registration.create import CreateOrder
from store.operations.certificate_registration.export import copy_id
from store.operations.certificate_registration.rekey_and_renew import Rekey
from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.operations.certificate_registration.verify import VerifyDomain
from store.operations.key_vault.create import CreateVault
from store.operations.naming import find_id
from store.operations.network.domains import BuyDomain
from store.operations.network.records import AddRecord
from store.operations.network.zones import CreateZone
from store.operations.simulator.clock import AdvanceClock
from store.operations.web.bindings import AddBinding, BindingType
from store.operations.web.certificates import SyncCertificate
from store.operations.web.imports import ImportAppServiceCertificate
from store.resources import (
    CertificateOrder,
    ExportedCopy,
    Method,
    WebCertificate,
    WorldFacts,
    group_of,
    name_of,
    table_of,
)
from store.services.authority.baseline import VALIDITY
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.names_and_proof import proof_until
from store.services.certificate_registration.renewal import renewal_run
from store.services.certificate_registration.term import latest_expiry
from store.time.calendar import days, year_later
from store.time.job_hours import SYNC, next_tick
from store.world import World
from store.worlds.building import Building
from store.worlds.empty import PLANS, bare

_PLANS = (*PLANS, ("rg-shop", "West Europe", "plan-shop"))
_ORDER = "contosocert"
_ZONE = "contoso.com"
#: App, the resource group of its plan, and its hosts with their type of binding.
_APPS: tuple[tuple[str, str, tuple[tuple[str, BindingType], ...]], ...] = (
    ("contoso-app", "rg-web", (("contoso.com", "SNI"), ("www.contoso.com", "IP"))),
    ("shop-app", "rg-shop", (("shop.contoso.com", "SNI"),)),
    ("api-app", "rg-api", (("api.contoso.com", "SNI"),)),
)
#: The one resource group whose linked certificate was synced after the rekey.
_SYNCED = "rg-api"
#: Before now: when the first certificate was bought (it expires today), and when it was rekeyed.
_STILL_VALID = timedelta(minutes=30)
_REKEYED = timedelta(minutes=18)
#: How long a check of the domain and an answer of the CA take at most.
_ANSWERED = timedelta(minutes=10)
#: After the purchase: when somebody exported the certificate to a virtual machine.
_EXPORTED = timedelta(days=44)
_COPY = "/srv/gateway/contosocert.pfx"


def demo(facts: WorldFacts) -> World:
    """The demo world at the moment that the facts name, its clock paused."""
    now = facts.created_at
    building = Building(bare(replace(facts, created_at=_bought(facts)), _PLANS))
    building.do(
        CreateZone(name=_ZONE, resource_group="rg-web"),
        BuyDomain(domain=_ZONE, zone=_ZONE),
        CreateVault(name="contoso-kv", resource_group="rg-web", location="westeurope"),
    )
    plans = {group: plan for group, _location, plan in _PLANS}
    for app, group, hosts in _APPS:
        building.app(app, plans[group], _ZONE, *(host for host, _ in hosts))
    _issue(building)
    _bind(building)
    _keep_proved(building, renewal_run(building.world, _order(building.world)))
    _keep_proved(building, now - _REKEYED)
    building.do(AdvanceClock(to=now - _REKEYED), Rekey(order=_ORDER), AdvanceClock(by="10m"))
    building.do(SyncCertificate(certificate=_linked(building.world, _SYNCED)))
    building.do(AdvanceClock(to=_end(building.world, now)))
    return _with_copy(building.world)


def _bought(facts: WorldFacts) -> datetime:
    """The latest moment at which a first certificate was bought that is in its last half hour now.

    It was valid for a year, or for as long as was allowed on that day.
    """
    era, now = ERAS[facts.era], facts.created_at
    lengths = {days(era.lifetime_cap_days), *(days(rule.days) for rule in VALIDITY)}
    shorter = (now - length for length in sorted(lengths, reverse=True))
    fitting = (
        begun
        for begun in (year_later(now, -1), *shorter)
        if min(year_later(begun), latest_expiry(era, begun)) >= now - timedelta(seconds=1)
    )
    begun = next(fitting)
    return begun + _STILL_VALID


def _keep_proved(building: Building, until: datetime | None) -> None:
    """Prove the domain again shortly before a moment at which its last proof would be too old."""
    ledger = ledger_of(building.world, _order(building.world))
    assert until is not None and ledger.verified_at is not None
    if proof_until(building.world.era, ledger.verified_at) < until + _ANSWERED:
        verify = VerifyDomain(order=_ORDER, method=Method.MANUAL_TXT.value)
        building.do(AdvanceClock(to=until - _ANSWERED), verify, AdvanceClock(to=until))


def _issue(building: Building) -> None:
    building.do(
        CreateOrder(name=_ORDER, host=f"*.{_ZONE}", sku="W1", resource_group="rg-web"),
        StoreInKeyVault(order=_ORDER, vault="contoso-kv"),
    )
    token = _order(building.world).properties.domain_verification_token
    building.do(
        AddRecord(zone=_ZONE, type="TXT", value=token),
        VerifyDomain(order=_ORDER, method=Method.MANUAL_TXT.value),
        AdvanceClock(by="10m"),
    )


def _bind(building: Building) -> None:
    for app, group, hosts in _APPS:
        building.do(ImportAppServiceCertificate(site=app, order=_ORDER))
        certificate = _linked(building.world, group)
        building.do(
            *(AddBinding(site=app, host=host, certificate=certificate, type=kind) for host, kind in hosts)
        )


def _end(world: World, now: datetime) -> datetime:
    """Now, or the last second before it where the sync job runs right now and would leave nothing to sync."""
    return now if next_tick(world, SYNC, world.now) > now else now - timedelta(seconds=1)


def _order(world: World) -> CertificateOrder:
    return world.need(CertificateOrder, find_id(world, CertificateOrder, _ORDER))


def _linked(world: World, group: str) -> str:
    """The id of the order's linked private certificate in that resource group."""
    return next(one.id for one in world.all(WebCertificate) if name_of(group_of(one.id)) == group)


def _with_copy(world: World) -> World:
    """The world with a record of a PFX that was put on a machine long ago; that file is not ours to write."""
    order = _order(world)
    first = ledger_of(world, order).issued[0]
    issued_at = first.issued_at
    assert issued_at is not None  # it was issued in this world
    copy = ExportedCopy(
        id=copy_id(_COPY),
        order=order.id,
        path=_COPY,
        thumbprint=first.thumbprint,
        exported_at=issued_at + _EXPORTED,
    )
    return world.merge({table_of(ExportedCopy): {copy.key: copy}}, world.revision)
