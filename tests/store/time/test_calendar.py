"""Moments of simulated time: adding to them, up to the end of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store.time.calendar import HORIZON, days, later, year_later


def test_a_moment_beyond_the_year_9999_is_the_end_of_time() -> None:
    december = datetime(9999, 12, 1, tzinfo=UTC)
    assert later(december, days(10)) == datetime(9999, 12, 11, tzinfo=UTC)
    assert later(december, days(60)) == HORIZON
    assert later(HORIZON, timedelta(seconds=1)) == HORIZON
    assert year_later(december) == HORIZON


def test_a_year_after_a_leap_day_is_the_28th() -> None:
    leap_day = datetime(2024, 2, 29, 9, 30, tzinfo=UTC)
    assert year_later(leap_day) == datetime(2025, 2, 28, 9, 30, tzinfo=UTC)
    assert year_later(leap_day, 4) == datetime(2028, 2, 29, 9, 30, tzinfo=UTC)
