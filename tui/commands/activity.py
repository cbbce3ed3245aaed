"""`certblade activity`: the Activity log."""

from __future__ import annotations

import argparse

from store.arm.events import event
from store.resources import ActivityEntry, name_of
from tui.commands.output import say, say_json, say_table
from tui.commands.session import world_of


def run(arguments: argparse.Namespace) -> int:
    """Prints the log, oldest first: as a table, as Azure's events, or the ids of what was accepted."""
    world = world_of(arguments)
    entries = tuple(world.all(ActivityEntry))
    if arguments.json:
        say_json([event(world, entry) for entry in entries])
        return 0
    if arguments.ids:
        accepted = dict.fromkeys(entry.correlation_id for entry in entries if entry.status == "Succeeded")
        if accepted:
            say("\n".join(accepted))
        return 0
    say_table(
        ("TIME", "OPERATION", "STATUS", "TARGET", "CORRELATION ID", "MESSAGE"),
        (
            (
                f"{entry.at:%Y-%m-%d %H:%M:%S}Z",
                entry.title,
                entry.status,
                name_of(entry.target),
                entry.correlation_id,
                f"{entry.code}: {entry.message}" if entry.code else entry.message,
            )
            for entry in entries
        ),
    )
    return 0
