"""What happened between two worlds, as the jobs recorded it: the same events that a forecast foretells."""

from __future__ import annotations

from collections.abc import Iterator

from store.jobs.events import Event, event_of
from store.jobs.sources import AGENDA
from store.resources import JobRun, Outcome
from store.world import View
from store.world.table import differences


def happened(before: View, after: View) -> tuple[Event, ...]:
    """The events between a world and a later one, oldest first.

    None where time was taken back, or another world took the first one's place.
    """
    if before.facts != after.facts:
        return ()
    found = [
        event
        for _, known, run in differences(before.table(JobRun), after.table(JobRun))
        if run is not None
        for event in _events(run, run.outcomes[len(known.outcomes) if known else 0 :])
    ]
    return tuple(sorted(found, key=lambda event: event.at))


def _events(run: JobRun, outcomes: tuple[Outcome, ...]) -> Iterator[Event]:
    """The events of outcomes: the work of a job's run is one, other work is one for each resource."""
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        whole = AGENDA.is_job(outcome.kind)
        groups.setdefault((outcome.kind, "" if whole else outcome.resource), []).append(outcome)
    for (kind, _), group in groups.items():
        yield event_of(run.ran_at, kind, run.job, group, AGENDA.meets(kind))
