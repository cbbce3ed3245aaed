"""Microsoft.Authorization: role assignments and role definitions below any scope.

A principal has one role at a scope here, so an assignment is named after its principal, whatever name a
client proposes. Sources: "Role Assignments" (Azure REST API reference, 2022-04-01), "Azure built-in roles"
(Azure docs, 2024) for the ids of roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from store.errors import AzureError
from store.operations.registry import kind_named
from store.resources import Principal, Role, same_id
from store.rest.bodies import members, text
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.extensions import scope_of
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routing import Route
from store.services.authorization.access import is_inside

_READ = "Microsoft.Authorization/roleAssignments/read"
_IDS = {
    Role.OWNER: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    Role.USER_ACCESS_ADMINISTRATOR: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    Role.CONTRIBUTOR: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    Role.READER: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    Role.KEY_VAULT_ADMINISTRATOR: "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    Role.KEY_VAULT_SECRETS_OFFICER: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    Role.KEY_VAULT_CERTIFICATE_USER: "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba",
}
_NAMED = re.compile(r"(\w+)\s+eq\s+'([^']*)'")


class _Assignment(NamedTuple):
    scope: str
    principal: Principal
    role: Role


def _definition_id(scope: str, role: Role) -> str:
    subscription = "/".join(scope.split("/")[:3])
    return f"{subscription}/providers/Microsoft.Authorization/roleDefinitions/{_IDS[role]}"


def _shown(one: _Assignment) -> dict[str, Any]:
    return {
        "id": f"{one.scope}/providers/Microsoft.Authorization/roleAssignments/{one.principal.id}",
        "name": one.principal.id,
        "type": "Microsoft.Authorization/roleAssignments",
        "properties": {
            "roleDefinitionId": _definition_id(one.scope, one.role),
            "principalId": one.principal.id,
            "principalType": "ServicePrincipal" if one.principal.app_id else "User",
            "scope": one.scope,
        },
    }


def _held(call: Call) -> Iterator[_Assignment]:
    for principal in call.world.all(Principal):
        for scope, role in principal.roles.items():
            yield _Assignment(scope, principal, role)


def _all(call: Call) -> Response:
    """Assignments at the scope, above and below it; of one principal where a filter says so."""
    scope = scope_of(call, _READ)
    text = call.query.get("$filter", "")
    wanted = {field.lower(): value for field, value in _NAMED.findall(text)}
    principal = wanted.get("principalid", wanted.get("assignedto", ""))
    above_only = "atscope()" in text.lower()
    found = (
        one
        for one in _held(call)
        if (is_inside(scope, one.scope) or (is_inside(one.scope, scope) and not above_only))
        and (not principal or same_id(principal, one.principal.id))
    )
    return page(call, found, _shown)


def _find(call: Call) -> _Assignment | None:
    scope = scope_of(call, _READ)
    for one in _held(call):
        if same_id(one.scope, scope) and same_id(one.principal.id, call.names["assignment"]):
            return one
    return None


def _show(call: Call) -> Response:
    found = _find(call)
    if found is None:
        raise AzureError(
            "RoleAssignmentNotFound", f"The role assignment '{call.names['assignment']}' is not found."
        )
    return answer(_shown(found))


def _put(call: Call) -> Response:
    scope = scope_of(call, _READ)
    properties = members(call.body(), "properties")
    principal, id = text(properties, "principalId"), text(properties, "roleDefinitionId")
    if not principal or not id:
        raise missing_parameter("properties.principalId and .roleDefinitionId")
    role = _role(id.rpartition("/")[2])
    call.perform(kind_named("AssignRole")(principal=principal, scope=scope, role=role.value))
    made = next(
        one for one in _held(call) if same_id(one.scope, scope) and same_id(one.principal.id, principal)
    )
    return answer(_shown(made), 201)


def _role(id: str) -> Role:
    for role, known in _IDS.items():
        if same_id(known, id):
            return role
    raise AzureError(
        "RoleDefinitionDoesNotExist", f"The role definition '{id}' does not exist.", "List roleDefinitions."
    )


def _delete(call: Call) -> Response:
    found = _find(call)
    if found is None:
        return nothing(204)
    call.perform(kind_named("RemoveRole")(principal=found.principal.id, scope=found.scope))
    return answer(_shown(found))


def _definitions(call: Call) -> Response:
    scope = scope_of(call, "Microsoft.Authorization/roleDefinitions/read")
    wanted = {field.lower(): value for field, value in _NAMED.findall(call.query.get("$filter", ""))}
    name = wanted.get("rolename", "")
    found = [role for role in _IDS if not name or same_id(role.value, name)]
    return page(call, found, lambda role: _definition(scope, role))


def _one_definition(call: Call) -> Response:
    scope = scope_of(call, "Microsoft.Authorization/roleDefinitions/read")
    return answer(_definition(scope, _role(call.names["definition"])))


def _definition(scope: str, role: Role) -> dict[str, Any]:
    return {
        "id": _definition_id(scope, role),
        "name": _IDS[role],
        "type": "Microsoft.Authorization/roleDefinitions",
        "properties": {
            "roleName": role.value,
            "type": "BuiltInRole",
            "description": "Simulated.",
            "assignableScopes": ["/"],
            "permissions": [],
        },
    }


#: Below `providers/Microsoft.Authorization` of a scope.
ROUTES = (
    Route("GET", "/roleassignments", _all),
    Route("GET", "/roleassignments/{assignment}", _show),
    Route("PUT", "/roleassignments/{assignment}", _put),
    Route("DELETE", "/roleassignments/{assignment}", _delete),
    Route("GET", "/roledefinitions", _definitions),
    Route("GET", "/roledefinitions/{definition}", _one_definition),
)
