"""Microsoft.Authorization/locks below any scope.

Source: "Management Locks" (Azure REST API reference, 2020-05-01): a list at a scope has its own locks, those
below it, and those it inherits.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.arm import arm
from store.errors import AzureError
from store.operations.registry import kind_named
from store.resources import Lock, same_id
from store.rest.bodies import members, text
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.extensions import existing_scope, scope_of
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routing import Route
from store.services.authorization.access import locks_over, locks_under, may_read

_READ = "Microsoft.Authorization/locks/read"


def _shown(call: Call, one: Lock) -> dict[str, object]:
    return arm(call.world, one)


def _all(call: Call) -> Response:
    """The locks that the caller may read; with a role below the scope alone, those below."""
    world, scope = call.world, existing_scope(call)
    own = call.query.get("$filter", "").replace(" ", "").lower() == "atscope()"
    found = locks_over(world, scope) if own else locks_under(world, scope)
    readable = [one for one in found if may_read(world, call.caller, one.scope)]
    if not readable:
        call.may_read(scope, _READ)
    return page(call, readable, lambda one: _shown(call, one))


def _lock(call: Call) -> Lock | None:
    scope = scope_of(call, _READ)
    return next(_named(call, scope, call.names["lock"]), None)


def _named(call: Call, scope: str, name: str) -> Iterator[Lock]:
    for one in call.world.all(Lock):
        if same_id(one.scope, scope) and same_id(one.name, name):
            yield one


def _show(call: Call) -> Response:
    found = _lock(call)
    if found is None:
        raise AzureError("LockNotFound", f"The lock '{call.names['lock']}' could not be found.")
    return answer(_shown(call, found))


def _put(call: Call) -> Response:
    properties = members(call.body(), "properties")
    level, notes = text(properties, "level"), text(properties, "notes")
    if not level:
        raise missing_parameter("properties.level")
    held = _lock(call)
    if held is None:
        scope = call.id(call.scope)
        call.perform(kind_named("AddLock")(scope=scope, name=call.names["lock"], level=level, notes=notes))
    else:
        edit = kind_named("EditLock")(lock=held.id, level=level, notes=notes)
        refused = call.why_not(edit)
        if refused is None or refused.code != "NoChange":
            call.perform(edit)
    found = _lock(call)
    assert found is not None
    return answer(_shown(call, found), 200 if held else 201)


def _delete(call: Call) -> Response:
    found = _lock(call)
    if found is None:
        return nothing(204)
    call.perform(kind_named("DeleteLock")(lock=found.id))
    return nothing(200)


#: Below `providers/Microsoft.Authorization` of a scope.
ROUTES = (
    Route("GET", "/locks", _all),
    Route("GET", "/locks/{lock}", _show),
    Route("PUT", "/locks/{lock}", _put),
    Route("DELETE", "/locks/{lock}", _delete),
)
