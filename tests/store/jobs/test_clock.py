"""The clock: it goes forward, to where it is told, and what it passes happens; undo brings it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from store.errors import AzureError, UsageError
from store.operations.operation import NeedMore
from store.operations.simulator.clock import AdvanceClock, duration, slices
from store.resources import ActivityEntry, OrderStatus
from store.time.calendar import HORIZON
from store.world import Draft
from store.world.pauses import BETWEEN
from tests.support.cloud import Cloud
from tests.support.order_cloud import Shop
from tests.support.worlds import portal, world


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90m", 5400), ("8h", 28800), ("1d", 86400), ("1d12h", 129600), ("2W", 1209600), ("1h 30m", 5400)],
)
def test_durations(text: str, seconds: int) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "h", "5", "-1h", "1.5h", "1y", "1h!", "٣h", "9" * 13 + "h"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(UsageError):
        duration(text)


def test_exactly_one_way_is_given() -> None:
    for wrong in (AdvanceClock(), AdvanceClock(by="1h", next=True), AdvanceClock(by="1h", to=HORIZON)):
        with pytest.raises(UsageError):
            portal(world("empty")).perform(wrong)


def test_a_run_of_the_clock_lets_others_go_first_between_its_events() -> None:
    demo, paused = portal(world("demo")), list[int]()
    asked = BETWEEN.set(lambda: paused.append(demo.world.revision))
    try:
        done = demo.perform(AdvanceClock(by="7d"))
    finally:
        BETWEEN.reset(asked)
    assert len(paused) >= done.count > 1
    assert len(set(paused)) == 1, "the world is as it was until all has happened"


def test_time_only_goes_forward() -> None:
    cloud = Cloud()
    past = (cloud.world.now - timedelta(seconds=1)).isoformat()
    for moment in (past, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"):
        assert cloud.refused("AdvanceClock", to=moment).code == "TimeGoesForward"
    cloud.do("AdvanceClock", to="2022-08-02T11:00:00+02:00")
    assert cloud.world.now == datetime(2022, 8, 2, 9, tzinfo=UTC)


def test_the_end_of_time_is_the_year_9999() -> None:
    shop = Shop()
    shop.issue()
    shop.do("SetAutoRenew", order="contosocert", enabled=False)
    shop.wait("9999999999d")
    assert shop.world.now == HORIZON
    assert shop.status() is OrderStatus.EXPIRED
    shop.buy("late")
    shop.prove("late")
    assert shop.refused("AdvanceClock", next=True).code == "NothingAhead"


def test_an_idle_century_costs_nothing() -> None:
    cloud = Cloud()
    cloud.do("AdvanceClock", by="1d")
    begun = perf_counter()
    cloud.do("AdvanceClock", by="36500d")
    # The goal is a millisecond; a busy machine may take more, a scan of every run would take seconds.
    assert perf_counter() - begun < 0.1


def test_next_goes_from_event_to_event() -> None:
    shop = Shop()
    assert shop.refused("AdvanceClock", next=True).code == "NothingAhead"
    shop.buy()
    shop.do("VerifyDomain", order="contosocert", method="App Service")
    moments = []
    for _ in range(2):
        shop.do("AdvanceClock", next=True)
        moments.append(f"{shop.world.now:%d %H:%M}")
    assert moments == ["01 09:02", "01 09:06"]
    assert shop.status() is OrderStatus.ISSUED
    shop.do("AdvanceClock", next=True)
    assert timedelta(days=31) < shop.expires() - shop.world.now <= timedelta(days=32)


def test_leaving_in_the_middle_of_a_rekey_is_the_same_as_waiting() -> None:
    shop = Shop()
    shop.issue()
    shop.do("Rekey", order="contosocert")
    begun, once = shop.world, shop.portal
    shop.wait("10m")
    waited = shop.ledger().issued[-1].issued_at
    shop.portal = portal(begun)
    for _ in range(40):
        shop.wait("15s")
    assert shop.portal is not once
    assert shop.ledger().issued[-1].issued_at == waited


def test_slices_are_a_day_at_most_and_end_where_they_should() -> None:
    now = datetime(2022, 8, 1, 9, tzinfo=UTC)
    assert list(slices(now, now)) == []
    assert list(slices(now, now + timedelta(hours=1))) == [now + timedelta(hours=1)]
    found = list(slices(now, now + timedelta(days=2, hours=1)))
    assert [(one - now) / timedelta(hours=1) for one in found] == [24, 48, 49]
    shop = Shop()
    reached = list(shop.portal.advance(shop.world.now + timedelta(days=3)))
    assert reached[-1] == shop.world.now and len(reached) == 3


def test_ticks_of_a_running_clock_share_one_entry() -> None:
    cloud = Cloud()
    before = len(list(cloud.world.all(ActivityEntry)))
    for _ in range(5):
        cloud.do("AdvanceClock", by="60s", running=True)
    entries = list(cloud.world.all(ActivityEntry))
    assert len(entries) == before + 1
    assert cloud.world.revision >= 5


@pytest.mark.parametrize("speed", [0, 1, 60, 1440])
def test_speeds(speed: int) -> None:
    from store.resources import Clock

    cloud = Cloud()
    cloud.do("SetClockSpeed", speed=speed)
    assert cloud.world.need(Clock, "clock").speed == speed
    assert cloud.refused("SetClockSpeed", speed=7).code == "UnknownSpeed"


def test_rsa_keys_are_made_before_the_lock_and_asked_for_again_when_they_are_too_few() -> None:
    shop = Shop()
    shop.issue()
    facts = shop.world.facts
    from msgspec.structs import replace

    shop.put(replace(facts, keys="rsa2048"))
    asked = AdvanceClock(to=shop.expires() - timedelta(days=20))
    assert len(asked.prepare(shop.world)) == 1
    with pytest.raises(NeedMore):
        asked.apply(Draft(shop.world), [])
    shop.portal.perform(asked)
    assert shop.ledger().issued[-1].number == 2


def test_more_keys_than_one_advance_may_make_are_refused() -> None:
    from msgspec.structs import replace

    shop = Shop()
    shop.issue()
    shop.put(replace(shop.world.facts, keys="rsa2048"))
    shop.put(replace(shop.ledger(), verified_at=datetime(9000, 1, 1, tzinfo=UTC)))
    refused = pytest.raises(AzureError, shop.wait, "900000d").value
    assert refused.code == "AdvanceTooFar"
    assert shop.ledger().issued[-1].number == 1


def test_what_happened_ends_in_one_full_stop() -> None:
    """Some events end in a sentence of Azure's own."""
    cloud = Cloud("walk")
    cloud.do("CreateManagedCertificate", site="contoso-app", host="contoso.com")
    cloud.do("AdvanceClock", by="1h")
    cloud.do("SetIpRestrictions", site="contoso-app", allowed=["10.0.0.0/8"])
    told = cloud.do("AdvanceClock", next=True)
    assert told.endswith("until the certificate expires on 2023-02-01.")
    told = cloud.do("AdvanceClock", by="45d")
    failure = "contoso.com (failed): Not renewed: Web app is not accessible by public network."
    assert told.count(failure) == 1, "a failure that repeats itself is named once"
