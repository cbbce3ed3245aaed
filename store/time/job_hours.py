"""The hours of the background jobs: a period by era, from a phase that the world's seed decides.

    Auto-renew job (8 hours)   07:00  15:00  23:00  07:00 …
    Sync job (24 hours)        09:00  09:00  09:00 …

The tick at time T belongs to what is done in reaching T, so the next one is always later than now.
The periods are those of the world's `Era`: `auto_renew_period_hours` and `sync_period_hours`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec

from store.eras import ERAS
from store.time.calendar import later
from store.world import View, chance

#: The background jobs by the names the Jobs blade shows.
AUTO_RENEW = "Auto-renew job"
SYNC = "Sync job"

_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def next_tick(view: View, job: str, after: datetime) -> datetime:
    """The first run of a job later than `after`."""
    return ticks(view, job).after(after)


def ticks(view: View, job: str) -> Ticks:
    """The runs of a job in this world: its period by era, its phase (whole hours) by seed."""
    facts = view.facts
    return _ticks(facts.seed, facts.era, job)


def run_from(view: View, job: str, begins: datetime) -> datetime:
    """The first run of a job later than now, and not before a moment (UTC)."""
    runs = ticks(view, job)
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


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """A background job: its name, its period in hours, its next run (UTC)."""

    job: str
    hours: int
    next_run: datetime


def schedules(view: View) -> tuple[Schedule, ...]:
    """The background jobs that run at fixed hours, in the order they work: renew first, then sync.

    Source: "New Sync and Export experiences" (blog, 2019).
    """
    era = view.era
    periods = ((AUTO_RENEW, era.auto_renew_period_hours), (SYNC, era.sync_period_hours))
    return tuple(
        Schedule(job=job, hours=hours, next_run=next_tick(view, job, view.now)) for job, hours in periods
    )
