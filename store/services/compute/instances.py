"""Role instances: where they are, and how they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from store.resources import (
    CloudService,
    RoleInstance,
)
from store.resources.compute import (
    InstalledCertificate,
    RoleCertificate,
    RoleInstanceProperties,
    RoleProfile,
    RoleProfileEntry,
    RoleSku,
)
from store.world import View
from store.world.index import index_by

if TYPE_CHECKING:
    from store.cscfg.configuration import ServiceConfiguration
    from store.cscfg.definition import Definition

STARTED, STARTING = "Started", "Starting"


def instances_of(view: View, service: str) -> tuple[RoleInstance, ...]:
    """The role instances of the service with this id, in the order they were made."""
    return index_by(view, RoleInstance, _service_keys).get(service.lower(), ())


def _service_keys(view: View) -> Callable[[RoleInstance], tuple[str, ...]]:
    return lambda instance: (instance.service.lower(),)


def instance_id(service: str, role: str, number: int) -> str:
    """The id of a role's instance, counted from 0."""
    return f"{service}/roleInstances/{role}_IN_{number}"


def planned(service: CloudService, configuration: ServiceConfiguration, domains: int) -> list[RoleInstance]:
    """The instances that a configuration asks for, dealt out to the update domains, not started yet."""
    made = []
    for role in configuration.roles:
        for number in range(role.instances):
            id = instance_id(service.id, role.name, number)
            properties = RoleInstanceProperties(
                role=role.name, update_domain=number % domains, fault_domain=number % 2, state=STARTING
            )
            made.append(RoleInstance(id=id, name=id.rpartition("/")[2], properties=properties))
    return made


def certificates_of(all_roles: Iterable[RoleCertificate], role: str) -> tuple[InstalledCertificate, ...]:
    """The certificates of one role."""
    return tuple(one.certificate for one in all_roles if one.role.lower() == role.lower())


def role_profile(configuration: ServiceConfiguration, definition: Definition) -> RoleProfile:
    """Size and number of each role's machines: the definition has the one, the configuration the other."""
    sizes = {role.name.lower(): role.size for role in definition.roles}
    return RoleProfile(
        roles=tuple(
            RoleProfileEntry(
                name=role.name, sku=RoleSku(name=sizes.get(role.name.lower(), ""), capacity=role.instances)
            )
            for role in configuration.roles
        )
    )
