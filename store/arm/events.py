"""Entries of the Activity log as the Activity Logs API answers them: one event for each.

Source: "Activity Logs - List" (Azure Monitor REST API, 2015-04-01) and "Azure activity log event schema"
(Azure docs, 2022). The simulator's own operations have the resource provider `Simulator`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from store.resources import ActivityEntry, Subscription, group_of, name_of, subscription_of
from store.services.authorization.principals import user_name
from store.world import View

Json: TypeAlias = "dict[str, Any]"

#: HTTP status of a refusal by its code, where it is not 409: what ARM answers beside its message.
_STATUS = {"AuthorizationFailed": "Forbidden", "ResourceNotFound": "NotFound"}


def event(view: View, entry: ActivityEntry) -> Json:
    """The entry in Azure's event shape; dates are RFC 3339 in UTC."""
    at: str = _date(entry.at)
    subscription = subscription_of(entry.target)
    failed = entry.status == "Failed"
    provider = entry.operation.partition("/")[0]
    return {
        "authorization": {"action": entry.operation, "scope": entry.target},
        "caller": user_name(view, entry.caller),
        "channels": "Operation",
        "claims": {"name": user_name(view, entry.caller), "oid": entry.caller},
        "correlationId": entry.correlation_id,
        "description": "",
        "eventDataId": f"{entry.correlation_id[:-12]}{entry.revision:012x}",
        "eventName": {"value": "EndRequest", "localizedValue": "End request"},
        "category": {"value": entry.category, "localizedValue": entry.category},
        "eventTimestamp": at,
        "id": f"{entry.target}/events/{entry.id}",
        "level": "Error" if failed else "Informational",
        "operationId": entry.correlation_id,
        "operationName": {"value": entry.operation, "localizedValue": entry.title},
        "resourceGroupName": name_of(group_of(entry.target)),
        "resourceProviderName": {"value": provider, "localizedValue": provider},
        "resourceType": {"value": _type(entry.target), "localizedValue": _type(entry.target)},
        "resourceId": entry.target,
        "status": {"value": entry.status, "localizedValue": entry.status},
        "subStatus": _sub_status(entry),
        "submissionTimestamp": at,
        "subscriptionId": name_of(subscription),
        "tenantId": _tenant(view, subscription),
        "properties": _properties(entry),
    }


def _date(at: datetime) -> str:
    found: str = msgspec.to_builtins(at)
    return found


def _sub_status(entry: ActivityEntry) -> Json:
    word = _STATUS.get(entry.code, "Conflict") if entry.code else "OK"
    return {"value": word, "localizedValue": word}


def _properties(entry: ActivityEntry) -> Json:
    """The answer's part of the event: of a refusal its code and sentence, as JSON in a text."""
    shown: Json = {"entity": entry.target, "message": entry.operation}
    if entry.code:
        error = {"error": {"code": entry.code, "message": entry.message}}
        shown["statusCode"] = _STATUS.get(entry.code, "Conflict")
        shown["statusMessage"] = msgspec.json.encode(error).decode()
    return shown


def _type(target: str) -> str:
    _, found, rest = target.rpartition("/providers/")
    if not found:
        return "Microsoft.Resources/" + target.split("/")[-2] if target.count("/") in (2, 4) else ""
    provider, *parts = rest.split("/")
    return "/".join((provider, *parts[::2]))


def _tenant(view: View, subscription: str) -> str:
    found = view.get(Subscription, subscription or None)
    return found.properties.tenant_id if found else ""
