"""`certblade estate`: a world from what the real Azure says about your certificates, and a report on it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from store.errors import AzureError, StateError, UsageError
from store.estates.calendar import calendar
from store.estates.changes import compare
from store.estates.exports import read_exports
from store.estates.keeping import keep
from store.estates.report import as_json, report
from store.estates.script import script
from store.estates.world import estate_world
from tui.commands.estate_text import say_changes, say_report
from tui.commands.output import say, say_json
from tui.commands.session import moment, opened, standard_input, state_path
from tui.text.plain import plain

if TYPE_CHECKING:
    from store.world import World


def run(arguments: argparse.Namespace) -> int:
    """Reads the exports, prints the report, writes the world unless it is a dry run; 1: it needs somebody.

    Raises `StateError` where no file can be read, or the state exists already.
    """
    if arguments.commands is not None:
        say(script(arguments.commands).rstrip("\n"))
        return 0
    if arguments.changes:
        with opened(arguments, create=False) as portal:
            say_changes(compare(portal), as_json=arguments.json)
        return 0
    if not arguments.paths:
        raise UsageError("Name a file or a folder of exports; `certblade estate --commands` gathers one.")
    world = _read(arguments)
    made, path = report(world), state_path(arguments)
    if not arguments.dry_run:
        keep(path, world)
    if arguments.calendar:
        say(calendar(world).decode().rstrip("\r\n"))
    elif arguments.json:
        say_json(as_json(made))
    else:
        say_report(made)
        if not arguments.dry_run:
            say(f"\nThe estate is ready to rehearse in {plain(path, 4000)}; nothing is sent to Azure.")
    return 1 if made.needs_you else 0


def _read(arguments: argparse.Namespace) -> World:
    as_of = None if arguments.as_of is None else moment(arguments.as_of)
    piped = standard_input() if "-" in arguments.paths else None
    try:
        exports = read_exports(arguments.paths, piped)
    except AzureError as error:
        # Not a verdict on an estate, which is what status 1 says.
        raise StateError(error.code, error.told) from None
    world = estate_world(exports, as_of)
    if not report(world).files:
        raise StateError("EstateEmpty", "No file of these is an export that can be read.")
    return world
