"""`certblade keys`: every key of the portal, by the id that the settings file names it by."""

from __future__ import annotations

import argparse

from tui.commands.output import say_json, say_table
from tui.settings.file import read_settings, settings_path
from tui.settings.keymap import accepted, known_keys


def run(arguments: argparse.Namespace) -> int:
    """Prints id, key and what it does, the user's own keys in place of ours."""
    changed = accepted(read_settings(settings_path()).keys)
    rows = [(one.id, changed.get(one.id, one.key), one.does) for one in known_keys().values()]
    if arguments.json:
        say_json([{"id": id, "key": key, "does": does, "changed": id in changed} for id, key, does in rows])
    else:
        say_table(("ID", "KEY", "DOES"), rows)
    return 0
