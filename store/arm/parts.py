"""What every resource is shown with: child resources, and properties in Azure's order."""

from __future__ import annotations

from typing import Any, TypeAlias

from store.resources import Resource

Json: TypeAlias = "dict[str, Any]"


def child(parent: Resource, kind: str, name: str, properties: Json, **envelope: str) -> Json:
    """A child resource: its name is `parent/child` as ARM writes it."""
    table = str(type(parent).__struct_config__.tag)
    return {
        "id": f"{parent.id}/{kind}/{name}",
        "name": f"{parent.name}/{name}",
        "type": f"{table}/{kind}",
        **envelope,
        "properties": properties,
    }


def ordered(properties: Json, order: tuple[str, ...]) -> Json:
    """The properties that are named, in that order."""
    return {field: properties[field] for field in order}
