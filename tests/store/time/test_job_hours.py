"""The hours of the background jobs: period by era, phase by seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store.eras import ERAS
from store.time.job_hours import AUTO_RENEW, SYNC, Ticks, next_tick, run_from, schedules
from store.worlds import begin

#: When a world of the default era begins.
BEGINS = ERAS["2022"].begins


def test_the_jobs_page_shows_the_hours_of_the_worlds_year() -> None:
    for era in ("2019", "2022"):
        world = begin("empty", era=era, now=BEGINS, seed=1, keys="ec")
        assert [(one.job, one.hours) for one in schedules(world)] == [
            (AUTO_RENEW, world.era.auto_renew_period_hours),
            (SYNC, world.era.sync_period_hours),
        ]
        assert all(one.next_run == next_tick(world, one.job, world.now) for one in schedules(world))


def test_the_first_run_from_a_moment_is_not_before_it_and_later_than_now() -> None:
    world = begin("empty", era="2022", now=BEGINS, seed=1, keys="ec")
    begins = BEGINS + timedelta(days=333)
    run = run_from(world, AUTO_RENEW, begins)
    assert begins <= run < begins + timedelta(hours=world.era.auto_renew_period_hours)
    assert run_from(world, AUTO_RENEW, BEGINS - timedelta(days=1)) == next_tick(world, AUTO_RENEW, BEGINS)


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
