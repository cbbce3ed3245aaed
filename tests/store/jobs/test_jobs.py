"""The background jobs: their hours, what they do, and that one failure does not stop the rest."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import AzureError
from store.jobs.advance import advance, dry_run
from store.jobs.agenda import Agenda
from store.jobs.history import recent_runs
from store.jobs.sources import AGENDA, SOURCES
from store.jobs.upcoming import upcoming
from store.resources import DnsZone, JobRun, OrderStatus, Record, RecordType, WebCertificate
from store.services.authority.signing import Signer
from store.services.authorization.principals import WEB_SITES
from store.time.job_hours import AUTO_RENEW, SYNC, next_tick, ticks
from store.world import Draft
from store.x509.keys import new_key
from tests.support.order_cloud import Shop


def linked_shop(era: str = "2022") -> Shop:
    shop = Shop(era)
    shop.issue()
    shop.link()
    return shop


def rekey(shop: Shop, name: str = "contosocert") -> None:
    shop.do("Rekey", order=name)
    shop.wait("10m")


@pytest.mark.parametrize(
    ("era", "renew", "sync"), [("2018", 8, 24), ("2019", 8, 48), ("2022", 8, 24), ("2026", 8, 24)]
)
def test_the_hours_of_the_jobs(era: str, renew: int, sync: int) -> None:
    world = Shop(era).world
    for job, hours in ((AUTO_RENEW, renew), (SYNC, sync)):
        first = next_tick(world, job, world.now)
        assert timedelta() < first - world.now <= timedelta(hours=hours)
        assert next_tick(world, job, first) - first == timedelta(hours=hours)
        assert ticks(world, job).at_or_after(first) == first


@pytest.mark.parametrize("era", ["2018", "2019", "2022"])
def test_the_sync_job_moves_certificate_and_binding_at_its_hour(era: str) -> None:
    shop = linked_shop(era)
    rekey(shop)
    old, new = shop.binding(), shop.order().thumbprint
    at = next_tick(shop.world, SYNC, shop.world.now)
    shop.wait_until(at - timedelta(seconds=1))
    assert shop.binding() == old != new
    shop.wait("1s")
    assert shop.binding() == shop.linked().thumbprint == new
    [(ran, outcome)] = shop.outcomes(SYNC)
    assert (ran, outcome.old_thumbprint, outcome.new_thumbprint) == (at, old, new)
    shop.wait("30d")
    assert len(shop.outcomes(SYNC)) == 1


def test_a_failing_certificate_is_told_once_and_the_others_are_synced() -> None:
    shop = linked_shop()
    shop.do("CreateVault", name="second-kv", resourceGroup="rg-web")
    shop.buy("second", "api.contoso.com")
    shop.do("StoreInKeyVault", order="second", vault="second-kv")
    token = shop.order("second").properties.domain_verification_token
    shop.do("AddRecord", zone="contoso.com", type="TXT", name="@", value=token)
    shop.do("VerifyDomain", order="second", method="txt")
    shop.wait("10m")
    shop.link("second", "contoso-api", "api.contoso.com")
    rekey(shop)
    rekey(shop, "second")
    shop.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
    shop.wait("5d")
    failed, synced = sorted((outcome for _, outcome in shop.outcomes(SYNC)), key=lambda one: one.ok)
    assert "does not have access" in failed.result and not failed.ok
    assert synced.ok and shop.binding("api.contoso.com", "contoso-api") == shop.order("second").thumbprint
    assert shop.binding() != shop.order().thumbprint
    shop.do("SetAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites", secrets=["Get"])
    shop.wait("1d")
    assert shop.binding() == shop.order().thumbprint


def test_lost_access_is_seen_although_nothing_differs_yet() -> None:
    shop = linked_shop()
    shop.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
    shop.wait("3d")
    [(_, outcome)] = shop.outcomes(SYNC)
    assert not outcome.ok


def test_a_deleted_linked_certificate_is_no_work() -> None:
    shop = linked_shop()
    rekey(shop)
    shop.do("RemoveBinding", site="contoso-app", host="contoso.com")
    shop.do("DeleteCertificate", certificate=shop.linked().id)
    shop.wait("2d")
    assert shop.outcomes(SYNC) == [] and not list(shop.world.all(WebCertificate))


def test_served_certificates_are_valid_from_renewal_to_sync() -> None:
    shop = linked_shop("2019")
    old = shop.expires()
    shop.wait_until(old - timedelta(days=61))
    while shop.binding() == shop.ledger().issued[0].thumbprint:
        shop.wait("8h")
        assert shop.world.now < old
    assert shop.binding() == shop.order().thumbprint


def test_a_job_that_finds_a_zone_changed_asks_the_ca_again() -> None:
    shop = Shop()
    shop.buy()
    shop.do("AddRecord", zone="contoso.com", type="CAA", name="@", value='0 issue "letsencrypt.org"')
    shop.prove()
    zone = next(one for one in shop.world.all(DnsZone) if one.name == "contoso.com")
    allowing = Record(type=RecordType.CAA, name="@", value='0 issue "godaddy.com"')
    records = (*zone.properties.records, allowing)
    # Past the operation that would have told the waiting order.
    assert AGENDA.entries(shop.world) == Agenda(SOURCES).entries(shop.world)
    shop.put(replace(zone, properties=replace(zone.properties, records=records)))
    assert AGENDA.entries(shop.world) == Agenda(SOURCES).entries(shop.world)
    shop.wait("9h")
    assert shop.status() is OrderStatus.ISSUED
    assert shop.outcomes(AUTO_RENEW)[0][1].ok


def test_runs_of_one_moment_are_one_record() -> None:
    shop = Shop()
    shop.buy("first")
    shop.buy("second", "fabrikam.com")
    shop.wait("15d")
    [run] = shop.world.all(JobRun)
    assert len(run.outcomes) == 2


@pytest.mark.parametrize(("era", "hours"), [("2022", 24), ("2019", 48)])
def test_runs_that_met_nothing_follow_from_the_hours(era: str, hours: int) -> None:
    shop = linked_shop(era)
    rekey(shop)
    shop.wait("10d")
    runs = recent_runs(shop.world, SYNC)
    apart = {(one.ran_at - two.ran_at) / timedelta(hours=1) for one, two in zip(runs, runs[1:], strict=False)}
    assert apart == {hours}
    assert [bool(run.outcomes) for run in runs] == [False] * (len(runs) - 1) + [True]
    renewals = recent_runs(shop.world, AUTO_RENEW, 4)
    assert [(renewals[0].ran_at - run.ran_at) / timedelta(hours=8) for run in renewals] == [0, 1, 2, 3]
    assert renewals[0].ran_at <= shop.world.now < renewals[0].ran_at + timedelta(hours=8)


def test_upcoming_tells_events_and_the_next_run_of_each_job() -> None:
    shop = linked_shop()
    rekey(shop)
    found = upcoming(shop.world, 10)
    assert [event.at for event in found] == sorted(event.at for event in found)
    told = {event.subject: event.text for event in found}
    assert told[AUTO_RENEW] == "looks at 1 order; renews nothing"
    assert told[SYNC].endswith(": The new certificate was loaded. 1 binding moved: contoso.com.")
    assert any("revoked" in event.text for event in found)
    assert upcoming(shop.world, 2) == found[:2]
    assert upcoming(Shop().world) == ()


def everything(shop: Shop, days: int) -> tuple[tuple[object, ...], ...]:
    draft = Draft(shop.world)
    until = shop.world.now + timedelta(days=days)
    told, count = advance(draft, until, Signer(lambda: new_key("ec")), keep=10_000)
    assert count == len(told)
    return tuple((event.at, event.kind, event.resource) for event in told)


@settings(max_examples=15, deadline=None)
@given(
    age=st.integers(1, 600),
    card=st.booleans(),
    renew=st.booleans(),
    rekeyed=st.booleans(),
    days=st.integers(1, 800),
)
def test_a_dry_run_tells_what_will_happen(
    age: int, card: bool, renew: bool, rekeyed: bool, days: int
) -> None:
    shop = linked_shop()
    shop.do("AgeProof", order="contosocert", days=age)
    if not card:
        shop.do("SetCard", valid=False)
    if not renew:
        shop.do("SetAutoRenew", order="contosocert", enabled=False)
    if rekeyed:
        shop.do("Rekey", order="contosocert")
    until = shop.world.now + timedelta(days=days)
    before = shop.world.tables
    foreseen = tuple((event.at, event.kind, event.resource) for event in dry_run(shop.world, until))
    assert shop.world.tables is before
    assert foreseen == everything(shop, days)


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(
        st.sampled_from(["1h", "3h", "1d", "9d", "40d", "rekey", "card", "policy", "auto", "caa", "undo"]),
        max_size=12,
    )
)
def test_what_is_kept_of_the_future_equals_what_is_worked_out_anew(steps: list[str]) -> None:
    shop = linked_shop()
    card, reads, auto = cycle([False, True]), cycle([["List"], ["Get"]]), cycle([False, True])
    caa = cycle(["AddRecord", "RemoveRecord"])
    for step in steps:
        # After an undo a switch may stand already where it is to be put.
        with suppress(AzureError):
            match step:
                case "rekey":
                    shop.do("Rekey", order="contosocert")
                case "card":
                    shop.do("SetCard", valid=next(card))
                case "policy":
                    secrets = next(reads)
                    shop.do("SetAccessPolicy", vault="contoso-kv", principal=WEB_SITES, secrets=secrets)
                case "auto":
                    shop.do("SetAutoRenew", order="contosocert", enabled=next(auto))
                case "caa":
                    record = {"type": "CAA", "name": "@", "value": '0 issue "letsencrypt.org"'}
                    shop.do(next(caa), zone="contoso.com", **record)
                case "undo":
                    shop.do("Undo")
                case _:
                    shop.wait(step)
        fresh = Agenda(SOURCES).entries(shop.world)
        assert AGENDA.entries(shop.world) == fresh
        # Nothing due is undone.
        assert all(due.at > shop.world.now for due in fresh)
