"""`certblade operations`: everything that can be done to a world."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from store.operations.registry import kinds
from tui.commands.examples import shell_example
from tui.commands.options import Option, options
from tui.commands.output import say, say_json
from tui.text.command_lines import comments
from tui.text.plain import plain

if TYPE_CHECKING:
    from store.operations.operation import Operation


#: Defaults that need not be said, and how much is printed of the others.
_NOTHING = ("null", '""', "[]", "{}")
_LONGEST = 40
#: Characters of a line for a shell: cut, it would be another one.
_LONGEST_LINE = 4000


def run(arguments: argparse.Namespace) -> int:
    """Prints the registry, as text or as JSON."""
    if arguments.json:
        say_json([as_json(kind) for kind in kinds().values()])
    else:
        say("\n\n".join("\n".join(describe(kind)) for kind in kinds().values()))
    return 0


def describe(kind: type[Operation]) -> Iterator[str]:
    """An operation as lines of text: its name and title, its ARM name, an option a line."""
    yield f"{kind.__name__}  {kind.title}{'  (cannot be undone in Azure)' if kind.destructive else ''}"
    yield f"    {kind.arm}"
    for line in comments(shell_example(kind)):
        yield f"    {plain(line, _LONGEST_LINE)}"
    known = options(kind)
    width = max((len(name) for name in known), default=0)
    for option in known.values():
        yield f"    {option.name.ljust(width)}  {option.kind}{_remark(option)}"


def as_json(kind: type[Operation]) -> dict[str, Any]:
    """An operation as `operations --json` prints it."""
    shown = shell_example(kind)
    return {
        "name": kind.__name__,
        "title": kind.title,
        "arm": kind.arm,
        "az": shown.az or None,
        "powershell": shown.powershell or None,
        "no_line": shown.reason or None,
        "destructive": kind.destructive,
        "arguments": [_argument(option) for option in options(kind).values()],
    }


def _argument(option: Option) -> dict[str, Any]:
    described = {
        "option": option.name,
        "name": option.encoded,
        "kind": option.kind,
        "repeats": option.many,
        "required": option.required,
    }
    return described if option.required else {**described, "default": _plain_default(option)}


def _plain_default(option: Option) -> Any:
    return None if option.kind == "password" else msgspec.to_builtins(option.default, enc_hook=str)


def _remark(option: Option) -> str:
    if option.required:
        return ", required" + (", may be repeated" if option.many else "")
    shown = msgspec.json.encode(_plain_default(option)).decode()
    repeats = ", may be repeated" if option.many else ""
    return repeats if shown in _NOTHING else f"{repeats} ({plain(shown, _LONGEST)})"
