"""Microsoft.Insights: the Activity log, newest first.

Its moments are simulated ones, so the bounds of time that clients send by the real clock are not applied.
Source: "Activity Logs - List" (Azure Monitor REST API reference, 2015-04-01).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from store.resources import ActivityEntry, Principal, ResourceGroup, group_of, name_of, same_id
from store.rest.call import Call
from store.rest.messages import Response
from store.rest.paging import page
from store.rest.routing import Route
from store.services.authorization.access import is_inside, may_read

_TERM = re.compile(r"(\w+)\s+eq\s+'([^']*)'")


def _all(call: Call) -> Response:
    terms = _TERM.findall(call.query.get("$filter", ""))
    wanted = {field.lower(): value.lower() for field, value in terms}
    return page(call, _matching(call, wanted), lambda one: _shown(call, one))


def _matching(call: Call, wanted: dict[str, str]) -> Iterator[ActivityEntry]:
    world, scope = call.world, call.id(2)
    resource = wanted.get("resourceuri", wanted.get("resourceid", ""))
    for one in reversed(tuple(world.all(ActivityEntry))):
        if one.category != "Administrative" or not is_inside(one.target, scope):
            continue
        group = name_of(group_of(one.target)).lower()
        fits = (
            wanted.get("resourcegroupname", group) == group
            and (not resource or is_inside(one.target, resource))
            and same_id(wanted.get("correlationid", one.correlation_id), one.correlation_id)
        )
        if fits and may_read(world, call.caller, one.target):
            yield one


def _shown(call: Call, one: ActivityEntry) -> dict[str, Any]:
    caller = call.world.get(Principal, one.caller)
    group = call.world.get(ResourceGroup, group_of(one.target))
    moment = one.at
    return {
        "id": f"{one.target}/events/{one.id}/ticks/{int(moment.timestamp())}",
        "eventDataId": one.id,
        "correlationId": one.correlation_id,
        "operationId": one.correlation_id,
        "eventTimestamp": moment,
        "submissionTimestamp": moment,
        "level": "Error" if one.status == "Failed" else "Informational",
        "caller": caller.name if caller else one.caller,
        "category": {"value": one.category, "localizedValue": one.category},
        "eventName": {"value": "EndRequest", "localizedValue": "End request"},
        "operationName": {"value": one.operation, "localizedValue": one.title},
        "status": {"value": one.status, "localizedValue": one.status},
        "subStatus": {"value": one.code, "localizedValue": one.code},
        "description": one.message,
        "resourceId": one.target,
        "resourceGroupName": group.name if group else "",
        "subscriptionId": call.names["subscription"],
        "properties": {"statusCode": one.code, "statusMessage": one.message} if one.code else {},
    }


_VALUES = "/subscriptions/{subscription}/providers/microsoft.insights/eventtypes/management/values"

ROUTES = (Route("GET", _VALUES, _all),)
