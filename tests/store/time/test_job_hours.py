"""The hours of the background jobs: period by era, phase by seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store.time.job_hours import AUTO_RENEW, SYNC, Ticks, next_tick, renewal_run, schedules
from store.worlds import START, begin


def test_the_jobs_page_shows_the_hours_of_the_worlds_year() -> None:
    for era in ("2019", "2022"):
        world = begin("empty", era=era, now=START, seed=1, keys="ec")
        assert [(one.job, one.hours) for one in schedules(world)] == [
            (AUTO_RENEW, world.era.auto_renew_period_hours),
            (SYNC, world.era.sync_period_hours),
        ]
        assert all(one.next_run == next_tick(world, one.job, world.now) for one in schedules(world))


def test_the_first_run_for_an_expiry_is_the_first_inside_the_window() -> None:
    world = begin("empty", era="2022", now=START, seed=1, keys="ec")
    expires = START + timedelta(days=365)
    run = renewal_run(world, expires)
    window = expires - timedelta(days=world.era.auto_renew_days)
    assert window <= run < window + timedelta(hours=world.era.auto_renew_period_hours)
    late = START + timedelta(days=1)
    assert renewal_run(world, late) == next_tick(world, AUTO_RENEW, START)


@given(
    st.integers(1, 72),
    st.integers(0, 71),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_a_run_is_later_than_the_moment_it_is_asked_at_and_the_next_a_period_on(
    hours: int, phase: int, moment: datetime
) -> None:
    ticks = Ticks(hours, phase % hours)
    first = ticks.after(moment)
    assert moment < first <= moment + timedelta(hours=hours)
    assert ticks.after(first) == first + timedelta(hours=hours)
    assert ticks.at_or_after(first) == first
    assert list(ticks.between(moment, first)) == [first]
