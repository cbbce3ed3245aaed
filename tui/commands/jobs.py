"""`certblade jobs`: what the background jobs did, and what happens next."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from store.jobs.events import Event
from store.jobs.upcoming import upcoming
from store.resources import JobRun, Outcome, name_of
from tui.commands.output import say, say_table
from tui.commands.session import world_of

#: How many of the things to come are printed.
_AHEAD = 10


def run(arguments: argparse.Namespace) -> int:
    """Prints every run that had work, oldest first, then the next due events."""
    world = world_of(arguments)
    say_table(("TIME", "JOB", "RESOURCE", "OUTCOME", "RESULT"), _rows(tuple(world.all(JobRun))))
    say("")
    say_table(("NEXT", "WHO", "OUTCOME", "WHAT"), (event_row(event) for event in upcoming(world, _AHEAD)))
    return 0


def event_row(event: Event) -> tuple[object, ...]:
    """Moment, whom, how it goes or went, and what."""
    return f"{event.at:%Y-%m-%d %H:%M}Z", event.subject, _word(event), event.text


def _word(one: Event | Outcome) -> str:
    return "Skipped" if one.skipped else "Succeeded" if one.ok else "Failed"


def _rows(runs: tuple[JobRun, ...]) -> Iterator[tuple[object, ...]]:
    for one in runs:
        for outcome in one.outcomes:
            yield (
                f"{one.ran_at:%Y-%m-%d %H:%M}Z",
                one.job,
                name_of(outcome.resource),
                _word(outcome),
                outcome.result,
            )
