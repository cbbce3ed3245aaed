"""Rows: one object of an export each, named by its id, its fields by their folded names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Any, NamedTuple

from store.estates.identity import Identity, identify
from store.estates.secrets import is_cut
from store.estates.values import fold, moment


class Source(Enum):
    """What a row's container leaves out: a missing field is absent only where nothing is left out."""

    #: Whole objects, whatever tool printed them.
    WHOLE = auto()
    #: Names alone: the container has null for all properties.
    SKELETON = auto()
    #: Columns of a query.
    PROJECTION = auto()
    #: An exported template: nothing that is read-only.
    TEMPLATE = auto()
    TERRAFORM = auto()


class Row(NamedTuple):
    """An object: `fields` are those of its properties and its envelope together, folded."""

    file: str
    identity: Identity
    source: Source
    fields: Mapping[str, Any]

    def has(self, name: str) -> bool:
        """Whether the object has the field at all, even as null."""
        return name in self.fields

    def objects(self, name: str) -> list[dict[str, Any]] | None:
        """A field's list of objects, each folded; None where it has none or PowerShell cut them to text."""
        value = self.fields.get(name)
        if isinstance(value, Mapping):
            value = [value]
        if not isinstance(value, list) or any(not isinstance(one, Mapping) for one in value):
            return None
        return [fold(one) for one in value]

    def object(self, name: str) -> dict[str, Any] | None:
        """A field's object, folded; None where it has none. Terraform writes a list of one."""
        value = self.fields.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        return fold(value) if isinstance(value, Mapping) else None

    def cut(self, name: str) -> str | None:
        """The text PowerShell wrote in place of a field's object, or None."""
        value = self.fields.get(name)
        return value if isinstance(value, str) and is_cut(value) else None

    @property
    def modified(self) -> datetime | None:
        """When Azure says the object was changed last."""
        return moment(self.fields.get("lastmodifiedtimeutc")) or moment(self.fields.get("changedtime"))


_IDS = ("id", "Id", "ResourceId", "resourceId", "LockId", "ID")
#: Fields of the envelope whose namesakes among the properties mean something else.
_OF_ENVELOPE = ("id", "name", "type", "location", "kind", "sku", "tags")


def row_of(document: Mapping[str, Any], file: str, *, projected: bool = False) -> Row | None:
    """The row of an object that names itself by an id; None for anything that is not read."""
    identity = next(filter(None, (identify(document.get(name)) for name in _IDS)), None)
    if identity is None:
        return None
    properties = _properties(document)
    if isinstance(properties, Mapping):
        return Row(file, identity, Source.WHOLE, merged_fields(document, properties))
    if properties is not None or properties_are_null(document):
        return Row(file, identity, Source.SKELETON, fold(document))
    source = Source.PROJECTION if projected else Source.WHOLE
    return Row(file, identity, source, fold(document))


def _properties(document: Mapping[str, Any]) -> Any:
    return document.get("properties", document.get("Properties"))


def properties_are_null(document: Mapping[str, Any]) -> bool:
    """Whether a row has null for its properties, as `az resource list` prints it."""
    return any(name in document and document[name] is None for name in ("properties", "Properties"))


def merged_fields(envelope: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an object's properties and of its envelope, which decides about its own."""
    outer = fold(envelope)
    found = {**outer, **fold(properties)}
    found.update((name, outer[name]) for name in _OF_ENVELOPE if outer.get(name) is not None)
    found.pop("properties", None)
    return found


def named(rows: Iterable[Row], *types: str) -> list[Row]:
    """The rows of these types."""
    return [row for row in rows if row.identity.type in types]
