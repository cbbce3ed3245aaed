"""The ways out of drift, in sentences.

Source: "New Sync and Export experiences" (blog, 2019) for Sync and its job.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from store.time.job_hours import SYNC, next_tick
from store.world import View
from store.world.answers import remembered


@remembered
def sync_way(view: View) -> str:
    """The way out of most drift of linked certificates, as a sentence."""
    return f"Sync, or wait for the sync job at {moment(view, next_tick(view, SYNC, view.now))}."


def moment(view: View, at: datetime) -> str:
    """A moment and its distance in whole hours or days that are left: "2022-08-02 02:00 (17 h)"."""
    hours = (at - view.now) // timedelta(hours=1)
    distance = f"{hours // 24} d" if hours >= 48 else f"{hours} h"
    return f"{at:%Y-%m-%d %H:%M} ({distance})"
