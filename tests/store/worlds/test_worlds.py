"""The worlds one begins with are what they say, in every era, and the same for the same seed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from store.drift import order_drift
from store.eras import ERAS
from store.errors import AzureError
from store.jobs.advance import dry_run
from store.jobs.upcoming import upcoming
from store.resources import (
    AppServiceDomain,
    CertificateOrder,
    Clock,
    DnsZone,
    Method,
    Principal,
    ServerFarm,
    Site,
    SslState,
    Vault,
    WebCertificate,
)
from store.services.certificate_registration.ownership_checks import impossible
from store.services.web.webspaces import webspace_of
from store.world import World
from store.worlds import begin
from tests.support.worlds import demo_world, portal, walk_world, world

#: When a world of the default era begins.
BEGINS = ERAS["2022"].begins


def _order(begun: World) -> CertificateOrder:
    (order,) = begun.all(CertificateOrder)
    return order


def test_empty_has_a_subscription_a_group_and_two_plans() -> None:
    empty = world("empty")
    assert len(list(empty.all(ServerFarm))) == 2
    for kind in (CertificateOrder, Site, Vault, DnsZone, WebCertificate):
        assert not list(empty.all(kind))
    assert (empty.now, empty.need(Clock, "clock").speed) == (BEGINS, 0)


def test_walk_runs_and_has_everything_but_a_certificate() -> None:
    walk = walk_world()
    assert walk.need(Clock, "clock").speed == 60
    assert {zone.name for zone in walk.all(DnsZone)} == {"contoso.com", "fabrikam.com"}
    assert [domain.name for domain in walk.all(AppServiceDomain)] == ["contoso.com"]
    apps = {site.name: site for site in walk.all(Site)}
    assert [state.name for state in apps["contoso-app"].custom_hosts] == ["contoso.com", "www.contoso.com"]
    assert [state.name for state in apps["contoso-api"].custom_hosts] == ["api.contoso.com"]
    assert webspace_of(walk, apps["contoso-app"]) != webspace_of(walk, apps["contoso-api"])
    names = {principal.name for principal in walk.all(Principal)}
    assert {"Microsoft.Azure.WebSites", "Microsoft.Azure.CertificateRegistration"} <= names
    assert not list(walk.all(CertificateOrder))


@pytest.mark.parametrize("method", list(Method))
def test_every_proof_of_the_domain_can_be_tried_in_walk(method: Method) -> None:
    from store.operations.certificate_registration.create import CreateOrder

    door = portal(walk_world())
    door.perform(CreateOrder(name="contosocert", host="contoso.com", resource_group="rg-web"))
    assert impossible(door.world, _order(door.world), method) is None


@pytest.mark.parametrize("era", ERAS)
def test_demo_is_out_of_sync_in_every_era(era: str) -> None:
    demo = world("demo", era)
    found = order_drift(demo, _order(demo))
    assert found.mark is not None
    assert (found.mark.number, found.mark.current) == (3, True)
    assert [(row.group, row.mark.number, row.in_sync) for row in found.linked] == [
        ("rg-web", 2, False),
        ("rg-shop", 2, False),
        ("rg-api", 3, True),
    ]
    assert [copy.mark.number for copy in found.copies] == [1]
    assert {state.ssl_state for site in demo.all(Site) for state in site.custom_hosts} == {
        SslState.SNI,
        SslState.IP,
    }


def test_demo_stands_still_where_it_was_asked_to() -> None:
    demo = demo_world()
    assert (demo.now, demo.need(Clock, "clock").speed) == (BEGINS, 0)
    sync = [event for event in upcoming(demo, 10) if event.kind == "Sync job"]
    assert sync[0].at == datetime(2022, 8, 2, 2, tzinfo=UTC)


def test_what_the_sync_job_does_next_ends_the_demos_drift() -> None:
    demo = demo_world()
    events = dry_run(demo, datetime(2022, 8, 2, 3, tzinfo=UTC))
    assert any(event.kind == "Sync job" for event in events)
    assert not order_drift(demo, _order(demo)).linked[0].in_sync


@pytest.mark.parametrize("seed", [1, 42])
def test_a_demo_is_out_of_sync_whatever_the_seed(seed: int) -> None:
    """Seed 1 has the sync job at the very minute the demo ends."""
    demo = begin("demo", seed=seed, keys="ec")
    found = order_drift(demo, _order(demo))
    assert len(found.out_of_sync) == 2
    assert (BEGINS - demo.now).total_seconds() <= 1


def test_the_same_seed_gives_the_same_ids() -> None:
    one, other = begin("walk", seed=5, keys="ec"), begin("walk", seed=5, keys="ec")
    assert list(one.table(Site)) == list(other.table(Site))
    assert [item.id for item in one.all(Principal)] == [item.id for item in other.all(Principal)]
    third = begin("walk", seed=6, keys="ec")
    assert [item.id for item in one.all(Principal)] != [item.id for item in third.all(Principal)]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"name": "moon"}, "UnknownWorld"),
        ({"name": "empty", "era": "1999"}, "UnknownEra"),
        ({"name": "empty", "keys": "dsa"}, "UnknownKeyKind"),
        ({"name": "demo", "now": datetime(1, 1, 1, tzinfo=UTC)}, "TimeOutOfRange"),
        ({"name": "demo", "now": datetime(9999, 1, 1, tzinfo=UTC)}, "TimeOutOfRange"),
    ],
)
def test_what_cannot_begin_is_refused(options: dict[str, object], code: str) -> None:
    with pytest.raises(AzureError) as refused:
        begin(**options)  # type: ignore[arg-type]
    assert refused.value.code == code
