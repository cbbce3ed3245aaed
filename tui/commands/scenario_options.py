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


def _play(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME|FILE", help="a name of the list, or a file")
    _folder(command)
    command.add_argument("--plain", action="store_true", help="lines of text in place of the portal")
    command.add_argument("--exam", action="store_true", help="timed, without hints, scored once")
    command.add_argument("--replace", action="store_true", help="set an existing world aside")


def _resume(command: argparse.ArgumentParser) -> None:
    command.add_argument("--plain", action="store_true", help="as it always is here")


def _finish(command: argparse.ArgumentParser) -> None:
    command.add_argument("--give-up", action="store_true", help="end it without a score, for its debrief")


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="the file to write")


def _record(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="the scenario file that gets the steps")
    command.add_argument(
        "--as", dest="part", choices=("world", "solution"), default="solution", help="which steps they become"
    )
    command.add_argument(
        "--since", type=int, metavar="REVISION", help="after this revision; of a run, its start"
    )


def _nothing(_command: argparse.ArgumentParser) -> None:
    """A command without arguments of its own."""


_COMMANDS: dict[str, tuple[str, _Add]] = {
    "list": ("list scenarios, walks and demos", _list),
    "check": ("play files by their own solutions; faults are named by line", _check),
    "play": ("begin one, in the portal or in plain lines", _play),
    "resume": ("go on with the run of this world in plain lines", _resume),
    "status": ("print the ticket and the goals of this world", _nothing),
    "hint": ("take the next hint, at its price", _nothing),
    "finish": ("end the run: score, what was done, the shortest way, why", _finish),
    "new": ("write a scenario file to begin with", _new),
    "record": ("write what was done in this world into a scenario file", _record),
    "try": ("play a file in a world of its own, which is thrown away", _play),
    "schema": ("print the JSON schema of scenario files", _nothing),
}
