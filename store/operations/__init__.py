"""The one registry of operations: everything that can change a world, by name.

A folder per Azure resource provider, and `simulator` for what Azure has not. Each folder's
`OPERATIONS` is its part of the registry.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from store.errors import UsageError
from store.operations.base import Operation, build

PROVIDERS = (
    "certificate_registration",
    "key_vault",
    "web",
    "network",
    "authorization",
    "subscription",
    "simulator",
)


@cache
def kinds() -> dict[str, type[Operation]]:
    """Every operation class by its name, in the registry's order."""
    found: dict[str, type[Operation]] = {}
    for provider in PROVIDERS:
        for kind in import_module(f"store.operations.{provider}").OPERATIONS:
            found[kind.__name__] = kind
    return found


def kind_named(name: str) -> type[Operation]:
    """The operation class of that name, in any case, dashes ignored; raises `UsageError`."""
    wanted = name.replace("-", "").lower()
    for known, kind in kinds().items():
        if known.lower() == wanted:
            return kind
    message = f"There is no operation '{name}'; `certblade operations` lists them."
    raise UsageError(message, "UnknownOperation")


def from_json(document: Any) -> Operation:
    """An operation from `{"operation": NAME, …}`; raises `UsageError`."""
    if not isinstance(document, dict) or not isinstance(document.get("operation"), str):
        raise UsageError('An operation is a JSON object with "operation": NAME.')
    kind = kind_named(document["operation"])
    return build(kind, {**document, "operation": kind.__name__})
