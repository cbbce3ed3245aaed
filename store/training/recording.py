"""Operations that were done in the portal, as the steps of a scenario file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from store.errors import AzureError, UsageError
from store.operations.arguments import arguments, is_hidden, references
from store.operations.naming import find_id
from store.operations.registry import kind_named
from store.operations.simulator.undo import steps_of
from store.portal import Portal
from store.resources import name_of
from store.world import View

#: Operations that belong to the trainer's work, not to a scenario.
_NOT_STEPS = ("Undo", "Redo", "SetBookmark", "ReturnToBookmark", "SetClockSpeed", "TakeHint")


class Recording(NamedTuple):
    """Steps in order, and what has to be filled in by hand: (step from 1, its name)."""

    steps: tuple[dict[str, Any], ...]
    missing: tuple[tuple[int, str], ...]


def record(portal: Portal, since: int) -> Recording:
    """What was done after a revision and was not taken back; raises `AzureError` RevisionNotKept."""
    world = portal.world
    kept = {step.entry.revision for step in steps_of(world).done}
    steps: list[dict[str, Any]] = []
    missing = []
    for revision, operation in portal.performed(since + 1, world.revision):
        made = _step(world, operation) if revision in kept else None
        if made is None:
            continue
        steps.append(made)
        missing += [(len(steps), name) for name in _left_out(str(made["operation"]))]
    return Recording(tuple(steps), tuple(missing))


def _step(view: View, operation: dict[str, Any]) -> dict[str, Any] | None:
    """The operation with names in place of ids, what is left to itself left out; None where it is none."""
    name = str(operation.get("operation"))
    try:
        kind = kind_named(name)
    except UsageError:
        return None
    if name in _NOT_STEPS or operation.get("running"):
        return None
    named = references(kind)
    given: dict[str, Any] = {"operation": name}
    for field, encoded in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True):
        value = operation.get(encoded)
        if value in (None, "", [], {}) or encoded == "since":
            continue
        given[encoded] = _named(view, named[field], value) if field in named else value
    return given


def _named(view: View, kind: type[Any], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    name = name_of(value)
    try:
        return name if find_id(view, kind, name) == value else value
    except AzureError:
        return value


def _left_out(name: str) -> Iterator[str]:
    """The arguments that no journal keeps: passwords and files."""
    kind = kind_named(name)
    hints = arguments(kind)
    for field, encoded in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True):
        if is_hidden(hints[field]):
            yield encoded


def to_toml(name: str, steps: tuple[dict[str, Any], ...]) -> str:
    """The steps as an array of a scenario file, one a line."""
    if not steps:
        return f"{name} = []\n"
    return f"{name} = [\n" + "".join(f"  {_value(step)},\n" for step in steps) + "]\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value) if isinstance(value, int | float) else _text(str(value))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _text(text: str) -> str:
    """A basic string of TOML: everything that is not printable as an escape."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in escaped) + '"'


def put_into(text: str, name: str, steps: tuple[dict[str, Any], ...]) -> str:
    """A scenario file with these steps in place of its `solution`, or of `steps` of its world."""
    array = to_toml(name, steps)
    at = 0
    if name == "steps":
        found = re.search(r"^\[world\]\s*$", text, re.MULTILINE)
        at = found.end() if found else len(text)
    before, rest = text[:at], text[at:]
    pattern = re.compile(rf"^{name}[ \t]*=[ \t]*(\[\]|\[\n(?:[ \t]+.*\n|[ \t]*\n)*\])[ \t]*\n?", re.MULTILINE)
    if pattern.search(rest):
        return before + pattern.sub(lambda _: array, rest, count=1)
    if name == "steps":
        return f"{before}\n{array}{rest.lstrip(chr(10))}" if at < len(text) else f"{text}\n[world]\n{array}"
    table = re.search(r"^\[", text, re.MULTILINE)
    cut = table.start() if table else len(text)
    return f"{text[:cut]}{array}\n{text[cut:]}"
