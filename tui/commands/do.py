"""`certblade do`: perform one operation."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.operations.arguments import build
from store.operations.registry import kind_named
from tui.commands.operations import describe
from tui.commands.options import missing, options, read_words
from tui.commands.output import say
from tui.commands.session import acknowledge, opened, password_from_stdin, value_from_stdin

if TYPE_CHECKING:
    from store.operations.operation import Operation


def run(arguments: argparse.Namespace) -> int:
    """Performs it, in a new empty world where there is none."""
    kind = kind_named(arguments.operation)
    known = options(kind)
    words = read_words(arguments.options, known, kind.__name__)
    if words.help:
        say("\n".join(describe(kind)))
        return 0
    lacking = missing(known, words)
    if lacking:
        raise UsageError(f"{kind.__name__} needs {', '.join(lacking)}.", "MissingArgument")
    if words.state is not None:
        arguments.state = Path(words.state)
    arguments.allow_older |= words.allow_older
    if words.read_only is not None:
        arguments.read_only = words.read_only
    perform(build(kind, words.values | _secret(words.secret)), arguments)
    return 0


def perform(operation: Operation, arguments: argparse.Namespace, *, create: bool = True) -> None:
    """Performs the operation in the command's world and acknowledges it."""
    with opened(arguments, create=create) as portal:
        acknowledge(portal, operation)


def _secret(argument: str) -> dict[str, str]:
    if not argument:
        return {}
    # A password is a line that was typed, the value of a secret may be a whole file.
    read = password_from_stdin(wanted=True) if argument.lower().endswith("password") else value_from_stdin()
    return {argument: read.reveal()}
