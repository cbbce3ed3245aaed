"""When background jobs run: a fixed period from a phase that only the world's seed knows.

The tick at time T belongs to what is done in reaching T, so the next one is always later than now.
The periods are those of the world's `Era`: `auto_renew_period_hours` and `sync_period_hours`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from store.eras import ERAS
from store.world import View, chance

#: The background jobs by the names the Jobs blade shows.
AUTO_RENEW = "Auto-renew job"
SYNC = "Sync job"

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: The end of simulated time: years have four digits.
HORIZON = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def next_tick(view: View, job: str, after: datetime) -> datetime:
    """The first run of a job later than `after`."""
    return ticks(view, job).after(after)


def ticks(view: View, job: str) -> Ticks:
    """The runs of a job in this world: its period by era, its phase (whole hours) by seed."""
    facts = view.facts
    return _ticks(facts.seed, facts.era, job)


def renewal_run(view: View, expires: datetime) -> datetime:
    """The first run of the auto-renew job from now on that finds this expiry (UTC) inside its window."""
    begins = expires - days(view.era.auto_renew_days)
    runs = ticks(view, AUTO_RENEW)
    return runs.at_or_after(begins) if begins > view.now else runs.after(view.now)


@lru_cache(maxsize=64)
def _ticks(seed: int, era: str, job: str) -> Ticks:
    rules = ERAS[era]
    hours = rules.auto_renew_period_hours if job == AUTO_RENEW else rules.sync_period_hours
    return Ticks(hours, chance(seed, 0, f"phase of {job}").randrange(hours))


class Ticks:
    """The runs of one job, by arithmetic: every so many hours, with a phase counted from 1970 (UTC)."""

    def __init__(self, hours: int, phase: int) -> None:
        self.period = hours * _HOUR
        self._first = _EPOCH + phase * _HOUR

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
