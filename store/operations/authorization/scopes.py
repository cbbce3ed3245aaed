"""Scopes of locks and roles: a subscription, a resource group or a resource."""

from __future__ import annotations

from store.errors import AzureError
from store.operations.naming import SCOPES
from store.resources import name_of
from store.world import View


def scope_id(view: View, scope: str) -> str:
    """The id of the existing resource, group or subscription; raises `AzureError` ResourceNotFound."""
    for kind in SCOPES:
        found = view.get(kind, scope)
        if found is not None:
            return str(found.id)
    raise AzureError(
        "ResourceNotFound",
        f"The resource '{name_of(scope)}' was not found.",
        "Give a name or id that exists.",
    )
