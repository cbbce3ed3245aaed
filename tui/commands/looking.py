"""The read-only switch: whoever set it only looks, and no command writes a world or anything beside it.

The option says it first, then the environment, then the settings file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from store.errors import StateError
from tui.settings import WITHOUT, asked_to_look

if TYPE_CHECKING:
    import argparse

#: Commands that write more than the world they open → what of them only reads.
_READING: dict[str, tuple[str, ...]] = {
    "new": (),
    "demo": (),
    "scenario": ("list", "check", "schema", "status"),
    "class": ("list", "results", "check", "events"),
}


def read_only(arguments: argparse.Namespace) -> bool:
    """Whether this command only looks."""
    said = asked_to_look(getattr(arguments, "read_only", None))
    return _settings_ask() if said is None else said


def _settings_ask() -> bool:
    # Most commands end before anybody asks.
    file = import_module("tui.settings.file")
    return bool(file.read_settings(file.settings_path()).read_only)


def check(arguments: argparse.Namespace) -> None:
    """Raises `StateError` StateReadOnly for a command that would write all the same."""
    deed = getattr(arguments, "deed", None)
    reading = _READING.get(arguments.command)
    if arguments.command == "estate":
        writes = arguments.commands is None and not (arguments.dry_run or arguments.changes)
    else:
        writes = reading is not None and deed not in reading
    if writes and read_only(arguments):
        name = " ".join(filter(None, (arguments.command, deed)))
        raise StateError(
            "StateReadOnly", f"`certblade {name}` writes files, and here one only looks. {WITHOUT}"
        )
