"""The Azure CLI line of an operation, shown by an example: its resources are those of the demo world."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from store.errors import AzureError
from store.operations.arguments import arguments, ref_kind
from store.operations.operation import Operation
from store.resources import CertificateOrder
from store.worlds import begin

if TYPE_CHECKING:
    from store import World

#: Texts whose line depends on what they say.
_TEXTS = {
    "default_action": "Deny",
    "host": "www.contoso.com",
    "principal": "Microsoft.Azure.WebSites",
    "role": "Contributor",
    "type": "TXT",
}


def az_example(kind: type[Operation]) -> str | None:
    """The equivalent `az` line with `<name>` for texts that the caller chooses; None where Azure has none."""
    if kind.az is Operation.az:
        return None
    try:
        return _sample(kind).az(_world())
    except AzureError:
        return None


@cache
def _world() -> World:
    return begin("demo", keys="ec")


def _sample(kind: type[Operation]) -> Operation:
    hints = arguments(kind)
    required = [info.name for info in msgspec.structs.fields(kind) if info.required]
    return kind(**{name: _value(name, hints[name]) for name in required})


def _value(name: str, hint: Any) -> Any:
    """A value of the argument's type: a resource's id, else `<name>` for a text."""
    reference = ref_kind(hint)
    if reference is not None:
        wanted = CertificateOrder if reference is object else reference
        found = next(iter(_world().all(wanted)), None)
        return found.id if found is not None else name
    for kind, value in ((bool, True), (int, 1), (datetime, _world().now), (Mapping, {})):
        if hint is kind or kind in get_args(hint):
            return value
    return _TEXTS.get(name, f"<{name.replace('_', '-')}>")
