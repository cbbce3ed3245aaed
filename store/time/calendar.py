"""Moments of simulated time, UTC. Time ends with the year 9999: adding to a moment never goes beyond.

    later(datetime(9999, 12, 1, tzinfo=UTC), days(60))   9999-12-31 23:59:59
    year_later(datetime(2024, 2, 29, tzinfo=UTC))        2025-02-28

Nothing here reads the clock of this machine.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_DAY = timedelta(days=1)
#: The end of simulated time: years have four digits.
HORIZON = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def later(moment: datetime, by: timedelta) -> datetime:
    """`moment` plus `by`, but never beyond the horizon of time."""
    return moment + by if by <= HORIZON - moment else HORIZON


def days(number: int) -> timedelta:
    """That many days."""
    return number * _DAY


def year_later(moment: datetime, years: int = 1) -> datetime:
    """The same day so many years on (29 February becomes the 28th), never beyond the horizon of time."""
    year = moment.year + years
    if year > HORIZON.year:
        return HORIZON
    try:
        return moment.replace(year=year)
    except ValueError:
        return moment.replace(year=year, day=28)
