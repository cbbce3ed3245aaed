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


def _acting(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as",
        dest="acting",
        metavar="NAME",
        default="",
        help="the instructor's name, as the trainees see it",
    )


def _to(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="LOGIN",
        help="to this trainee only, may be repeated; without it to everybody",
    )
    _acting(command)


def _fault(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "fault", nargs="?", metavar="FAULT", help="its code or number; without it the menu is listed"
    )
    command.add_argument(
        "--at", default="", metavar="WHEN", help="a simulated span from now, or a date; else now"
    )
    command.add_argument("--on", default="", metavar="NAME", help="the resource it hits; else the first")
    command.add_argument("--say", default="", metavar="TEXT", help="what the trainee is told then")
    command.add_argument("--withdraw", action="store_true", help="take back what waits for its minute")
    _to(command)


def _message(command: argparse.ArgumentParser) -> None:
    command.add_argument("text", metavar="TEXT", help="the words")
    _to(command)


def _advance(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "by", metavar="WHEN", help="a simulated span, as `clock advance` takes it, or a date"
    )
    _to(command)


def _take_over(command: argparse.ArgumentParser) -> None:
    command.add_argument("login", metavar="LOGIN", help="the trainee")
    command.add_argument("--end", action="store_true", help="end it, or take back the question")
    _acting(command)


_COMMANDS: dict[str, tuple[str, _Add]] = {
    "new": ("make the worlds of a class, and what puts it behind a browser", _new),
    "list": ("show who does what, and who is stuck", _json),
    "watch": ("open the portal on a page that follows everybody", _acting),
    "fault": ("let something happen in trainees' worlds, now or at a minute; list what can", _fault),
    "events": ("show what was let happen in trainees' worlds, and what waits for its minute", _to),
    "message": ("say something to trainees: a toast, and in the bell", _message),
    "hint": ("send the scenario's next hint, at no price", _to),
    "advance": ("move trainees' clocks", _advance),
    "take-over": ("ask a trainee to let you work in the world alone", _take_over),
    "results": ("print the results of all attempts", _results),
    "check": ("look whether the class can begin: worlds, programs, passwords, certificate", _json),
}
