"""`certblade man`: the manual page, in roff with the macros of man(7), made of the command line itself.

One page for all commands, in the sections that man-pages(7) names. Nothing in it depends on the machine or
the day: the page a wheel installs is the page the command prints.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from typing import Any

from store import __released__, __version__
from tui.commands.output import say
from tui.commands.parser import parser

_NAME = r"certblade \- a small simulated Azure in a terminal"
#: Paragraphs whose lines belong together as they are broken.
_AS_IT_STANDS = re.compile(r"^(?: {2}|\w+ {3,})", re.MULTILINE)


def run(_: argparse.Namespace) -> int:
    """Prints the manual page."""
    say("\n".join(page()))
    return 0


def page() -> Iterator[str]:
    """The lines of the manual page."""
    top = parser()
    yield f'.TH CERTBLADE 1 "{__released__}" "certblade {__version__}" "User Commands"'
    yield from (".SH NAME", _NAME, ".SH SYNOPSIS", r".B certblade")
    yield "[\\fIoptions\\fR] [\\fIcommand\\fR [\\fIarguments\\fR]]"
    yield from (".SH DESCRIPTION", *_paragraphs(top.description or ""))
    yield from (".SH OPTIONS", *_arguments(_own(top)))
    yield ".SH COMMANDS"
    for name, command in _commands(top):
        yield from _command(name, command)
    yield from _epilogue(top.epilog or "")
    yield from (".SH SEE ALSO", ".BR az (1),", ".BR openssl (1)")


def _command(name: str, command: argparse.ArgumentParser) -> Iterator[str]:
    """A command, then those below it, each under its whole name."""
    below = list(_commands(command))
    yield f".SS {_plain(f'certblade {name}')}"
    yield from _paragraphs(command.description or "")
    if not below:
        yield from (".PP", *_synopsis(name, command), *_arguments(_own(command)))
    for part, one in below:
        yield from _command(f"{name} {part}", one)


def _commands(command: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _own(command: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments of a command, those aside that every command has."""
    return [
        one
        for one in command._actions
        if not isinstance(one, argparse._SubParsersAction | argparse._HelpAction)
        and one.help != argparse.SUPPRESS
    ]


def _synopsis(name: str, command: argparse.ArgumentParser) -> Iterator[str]:
    words = [rf"\fBcertblade {_plain(name)}\fR"]
    for action in _own(command):
        word = rf"\fB{_plain(action.option_strings[0])}\fR" if action.option_strings else ""
        value = rf"\fI{_plain(_value(action))}\fR" if action.nargs != 0 else ""
        both = " ".join(filter(None, (word, value)))
        optional = not action.required or action.nargs in ("?", "*", argparse.REMAINDER)
        words.append(f"[{both}]" if optional else both)
    yield " ".join(words)


def _value(action: argparse.Action) -> str:
    """What stands for the value of an argument."""
    if isinstance(action.metavar, str):
        return action.metavar
    if action.choices:
        return "|".join(map(str, action.choices))
    return action.dest.upper()


def _arguments(actions: Sequence[argparse.Action]) -> Iterator[str]:
    for action in actions:
        if not action.help:
            continue
        value = rf"\fI{_plain(_value(action))}\fR" if action.nargs != 0 else ""
        names = ", ".join(rf"\fB{_plain(name)}\fR" for name in action.option_strings)
        yield from (".TP", " ".join(filter(None, (names, value))), _line(_told(action)))


def _told(action: argparse.Action) -> str:
    """The help of an argument, with what argparse fills in."""
    values: dict[str, Any] = {**vars(action), "prog": "certblade"}
    return (action.help or "") % values


def _epilogue(text: str) -> Iterator[str]:
    """Examples, exit status, environment and settings: a heading, then its lines."""
    for part in re.split(r"\n\n+", text.strip("\n")):
        head, _, rest = part.partition("\n")
        if part.startswith("exit status:"):
            yield from (".SH EXIT STATUS", _line(" ".join(part.removeprefix("exit status:").split())))
        elif part.startswith("settings,"):
            yield from (".SH FILES", _line(head), *_standing(rest))
        elif head.endswith(":"):
            yield from (f".SH {_plain(head[:-1].upper())}", *_standing(rest))
        else:
            yield from (".PP", _line(" ".join(part.split())))


def _paragraphs(text: str) -> Iterator[str]:
    """A description: running text, and lines that stand as they are broken."""
    for place, part in enumerate(re.split(r"\n\n+", text.strip("\n"))):
        yield from (".PP",) * bool(place)
        yield from _standing(part) if _AS_IT_STANDS.search(part) else (_line(" ".join(part.split())),)


def _standing(text: str) -> Iterator[str]:
    yield from (".PP", ".nf", *map(_line, text.rstrip("\n").splitlines()), ".fi")


def _line(text: str) -> str:
    """A line of text: at its start, a dot or an apostrophe would be a command to roff."""
    plain = _plain(text)
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain


def _plain(text: str) -> str:
    """Text in which nothing is a command to roff; signs outside ASCII by code, as groff_char(7) has it."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("`", r"\(ga")
    return "".join(sign if sign.isascii() else rf"\[u{ord(sign):04X}]" for sign in escaped)
