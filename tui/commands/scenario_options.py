"""The words of `certblade scenario`; reading them imports nothing that a command needs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

ABOUT = """\
Training: a broken world, the customer's ticket, and checks that look at the world. A scenario is a TOML file;
`scenario schema` prints its JSON schema, the README says how one is written.
"""

_Add = Callable[[argparse.ArgumentParser], None]


def add(command: argparse.ArgumentParser) -> None:
    """Adds the commands below `scenario`."""
    quiet = argparse.SUPPRESS
    state = type(command)(add_help=False)
    state.add_argument("--state", type=Path, metavar="PATH", default=quiet, help=quiet)
    state.add_argument("--allow-older", action="store_true", default=quiet, help=quiet)
    below = command.add_subparsers(dest="deed", metavar="COMMAND", title="commands", required=True)
    for name, (summary, options) in _COMMANDS.items():
        options(below.add_parser(name, help=summary, description=summary, parents=[state]))


def _list(command: argparse.ArgumentParser) -> None:
    _folder(command)
    command.add_argument("--json", action="store_true", help="print JSON")


def _folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="your own scenarios, beside the shipped"
    )


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="scenario files")


def _nothing(_command: argparse.ArgumentParser) -> None:
    """A command without arguments of its own."""


_COMMANDS: dict[str, tuple[str, _Add]] = {
    "list": ("list scenarios, walks and demos", _list),
    "check": ("play files by their own solutions; faults are named by line", _check),
    "schema": ("print the JSON schema of scenario files", _nothing),
}
