"""Resources of Microsoft.Authorization lie below any other resource: the scope that a path asks about."""

from __future__ import annotations

from store.errors import AzureError
from store.rest.call import Call

_KINDS = ("locks", "roleassignments", "roledefinitions")


def scope_parts(parts: tuple[str, ...]) -> int | None:
    """How many parts of a path are the scope of what it asks for; None where that is no such resource."""
    low = [part.lower() for part in parts]
    for at in range(len(low) - 3, -1, -1):
        if low[at : at + 2] == ["providers", "microsoft.authorization"] and low[at + 2] in _KINDS:
            return at
    return None


def scope_of(call: Call, action: str) -> str:
    """The scope as the request writes it, which the caller may read by this action.

    Raises `AzureError` AuthorizationFailed, and ResourceNotFound where there is no such resource.
    """
    call.may_read(call.id(call.scope), action)
    return existing_scope(call)


def existing_scope(call: Call) -> str:
    """The scope as the request writes it; raises `AzureError` ResourceNotFound."""
    scope = call.id(call.scope)
    if call.scope == 0 or not _exists(call, scope):
        raise AzureError("ResourceNotFound", f"The resource '{scope}' was not found.")
    return scope


def _exists(call: Call, scope: str) -> bool:
    low = scope.lower()
    return any(low in table for name, table in call.world.tables.items() if not name.startswith("_"))
