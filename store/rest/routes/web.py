"""Microsoft.Web: plans, apps and their configuration. Certificates and host names have modules of their own.

Source: "App Service REST API reference" (2025-05-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import ResourceGroup, ServerFarm, Site
from store.rest import shapes
from store.rest.bodies import flag, members, text
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.listing import inside
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routes.host_names import ROUTES as HOST_NAMES
from store.rest.routes.host_names import binding_changes
from store.rest.routes.site_settings import ROUTES as SETTINGS
from store.rest.routes.web_certificates import ROUTES as CERTIFICATES
from store.rest.routing import Route

_PROVIDER = "/subscriptions/{subscription}/providers/microsoft.web"
_GROUP = "/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.web"
_SITE = f"{_GROUP}/sites/{{site}}"
_PLAN = f"{_GROUP}/serverfarms/{{plan}}"
#: Parts of the path of an app or a plan.
_DEPTH = 8


def _sites(call: Call) -> Response:
    return page(call, inside(call, Site, 2), lambda one: shapes.site(call, one))


def _sites_in_group(call: Call) -> Response:
    call.need(ResourceGroup, 4)
    return page(call, inside(call, Site, 4), lambda one: shapes.site(call, one))


def _site(call: Call) -> Response:
    return answer(shapes.site(call, call.need(Site)))


def _put_site(call: Call) -> Response:
    """Creates an app, or brings one to what the body says; bindings are those marked `toUpdate`."""
    body = call.body()
    site = call.find(Site)
    if site is not None:
        return _change(call, site, body)
    call.need(ResourceGroup, 4)
    plan = text(members(body, "properties"), "serverFarmId")
    if not plan:
        raise missing_parameter("properties.serverFarmId")
    call.perform(kind_named("CreateSite")(name=call.names["site"], plan=plan, resource_group=call.id(4)))
    return _change(call, call.need(Site), body)


def _patch_site(call: Call) -> Response:
    return _change(call, call.need(Site), call.body())


def _change(call: Call, site: Site, body: Mapping[str, Any]) -> Response:
    properties = members(body, "properties")
    held = site.properties
    changes: list[Operation] = []
    only = flag(properties, "httpsOnly", held.https_only)
    if only != held.https_only:
        changes.append(kind_named("SetHttpsOnly")(site=site.id, enabled=only))
    access = text(properties, "publicNetworkAccess") or held.public_network_access
    if access != held.public_network_access:
        changes.append(kind_named("SetPublicNetworkAccess")(site=site.id, enabled=access == "Enabled"))
    version = text(members(properties, "siteConfig"), "minTlsVersion")
    if version and version != held.site_config.min_tls_version:
        changes.append(kind_named("SetMinTlsVersion")(site=site.id, version=version))
    changes += binding_changes(site, properties)
    call.perform_all(changes)
    return answer(shapes.site(call, call.need(Site)))


def _delete_site(call: Call) -> Response:
    found = call.find(Site)
    if found is None:
        return nothing(204)
    call.perform(kind_named("DeleteSite")(site=found.id))
    return nothing(200)


def _stop(call: Call) -> Response:
    return _run(call, "StopSite", "Stopped")


def _start(call: Call) -> Response:
    return _run(call, "StartSite", "Running")


def _run(call: Call, operation: str, state: str) -> Response:
    site = call.need(Site, _DEPTH)
    if site.properties.state != state:
        call.perform(kind_named(operation)(site=site.id))
    return nothing(200)


def _plans(call: Call) -> Response:
    return page(call, inside(call, ServerFarm, 2), lambda one: shapes.plan(call, one))


def _plans_in_group(call: Call) -> Response:
    call.need(ResourceGroup, 4)
    return page(call, inside(call, ServerFarm, 4), lambda one: shapes.plan(call, one))


def _plan(call: Call) -> Response:
    return answer(shapes.plan(call, call.need(ServerFarm)))


def _plan_sites(call: Call) -> Response:
    plan = call.need(ServerFarm, _DEPTH)
    sites = (one for one in inside(call, Site, 2) if one.properties.server_farm_id.lower() == plan.key)
    return page(call, sites, lambda one: shapes.site(call, one))


def _put_plan(call: Call) -> Response:
    """Creates a plan, or scales one."""
    body = call.body()
    size = text(members(body, "sku"), "name")
    plan = call.find(ServerFarm)
    if plan is None:
        call.need(ResourceGroup, 4)
        if not text(body, "location"):
            raise missing_parameter("location")
        call.perform(
            kind_named("CreatePlan")(
                name=call.names["plan"],
                resource_group=call.id(4),
                location=text(body, "location"),
                sku=size or "S1",
                linux=flag(members(body, "properties"), "reserved", False),
            )
        )
    elif size and size.lower() != plan.sku.name.lower():
        call.perform(kind_named("ScalePlan")(plan=plan.id, sku=size))
    return answer(shapes.plan(call, call.need(ServerFarm)))


def _delete_plan(call: Call) -> Response:
    found = call.find(ServerFarm)
    if found is None:
        return nothing(204)
    call.perform(kind_named("DeletePlan")(plan=found.id))
    return nothing(200)


def _check_name(call: Call) -> Response:
    """Whether an app may have this name: the operation that makes one says so."""
    body = call.body()
    plan = next(iter(inside(call, ServerFarm, 2)), None)
    if plan is None:
        return answer({"nameAvailable": True})
    refused = call.why_not(kind_named("CreateSite")(name=text(body, "name"), plan=plan.id))
    if refused is None:
        return answer({"nameAvailable": True})
    reason = "AlreadyExists" if refused.code == "Conflict" else "Invalid"
    return answer({"nameAvailable": False, "reason": reason, "message": refused.message})


def _no_environments(call: Call) -> Response:
    return answer({"value": []})


ROUTES = (
    Route("GET", f"{_PROVIDER}/sites", _sites),
    Route("GET", f"{_GROUP}/sites", _sites_in_group),
    Route("GET", _SITE, _site),
    Route("PUT", _SITE, _put_site),
    Route("PATCH", _SITE, _patch_site),
    Route("DELETE", _SITE, _delete_site),
    Route("POST", f"{_SITE}/stop", _stop),
    Route("POST", f"{_SITE}/start", _start),
    Route("POST", f"{_PROVIDER}/checknameavailability", _check_name),
    Route("GET", f"{_PROVIDER}/hostingenvironments", _no_environments),
    Route("GET", f"{_PROVIDER}/serverfarms", _plans),
    Route("GET", f"{_GROUP}/serverfarms", _plans_in_group),
    Route("GET", _PLAN, _plan),
    Route("GET", f"{_PLAN}/sites", _plan_sites),
    Route("PUT", _PLAN, _put_plan),
    Route("DELETE", _PLAN, _delete_plan),
    *HOST_NAMES,
    *SETTINGS,
    *CERTIFICATES,
)
