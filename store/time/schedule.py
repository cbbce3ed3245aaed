"""When the background jobs run, as the Jobs page and its readers need it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from store.time.job_hours import AUTO_RENEW, SYNC, next_tick
from store.world import View


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
