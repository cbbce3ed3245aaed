"""What the background jobs did: the runs that met something, and those that follow from the job's hours."""

from __future__ import annotations

from store.resources import JobRun
from store.time.job_hours import ticks
from store.world import View


def recent_runs(view: View, job: str, limit: int = 20) -> tuple[JobRun, ...]:
    """The last runs of the auto-renew or the sync job, newest first, also those that met nothing new.

    None is older than the world.
    """
    runs = ticks(view, job)
    begun = view.facts.created_at
    met = {run.ran_at: run for run in view.all(JobRun) if run.job == job}
    found: list[JobRun] = []
    tick = runs.after(view.now) - runs.period
    while len(found) < limit and tick > begun:
        found.append(met.get(tick) or JobRun(id=f"{tick.isoformat()} {job}", job=job, ran_at=tick))
        tick -= runs.period
    return tuple(found)
