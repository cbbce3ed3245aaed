"""The difference of two worlds as a person reads it: resource by resource, value by value, before and after.

Resources are compared as Azure Resource Manager shows them, so no key and no secret's value is among them. Of
what Azure hides, that stands here which a page shows too: the clock, roles, charges, and an order's proof and
request at the CA.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from store.arm import arm
from store.journal.lines import difference
from store.operations.resource_manager.differences import ABSENT, Place, differences, plain, spelled
from store.resources import (
    TABLES,
    Charge,
    Clock,
    Hidden,
    OrderLedger,
    Principal,
    Resource,
    Revocation,
    TrustedRoot,
    name_of,
)
from store.world import View, World


class ChangeKind(StrEnum):
    """What became of a document."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class ValueChange(msgspec.Struct, frozen=True, kw_only=True):
    """A value at a place (`properties.autoRenew`), before and after as JSON; "" for none."""

    place: str
    before: str
    after: str


class ResourceChange(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was created, changed or deleted, and its values that differ.

    `type` is the ARM type, or what a page calls a thing that has none.
    """

    id: str
    type: str
    name: str
    kind: ChangeKind
    values: tuple[ValueChange, ...]


#: What of Azure's hidden documents is shown, and as what.
_HIDDEN: dict[type[Hidden], tuple[str, tuple[str, ...]]] = {
    Clock: ("Clock", ("now", "speed")),
    Principal: ("Principal", ("name", "roles")),
    Charge: ("Charge", ("text", "cents")),
    Revocation: ("Revocation", ("serialNumber", "revokedAt")),
    TrustedRoot: ("Trusted root", ("subject",)),
    OrderLedger: (
        "Order at the CA",
        ("verifiedAt", "verifiedMethod", "verification", "pending", "flaggedAt", "paidUntil", "trouble"),
    ),
}
#: Of a request at the CA, that which only the CA knows.
_UNSHOWN = ("keyId",)
#: Members of a resource that a heading says already.
_ENVELOPE = ("id", "name", "type")


def changes(before: World, after: World) -> tuple[ResourceChange, ...]:
    """What differs between two worlds, resources first, both in the order of their tables."""
    found = [*_changes(before, after)]
    return tuple(sorted(found, key=lambda one: "/" not in one.type))


def _changes(before: World, after: World) -> Iterator[ResourceChange]:
    for table, keys in difference(before, after).items():
        kind = TABLES[table]
        if not issubclass(kind, Resource) and kind not in _HIDDEN:
            continue
        for key in keys:
            old, new = before.tables.get(table, {}).get(key), after.tables.get(table, {}).get(key)
            values = tuple(_values(_shown(before, old), _shown(after, new)))
            if values:
                yield _change(table, old, new, values)


def _change(
    table: str, old: Resource | Hidden | None, new: Resource | Hidden | None, values: tuple[ValueChange, ...]
) -> ResourceChange:
    document = new or old
    assert document is not None
    kind = ChangeKind.CREATED if old is None else ChangeKind.DELETED if new is None else ChangeKind.CHANGED
    if isinstance(document, Resource):
        return ResourceChange(id=document.id, type=table, name=document.name, kind=kind, values=values)
    name = getattr(document, "name", "") or getattr(document, "text", "") or name_of(document.id)
    return ResourceChange(
        id=document.id, type=_HIDDEN[type(document)][0], name=name, kind=kind, values=values
    )


def _shown(view: View, document: Resource | Hidden | None) -> Any:
    if document is None:
        return {}
    if isinstance(document, Resource):
        return plain(arm(view, document))
    fields = plain(document)
    shown = {name: fields[name] for name in _HIDDEN[type(document)][1] if fields.get(name) not in (None, "")}
    for name, value in shown.items():
        if isinstance(value, dict):
            shown[name] = {field: kept for field, kept in value.items() if field not in _UNSHOWN}
    return shown


def _values(old: Any, new: Any) -> Iterator[ValueChange]:
    for place, before, after in differences(old, new):
        if place and place[0] not in _ENVELOPE:
            yield from _spread(place, before, after)


def _spread(place: Place, before: Any, after: Any) -> Iterator[ValueChange]:
    """A value that differs; an object that came or went by its members, a list by the items that did."""
    old, new = _none(before), _none(after)
    if isinstance(old, list) and isinstance(new, list):
        where, held, kept = (
            f"{spelled(place)}[]",
            dict.fromkeys(map(_text, old)),
            dict.fromkeys(map(_text, new)),
        )
        yield from (ValueChange(place=where, before=one, after="") for one in held if one not in kept)
        yield from (ValueChange(place=where, before="", after=one) for one in kept if one not in held)
    elif isinstance(old or new, dict):
        for name, mine in (old or new).items():
            yield from _spread((*place, name), *((mine, None) if old else (None, mine)))
    elif old != new:
        yield ValueChange(place=spelled(place), before=_text(old), after=_text(new))


def _none(value: Any) -> Any:
    """The value, or None for those that say nothing."""
    return None if value is ABSENT or value in ("", {}, []) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
