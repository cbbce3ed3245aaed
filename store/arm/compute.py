"""Cloud services as Azure Resource Manager shows them.

Field names and their order: ARM reference, Microsoft.Compute/cloudServices (2024-11-04).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from store.arm.parts import Json, child, ordered
from store.resources import CloudService, RoleInstance
from store.services.compute.instances import instances_of
from store.services.storage.blobs import without_signature
from store.world import View

_CLOUD_SERVICE = (
    "packageUrl",
    "configuration",
    "startCloudService",
    "allowModelOverride",
    "upgradeMode",
    "roleProfile",
    "osProfile",
    "uniqueId",
    "provisioningState",
)


def shown_service(_view: View, service: CloudService, properties: Json) -> Json:
    """A service with its properties in Azure's order; the signature of its package's URL stays hidden."""
    url = without_signature(service.properties.package_url)
    return ordered(properties | {"packageUrl": url}, _CLOUD_SERVICE)


def service_children(view: View, service: CloudService) -> Iterator[Json]:
    """The roles and update domains of a service."""
    yield from _roles(service)
    yield from _update_domains(view, service)


def _roles(service: CloudService) -> Iterator[Json]:
    for role in service.properties.role_profile.roles:
        sku = {"sku": msgspec.to_builtins(role.sku)}
        yield child(service, "roles", role.name, {"uniqueId": service.properties.unique_id}) | sku


def _update_domains(view: View, service: CloudService) -> Iterator[Json]:
    instances = instances_of(view, service.id)
    for number in sorted({one.properties.update_domain for one in instances}):
        members = [one.id for one in instances if one.properties.update_domain == number]
        yield child(service, "updateDomains", str(number), {"roleInstances": members})


def shown_instance(_view: View, instance: RoleInstance, _properties: Json) -> Json:
    """The instance view; what a machine has in its certificate store ARM does not show."""
    kept = instance.properties
    status = {"code": f"RoleState/RoleState{kept.state}", "level": "Info", "displayStatus": kept.state}
    return {
        "instanceView": {
            "platformUpdateDomain": kept.update_domain,
            "platformFaultDomain": kept.fault_domain,
            "statuses": [status],
        }
    }
