"""The Activity log's entries have the fields that Azure's events have."""

from __future__ import annotations

import json
import uuid

from store.arm.events import event
from store.resources import ActivityEntry
from tests.support.cloud import Cloud

#: Fields of an event that clients rely on ("Azure activity log event schema", Administrative category).
_FIELDS = {
    *("authorization", "caller", "channels", "claims", "correlationId", "description", "eventDataId"),
    *("eventName", "category", "eventTimestamp", "id", "level", "operationId", "operationName"),
    *("resourceGroupName", "resourceProviderName", "resourceType", "resourceId", "status", "subStatus"),
    *("submissionTimestamp", "subscriptionId", "tenantId", "properties"),
}


def last(cloud: Cloud) -> dict[str, object]:
    found = event(cloud.world, list(cloud.world.all(ActivityEntry))[-1])
    assert set(found) == _FIELDS
    return found


def test_what_was_done_is_an_event_of_its_resource() -> None:
    cloud = Cloud("walk")
    cloud.do("SetHttpsOnly", site="contoso-app", enabled=True)
    shown = last(cloud)
    assert shown["operationName"] == {
        "value": "Microsoft.Web/sites/Write",
        "localizedValue": "HTTPS Only",
    }
    assert shown["caller"] == "ada@contoso.com"
    assert str(shown["resourceId"]).endswith("/providers/Microsoft.Web/sites/contoso-app")
    assert shown["resourceGroupName"] == "rg-web"
    assert shown["resourceType"] == {"value": "Microsoft.Web/sites", "localizedValue": "Microsoft.Web/sites"}
    assert shown["status"] == {"value": "Succeeded", "localizedValue": "Succeeded"}
    assert shown["level"] == "Informational"
    assert str(shown["eventTimestamp"]).endswith("Z")
    assert uuid.UUID(str(shown["eventDataId"])) and uuid.UUID(str(shown["correlationId"]))


def test_a_refusal_tells_its_code_as_arm_does() -> None:
    cloud = Cloud("walk")
    cloud.do("AddLock", scope="rg-web", name="keep", level="ReadOnly")
    cloud.refused("SetHttpsOnly", site="contoso-app", enabled=True)
    shown = last(cloud)
    assert shown["level"] == "Error" and shown["subStatus"] == {
        "value": "Conflict",
        "localizedValue": "Conflict",
    }
    properties = shown["properties"]
    assert isinstance(properties, dict)
    error = json.loads(properties["statusMessage"])["error"]
    assert error["code"] == "ScopeLocked" and "Please remove the lock" in error["message"]


def test_who_has_no_role_is_forbidden() -> None:
    cloud = Cloud("walk")
    eve = cloud.add_user("eve@contoso.com")
    cloud.refused("SetHttpsOnly", eve, site="contoso-app", enabled=True)
    assert last(cloud)["subStatus"] == {"value": "Forbidden", "localizedValue": "Forbidden"}
