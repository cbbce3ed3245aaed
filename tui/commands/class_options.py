"""The words of `certblade class`; reading them imports nothing that a command needs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

ABOUT = """\
A class is a folder with a world for each trainee. Nothing is served: the commands look at the worlds' files.
A list of names has a trainee a line, `login,name` or a name alone; the login names the trainee's folder.
"""

_Add = Callable[[argparse.ArgumentParser], None]


def add(command: argparse.ArgumentParser) -> None:
    """Adds the commands below `class`."""
    below = command.add_subparsers(dest="deed", metavar="COMMAND", title="commands", required=True)
    for name, (summary, options) in _COMMANDS.items():
        one = below.add_parser(name, help=summary, description=summary)
        one.add_argument("folder", type=Path, metavar="FOLDER", help="the folder of the class")
        options(one)


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--names", type=Path, metavar="FILE", required=True, help="the list of names; - is standard input"
    )
    command.add_argument("--title", default="", help="what the class is called")
    command.add_argument("--scenario", metavar="NAME|FILE", help="the scenario that everybody gets")
    command.add_argument("--exam", action="store_true", help="as an exam: no hints, scored once")
    command.add_argument(
        "--world", choices=("walk", "demo", "empty"), default="demo", help="without a scenario, which world"
    )
    command.add_argument("--seed", type=int, default=0, help="fixes ids and chance of such a world")


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")


def _results(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as",
        dest="form",
        choices=("csv", "markdown", "xapi", "json"),
        default="csv",
        help="a gradebook to import, a table to read, xAPI 1.0.3 statements, every attempt whole",
    )
    command.add_argument(
        "--home-page", metavar="URL", help="the home page of the accounts in xAPI statements"
    )


def _nothing(_command: argparse.ArgumentParser) -> None:
    """A command without arguments of its own."""


_COMMANDS: dict[str, tuple[str, _Add]] = {
    "new": ("make the worlds of a class, and what puts it behind a browser", _new),
    "list": ("show who does what, and who is stuck", _json),
    "watch": ("open the portal on a page that follows everybody", _nothing),
    "results": ("print the results of all attempts", _results),
    "check": ("look whether the class can begin: worlds, programs, passwords, certificate", _json),
}
