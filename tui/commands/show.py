"""`certblade show`: one resource as the JSON that ARM shows."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from store.arm import arm, children, resources
from store.errors import AzureError
from store.resources import Resource, Subscription
from tui.commands.output import say_json
from tui.commands.session import world_of

if TYPE_CHECKING:
    from store import View


def run(arguments: argparse.Namespace) -> int:
    """Prints the resource of that name or id; raises `AzureError` ResourceNotFound or AmbiguousName."""
    say_json(_found(world_of(arguments), arguments.resource))
    return 0


def _found(view: View, wanted: str) -> dict[str, Any]:
    matches = [resource for resource in resources(view) if _is(resource, wanted)]
    if len(matches) > 1:
        ids = ", ".join(resource.id for resource in matches)
        raise AzureError("AmbiguousName", f"'{wanted}' names several resources: {ids}.", "Give the id.")
    if matches:
        return arm(view, matches[0])
    for child in _children_on_the_way(view, wanted):
        if child["id"].lower() == wanted.lower():
            return child
    raise AzureError(
        "ResourceNotFound", f"The resource '{wanted}' was not found.", "`certblade list` names all."
    )


def _is(resource: Resource, wanted: str) -> bool:
    low = wanted.lower()
    if resource.key == low or resource.name.lower() == low:
        return True
    return isinstance(resource, Subscription) and resource.properties.display_name.lower() == low


def _children_on_the_way(view: View, wanted: str) -> list[dict[str, Any]]:
    """Children of the resources whose ids the wanted one begins with."""
    low = wanted.lower()
    parents = (resource for resource in resources(view) if low.startswith(resource.key + "/"))
    return [child for parent in parents for child in children(view, parent)]
