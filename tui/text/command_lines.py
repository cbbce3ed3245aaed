"""Operations as commands: the lines of the Azure CLI and Azure PowerShell, and this program's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from store import default_state_path
from store.errors import AzureError
from store.operations.arguments import File, arguments, is_hidden, ref_kind
from store.operations.azure_cli import shell_word
from store.operations.naming import find_id
from store.operations.operation import Operation
from store.operations.shells import ShellLines, shell_lines
from store.resources import name_of

if TYPE_CHECKING:
    from store import World


def this_world(path: Path) -> tuple[str, ...]:
    """What makes `certblade` lines mean the state at this path; nothing where they do anyway."""
    if path == default_state_path():
        return ()
    return (f"# This world\nexport CERTBLADE_STATE={shell_word(str(path))}",)


def block(world: World, label: str, operation: Operation) -> str:
    """The lines to type instead of pressing the verb with this label: `world` is the one before it."""
    lines = comments(shell_lines(world, operation))
    return "\n".join((f"# {label}", *lines, certblade_line(world, operation)))


def comments(lines: ShellLines) -> Iterator[str]:
    """The lines of Azure for a POSIX shell, to which those of PowerShell and reasons are comments."""
    if not lines.az and not lines.powershell:
        yield f"# {lines.reason}"
        return
    yield from lines.az.splitlines() or (f"# Azure CLI: {lines.reason}",)
    yield from (f"# PowerShell: {one}" for one in lines.powershell.splitlines() or (lines.reason,))


def certblade_line(world: World, operation: Operation) -> str:
    """The operation as `certblade do …`; arguments that are as by default are left out."""
    return " ".join(("certblade do", type(operation).__name__, *_options(world, operation)))


def _options(world: World, operation: Operation) -> Iterator[str]:
    hints = arguments(type(operation))
    for field in msgspec.structs.fields(operation):
        value = getattr(operation, field.name)
        if not field.required and value == _default(field):
            continue
        option, hint = f"--{field.name.replace('_', '-')}", hints[field.name]
        if is_hidden(hint) and not isinstance(value, File):
            yield f"{option}-stdin"
        elif value == ():
            yield f"{option} '[]'"
        elif isinstance(value, tuple):
            yield from (f"{option} {_word(world, hint, one)}" for one in value)
        else:
            yield f"{option} {_word(world, hint, value)}"


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default


def _word(world: World, hint: Any, value: Any) -> str:
    """A value as a shell's word: a resource by its name where that is enough, JSON for what is no text."""
    if isinstance(value, datetime):
        return shell_word(value.isoformat())
    if not isinstance(value, str):
        return shell_word(json.dumps(msgspec.to_builtins(value)))
    kind = ref_kind(hint)
    if kind is None or not value.startswith("/"):
        return shell_word(value)
    try:
        unique = find_id(world, kind, name_of(value)) == value
    except AzureError:
        unique = False
    return shell_word(name_of(value) if unique else value)
