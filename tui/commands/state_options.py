"""The options that every command has: which world, and how it is opened."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

_HELP = {
    "--state": "the file that holds the world",
    "--allow-older": "go on from a file whose journal is missing, as it stands",
    "--read-only": "only look: neither the portal nor a command writes anything of the world",
}


def add_state(command: argparse.ArgumentParser, *, again: bool = False) -> None:
    """Adds them; `again`, below a command, they need no second explanation."""
    # Suppressed, so that a subcommand without --state does not undo one given before it.
    quiet: dict[str, Any] = {"default": argparse.SUPPRESS, "help": argparse.SUPPRESS} if again else {}

    def add(name: str, **options: Any) -> None:
        command.add_argument(name, **{"help": _HELP[name], **options, **quiet})

    add("--state", type=Path, metavar="PATH")
    add("--allow-older", action="store_true")
    add("--read-only", action=argparse.BooleanOptionalAction)
