"""When background jobs run: a fixed period from a phase that only the world's seed knows.

The tick at time T belongs to what is done in reaching T, so the next one is always later than now.
Source: "New Sync and Export experiences" (blog, 2019): auto renew every 8 hours, sync every 48.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from store.world import View, chance

#: The background jobs by the names the Jobs blade shows.
AUTO_RENEW = "Auto-renew job"
SYNC = "Sync job"

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: The end of simulated time: years have four digits.
HORIZON = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def period(view: View, job: str) -> timedelta:
    """How often the job runs in this world's era."""
    hours = view.era.auto_renew_period_hours if job == AUTO_RENEW else view.era.sync_period_hours
    return timedelta(hours=hours)


def phase(view: View, job: str) -> timedelta:
    """How long after a multiple of its period (counted from 1970, UTC) the job runs: whole hours by seed."""
    hours = period(view, job) // _HOUR
    return chance(view.facts.seed, 0, f"phase of {job}").randrange(hours) * _HOUR


def next_tick(view: View, job: str, after: datetime) -> datetime:
    """The first run later than `after`."""
    return Ticks(view, job).after(after)


class Ticks:
    """The runs of one job, by arithmetic."""

    def __init__(self, view: View, job: str) -> None:
        self.period = period(view, job)
        self._first = _EPOCH + phase(view, job)

    def after(self, moment: datetime) -> datetime:
        """The first run later than `moment`; the horizon of time where none fits before it."""
        runs = (moment - self._first) // self.period + 1
        return later(self._first, runs * self.period)

    def at_or_after(self, moment: datetime) -> datetime:
        """The first run not earlier than `moment`."""
        return self.after(moment - timedelta(microseconds=1))

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The runs later than `after`, up to and including `until`."""
        tick = self.after(after)
        while tick <= until and tick > after:
            yield tick
            after, tick = tick, self.after(tick)


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
