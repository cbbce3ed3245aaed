"""Resource Manager itself: tenants, subscriptions, resource groups, providers, and resources of every type.

Source: "Azure Resource Manager REST API" (2021-04-01, 2022-12-01).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from store.errors import AzureError
from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import (
    CertificateOrder,
    DnsZone,
    ResourceGroup,
    ServerFarm,
    Site,
    Subscription,
    Vault,
    WebCertificate,
)
from store.rest import shapes
from store.rest.bodies import text, words
from store.rest.call import Call
from store.rest.errors import missing_parameter, not_simulated
from store.rest.listing import inside
from store.rest.messages import Response, answer, nothing
from store.rest.paging import filter_of, page
from store.rest.routing import Route
from store.services.authorization.access import may_read
from store.services.regions import REGIONS

_Shape: TypeAlias = Callable[[Call, Any], dict[str, Any]]

#: What has a region and tags, and is listed with the resources of a group.
_SHAPES: dict[type[Any], _Shape] = {
    CertificateOrder: shapes.order,
    Vault: shapes.vault,
    Site: shapes.site,
    ServerFarm: shapes.plan,
    WebCertificate: shapes.web_certificate,
    DnsZone: shapes.zone,
}
#: Resource types by provider, with the versions served; clients send the first one that is no preview.
_PROVIDERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Microsoft.CertificateRegistration": (
        ("certificateOrders", "certificateOrders/certificates"),
        ("2024-11-01", "2022-09-01", "2022-03-01"),
    ),
    "Microsoft.Web": (
        ("certificates", "serverfarms", "sites", "sites/hostNameBindings", "sites/publicCertificates"),
        ("2025-05-01", "2023-12-01", "2022-03-01"),
    ),
    "Microsoft.KeyVault": (
        ("vaults", "deletedVaults", "vaults/accessPolicies", "vaults/secrets"),
        ("2026-02-01", "2023-07-01"),
    ),
    "Microsoft.Network": (("dnsZones", "dnsZones/TXT", "dnsZones/A", "dnsZones/CNAME"), ("2018-05-01",)),
    "Microsoft.Authorization": (("locks", "roleAssignments"), ("2020-05-01", "2016-09-01")),
    "Microsoft.Resources": (("subscriptions", "resourceGroups"), ("2024-11-01", "2022-09-01")),
}


def _tenants(call: Call) -> Response:
    ids = dict.fromkeys(one.properties.tenant_id for one in call.world.all(Subscription))
    return answer(
        {
            "value": [
                {
                    "id": f"/tenants/{id}",
                    "tenantId": id,
                    "displayName": "Simulated directory",
                    "tenantCategory": "Home",
                }
                for id in ids
            ]
        }
    )


def _subscriptions(call: Call) -> Response:
    readable = (one for one in call.world.all(Subscription) if _reads_in(call, one))
    return page(call, readable, lambda one: shapes.subscription(call, one))


def _reads_in(call: Call, one: Subscription) -> bool:
    """Whether the caller sees the subscription: it has a role there or at something below."""
    if may_read(call.world, call.caller, one.id):
        return True
    groups = (group for group in call.world.all(ResourceGroup) if group.key.startswith(one.key + "/"))
    return any(may_read(call.world, call.caller, group.id) for group in groups)


def _subscription(call: Call) -> Response:
    found = call.world.get(Subscription, call.path)
    if found is None or not _reads_in(call, found):
        raise AzureError(
            "SubscriptionNotFound",
            f"The subscription '{call.names['subscription']}' could not be found.",
        )
    return answer(shapes.subscription(call, found))


def _locations(call: Call) -> Response:
    places = [
        {
            "id": f"{call.id(2)}/locations/{name.replace(' ', '').lower()}",
            "name": name.replace(" ", "").lower(),
            "displayName": name,
            "regionalDisplayName": name,
            "metadata": {"regionType": "Physical", "regionCategory": "Recommended"},
        }
        for name in REGIONS
    ]
    return answer({"value": places})


def _provider(call: Call) -> Response:
    asked = call.names["namespace"]
    return answer(_described(call, next((one for one in _PROVIDERS if one.lower() == asked.lower()), asked)))


def _providers(call: Call) -> Response:
    return answer({"value": [_described(call, namespace) for namespace in _PROVIDERS]})


def _described(call: Call, namespace: str) -> dict[str, Any]:
    if namespace not in _PROVIDERS:
        raise AzureError(
            "InvalidResourceNamespace",
            f"The resource namespace '{namespace}' is invalid.",
            f"Simulated are {', '.join(_PROVIDERS)}.",
        )
    types, versions = _PROVIDERS[namespace]
    return {
        "id": f"{call.id(2)}/providers/{namespace}",
        "namespace": namespace,
        "registrationState": "Registered",
        "registrationPolicy": "RegistrationRequired",
        "resourceTypes": [
            {
                "resourceType": one,
                "locations": ["global", *REGIONS],
                "apiVersions": list(versions),
                "defaultApiVersion": versions[0],
                "capabilities": "SupportsTags, SupportsLocation",
            }
            for one in types
        ],
    }


def _groups(call: Call) -> Response:
    return page(call, inside(call, ResourceGroup, 2), lambda one: shapes.group(call, one))


def _group(call: Call) -> Response:
    return answer(shapes.group(call, call.need(ResourceGroup)))


def _group_exists(call: Call) -> Response:
    return nothing(204 if call.world.get(ResourceGroup, call.path) else 404)


def _put_group(call: Call) -> Response:
    """Creates a group; one that exists stays in its region."""
    found = call.world.get(ResourceGroup, call.path)
    location = call.body().get("location")
    if not isinstance(location, str):
        raise missing_parameter("location")
    if found is not None:
        if found.location.replace(" ", "").lower() != location.replace(" ", "").lower():
            raise AzureError(
                "InvalidResourceGroupLocation",
                f"Invalid resource group location '{location}'. The Resource group already exists in "
                f"location '{found.location.replace(' ', '').lower()}'.",
            )
        return _group(call)
    create = kind_named("CreateResourceGroup")
    call.perform(create(name=call.names["group"], location=location, subscription=call.id(2)))
    return answer(shapes.group(call, call.need(ResourceGroup)), 201)


def _delete_group(call: Call) -> Response:
    found = call.find(ResourceGroup)
    if found is None:
        raise AzureError(
            "ResourceGroupNotFound", f"Resource group '{call.names['group']}' could not be found."
        )
    call.perform(kind_named("DeleteResourceGroup")(group=found.id))
    return nothing(200)


#: What can be moved, and the operation that moves it.
_MOVES: dict[type[Any], tuple[str, str]] = {
    CertificateOrder: ("MoveOrder", "order"),
    Vault: ("MoveVault", "vault"),
}


def _moves(call: Call) -> list[Operation]:
    """The operations that move what the body names; raises `AzureError` where it cannot be moved here."""
    body = call.body()
    group = text(body, "targetResourceGroup")
    if not group:
        raise missing_parameter("targetResourceGroup")
    found: list[Operation] = []
    for id in words(body, "resources"):
        kinds = (kind for kind in _SHAPES if call.world.get(kind, id) is not None)
        kind = next(kinds, None)
        if kind is None:
            raise AzureError("ResourceNotFound", f"The resource '{id}' was not found.")
        if kind not in _MOVES:
            raise not_simulated("move", id)
        operation, field = _MOVES[kind]
        found.append(kind_named(operation)(**{field: id, "resource_group": group}))
    return found


def _move(call: Call) -> Response:
    call.perform_all(_moves(call))
    return nothing(204)


def _check_move(call: Call) -> Response:
    for one in _moves(call):
        refused = call.why_not(one)
        if refused is not None:
            raise refused
    return nothing(204)


def _resources(call: Call) -> Response:
    """Resources of every type in a subscription or group, by type and name where a filter says so."""
    wanted = filter_of(call, "resourceType", "name", "resourceGroup")
    depth = 4 if "group" in call.names else 2
    if depth == 4:
        call.need(ResourceGroup, depth)
    return page(call, _matching(call, depth, wanted), lambda one: _listed(call, one))


def _matching(call: Call, depth: int, wanted: dict[str, str]) -> Iterator[Any]:
    type_, name = wanted.get("resourceType", "").lower(), wanted.get("name", "").lower()
    group = wanted.get("resourceGroup", "").lower()
    for kind in _SHAPES:
        if type_ and str(kind.__struct_config__.tag).lower() != type_:
            continue
        for one in inside(call, kind, depth):
            if (not name or one.name.lower() == name) and (not group or one.key.split("/")[4] == group):
                yield one


def _listed(call: Call, one: Any) -> dict[str, Any]:
    """A resource in a list of resources of every type: without its properties."""
    shown = _SHAPES[type(one)](call, one)
    kept = ("id", "name", "type", "kind", "location", "sku", "tags")
    return {field: shown[field] for field in kept if field in shown}


_S = "/subscriptions/{subscription}"
_G = f"{_S}/resourcegroups/{{group}}"

ROUTES = (
    Route("GET", "/tenants", _tenants),
    Route("GET", "/subscriptions", _subscriptions),
    Route("GET", _S, _subscription),
    Route("GET", f"{_S}/locations", _locations),
    Route("GET", f"{_S}/providers", _providers),
    Route("GET", f"{_S}/providers/{{namespace}}", _provider),
    Route("POST", f"{_S}/providers/{{namespace}}/register", _provider),
    Route("GET", f"{_S}/resourcegroups", _groups),
    Route("GET", _G, _group),
    Route("HEAD", _G, _group_exists),
    Route("PUT", _G, _put_group),
    Route("DELETE", _G, _delete_group),
    Route("GET", f"{_S}/resources", _resources),
    Route("GET", f"{_G}/resources", _resources),
    Route("POST", f"{_G}/moveresources", _move),
    Route("POST", f"{_G}/validatemoveresources", _check_move),
)
