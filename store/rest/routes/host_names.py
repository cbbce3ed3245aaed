"""Microsoft.Web: host names of an app and their TLS/SSL bindings, which clients write in two ways.

    PUT …/sites/contoso-app with `hostNameSslStates`         as the Azure CLI does
    PUT …/sites/contoso-app/hostNameBindings/contoso.com     as templates do

Source: "Web Apps - Create Or Update Host Name Binding" (App Service REST API reference, 2025-05-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.arm import children
from store.errors import AzureError
from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import HostNameSslState, Site, SslState, same_id
from store.rest.bodies import entries, flag, members, text
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routing import Route

_SITE = "/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.web/sites/{site}"
_DEPTH = 8
#: States by the words and numbers that templates have for them.
_STATES = {
    "disabled": SslState.DISABLED,
    "0": SslState.DISABLED,
    "snienabled": SslState.SNI,
    "1": SslState.SNI,
    "ipbasedenabled": SslState.IP,
    "2": SslState.IP,
}


def binding_changes(site: Site, properties: Mapping[str, Any]) -> list[Operation]:
    """What brings the app's bindings to the entries of `hostNameSslStates` that are marked `toUpdate`."""
    found: list[Operation] = []
    for one in entries(properties, "hostNameSslStates"):
        if not flag(one, "toUpdate", False):
            continue
        host = text(one, "name")
        if not host:
            raise missing_parameter("hostNameSslStates.name")
        change = _change(site, host, site.host(host), one)
        if change is not None:
            found.append(change)
    return found


def _change(
    site: Site, host: str, held: HostNameSslState | None, wanted: Mapping[str, Any]
) -> Operation | None:
    """What brings a host's binding to the state wanted, None where it has it."""
    state = _state(wanted)
    if state is None:
        return None
    if state is SslState.DISABLED:
        bound = held is None or held.thumbprint is not None
        return kind_named("RemoveBinding")(site=site.id, host=host) if bound else None
    thumbprint = text(wanted, "thumbprint")
    if not thumbprint:
        raise missing_parameter("thumbprint")
    if held is not None and held.ssl_state is state and same_id(held.thumbprint, thumbprint):
        return None
    kind = "IP" if state is SslState.IP else "SNI"
    return kind_named("AddBinding")(site=site.id, host=host, certificate=thumbprint, type=kind)


def _state(wanted: Mapping[str, Any]) -> SslState | None:
    value = wanted.get("sslState")
    if value is None:
        return None
    found = _STATES.get(str(value).lower())
    if found is None:
        raise AzureError(
            "InvalidRequestContent",
            f"'{str(value)[:40]}' is not a value of 'sslState'.",
            "Give Disabled, SniEnabled or IpBasedEnabled.",
        )
    return found


def _bindings(call: Call) -> list[dict[str, Any]]:
    site = call.need(Site, _DEPTH)
    return [one for one in children(call.world, site) if one["type"].endswith("/hostNameBindings")]


def _all(call: Call) -> Response:
    return page(call, _bindings(call), lambda one: one)


def _shown(call: Call) -> dict[str, Any]:
    for one in _bindings(call):
        if same_id(one["id"], call.path):
            return one
    raise call.missing("Microsoft.Web/sites/hostNameBindings", call.path)


def _show(call: Call) -> Response:
    return answer(_shown(call))


def _put(call: Call) -> Response:
    """Maps a host name, and binds it where the body has a state; the name is mapped before."""
    site, host = call.need(Site, _DEPTH), call.names["host"]
    properties = members(call.body(), "properties")
    if site.host(host) is None:
        call.perform(kind_named("MapHost")(site=site.id, host=host))
        site = call.need(Site, _DEPTH)
    change = _change(site, host, site.host(host), properties)
    if change is not None:
        call.perform(change)
    return answer(_shown(call))


def _delete(call: Call) -> Response:
    site, host = call.need(Site, _DEPTH), call.names["host"]
    if site.host(host) is None:
        return nothing(204)
    call.perform(kind_named("UnmapHost")(site=site.id, host=host))
    return nothing(200)


def _identifiers(call: Call) -> list[dict[str, Any]]:
    site = call.need(Site, _DEPTH)
    return [one for one in children(call.world, site) if one["type"].endswith("/domainOwnershipIdentifiers")]


def _all_identifiers(call: Call) -> Response:
    return page(call, _identifiers(call), lambda one: one)


ROUTES = (
    Route("GET", f"{_SITE}/hostnamebindings", _all),
    Route("GET", f"{_SITE}/hostnamebindings/{{host}}", _show),
    Route("PUT", f"{_SITE}/hostnamebindings/{{host}}", _put),
    Route("DELETE", f"{_SITE}/hostnamebindings/{{host}}", _delete),
    Route("GET", f"{_SITE}/domainownershipidentifiers", _all_identifiers),
)
