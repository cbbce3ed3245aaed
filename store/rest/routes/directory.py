"""Microsoft Graph, as far as clients ask it about access policies: service principals and users.

Source: "servicePrincipal resource type" and "user resource type" (Microsoft Graph REST API v1.0).
"""

from __future__ import annotations

from typing import Any

from store.resources import Principal, same_id
from store.rest.bodies import words
from store.rest.call import Call
from store.rest.messages import Response, answer
from store.rest.paging import filter_of
from store.rest.routing import Route


def _shown(one: Principal) -> dict[str, Any]:
    kind = "servicePrincipal" if one.app_id else "user"
    document = {"@odata.type": f"#microsoft.graph.{kind}", "id": one.id, "displayName": one.name}
    if one.app_id:
        names = [one.app_id, one.name]
        return {**document, "appId": one.app_id, "servicePrincipalNames": names}
    return {**document, "userPrincipalName": one.name, "mail": one.name}


def _not_found(id: str) -> Response:
    """Graph's own error, which clients of Key Vault take as a warning."""
    message = (
        f"Resource '{id}' does not exist or one of its queried reference-property objects are not present."
    )
    return answer({"error": {"code": "Request_ResourceNotFound", "message": message}}, 404)


def _service_principal(call: Call) -> Response:
    return _one(call, services=True)


def _user(call: Call) -> Response:
    return _one(call, services=False)


def _one(call: Call, *, services: bool) -> Response:
    wanted = call.names["id"]
    for one in call.world.all(Principal):
        if bool(one.app_id) is services and wanted.lower() in (one.id.lower(), one.name.lower()):
            return answer(_shown(one))
    return _not_found(wanted)


def _service_principals(call: Call) -> Response:
    wanted = filter_of(call, "appId", "displayName", "id") if "any(" not in _filter(call) else {}
    found = [one for one in call.world.all(Principal) if one.app_id and _fits(one, wanted, _filter(call))]
    return answer({"value": [_shown(one) for one in found]})


def _filter(call: Call) -> str:
    return call.query.get("$filter", "")


def _fits(one: Principal, wanted: dict[str, str], text: str) -> bool:
    if "any(" in text:
        # servicePrincipalNames/any(c:c eq '…')
        return f"'{one.app_id}'".lower() in text.lower() or f"'{one.name}'".lower() in text.lower()
    held = {"appId": one.app_id, "displayName": one.name, "id": one.id}
    return all(same_id(held[field], value) for field, value in wanted.items())


def _users(call: Call) -> Response:
    wanted = filter_of(call, "userPrincipalName", "mail", "displayName")
    people = [one for one in call.world.all(Principal) if not one.app_id]
    return answer(
        {"value": [_shown(one) for one in people if all(same_id(one.name, v) for v in wanted.values())]}
    )


def _by_ids(call: Call) -> Response:
    wanted = {id.lower() for id in words(call.body(), "ids")}
    return answer({"value": [_shown(one) for one in call.world.all(Principal) if one.id.lower() in wanted]})


def _me(call: Call) -> Response:
    return answer(_shown(call.world.need(Principal, call.caller)))


ROUTES = (
    Route("GET", "/v1.0/serviceprincipals", _service_principals),
    Route("GET", "/v1.0/serviceprincipals/{id}", _service_principal),
    Route("GET", "/v1.0/users", _users),
    Route("GET", "/v1.0/users/{id}", _user),
    Route("GET", "/v1.0/me", _me),
    Route("POST", "/v1.0/directoryobjects/getbyids", _by_ids),
)
