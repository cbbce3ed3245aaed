"""`certblade jobs`: what the background jobs did, and what happens next."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from store.jobs.upcoming import upcoming
from store.resources import JobRun, name_of
from tui.commands.output import say, say_table
from tui.commands.session import world_of

#: How many of the things to come are printed.
_AHEAD = 10


def run(arguments: argparse.Namespace) -> int:
    """Prints every run that had work, oldest first, then the next due events."""
    world = world_of(arguments)
    say_table(("TIME", "JOB", "RESOURCE", "OUTCOME", "RESULT"), _rows(tuple(world.all(JobRun))))
    say("")
    say_table(
        ("NEXT", "WHO", "WHAT"),
        ((f"{event.at:%Y-%m-%d %H:%M}Z", event.subject, event.text) for event in upcoming(world, _AHEAD)),
    )
    return 0


def _rows(runs: tuple[JobRun, ...]) -> Iterator[tuple[object, ...]]:
    for one in runs:
        for outcome in one.outcomes:
            yield (
                f"{one.ran_at:%Y-%m-%d %H:%M}Z",
                one.job,
                name_of(outcome.resource),
                "Succeeded" if outcome.ok else "Failed",
                outcome.result,
            )
