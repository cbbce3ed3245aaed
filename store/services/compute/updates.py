"""Updates of a cloud service: its update domains restart one after another, so that the rest keeps serving.

An instance has the certificates of its old configuration until it restarts, and then those of the new one.
Source: "Update a cloud service" (Azure docs, 2022), update domains.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.resources import (
    CloudService,
    Deployment,
    RoleInstance,
    name_of,
)
from store.resources.compute import (
    InstalledCertificate,
    UpdateUnderWay,
)
from store.services.compute.instances import (
    STARTED,
    STARTING,
    certificates_of,
    instances_of,
    planned,
    role_profile,
)
from store.services.compute.limits import RESTART_MINUTES
from store.time.calendar import later
from store.world import Draft

if TYPE_CHECKING:
    from store.services.compute.changes import Change

_RESTART = timedelta(minutes=RESTART_MINUTES)
SUCCEEDED, UPDATING = "Succeeded", "Updating"


def deploy(draft: Draft, service: CloudService, change: Change) -> None:
    """Put a new cloud service whose instances all run from the beginning."""
    draft.put(_changed(service, change, SUCCEEDED))
    draft.put(Deployment(id=service.id, definition=change.definition_text))
    for instance in planned(service, change.configuration, change.definition.update_domains):
        draft.put(_restarted(instance, certificates_of(change.certificates, instance.properties.role)))


def begin_update(draft: Draft, service: CloudService, change: Change) -> str:
    """Begin an update: the first update domain restarts at once. Returns what happens, in a sentence."""
    there = {one.key: one for one in instances_of(draft, service.id)}
    for instance in planned(service, change.configuration, change.definition.update_domains):
        if instance.key not in there:
            there[instance.key] = instance
            draft.put(instance)
    first, *waiting = sorted({one.properties.update_domain for one in there.values()})
    update = UpdateUnderWay(
        begun_at=draft.now,
        due_at=later(draft.now, _RESTART),
        domain=first,
        waiting=tuple(waiting),
        certificates=change.certificates,
    )
    draft.put(_changed(service, change, UPDATING))
    draft.put(Deployment(id=service.id, definition=change.definition_text, update=update))
    _stop(draft, service.id, first)
    count = len(waiting) + 1
    domains = (
        "1 update domain restarts" if count == 1 else f"{count} update domains restart one after another"
    )
    ends = later(draft.now, count * _RESTART)
    return f"Updating '{service.name}': {domains}, until {ends:%Y-%m-%d %H:%M} UTC."


def next_domain(draft: Draft, service_id: str) -> str:
    """End the restart of the domain under way and begin the next one's, or end the update; in a sentence."""
    service, deployment = draft.need(CloudService, service_id), draft.need(Deployment, service_id)
    update = deployment.update
    assert update is not None  # only what is under way becomes due
    done = _restart(draft, service.id, update)
    said = f"Update domain {update.domain} has the new configuration: {done}."
    if update.waiting:
        domain, *waiting = update.waiting
        _stop(draft, service.id, domain)
        following = replace(update, domain=domain, waiting=tuple(waiting), due_at=later(draft.now, _RESTART))
        draft.put(replace(deployment, update=following))
        return f"{said} Update domain {domain} restarts."
    _remove_surplus(draft, service)
    draft.put(replace(deployment, update=None))
    draft.put(replace(service, properties=replace(service.properties, provisioning_state=SUCCEEDED)))
    return f"{said} The update is complete."


def _changed(service: CloudService, change: Change, state: str) -> CloudService:
    properties = replace(
        service.properties,
        configuration=change.text,
        package_url=change.package_url,
        os_profile=change.os_profile,
        role_profile=role_profile(change.configuration, change.definition),
        provisioning_state=state,
    )
    return replace(service, properties=properties)


def _stop(draft: Draft, service: str, domain: int) -> None:
    for instance in instances_of(draft, service):
        if instance.properties.update_domain == domain:
            draft.put(replace(instance, properties=replace(instance.properties, state=STARTING)))


def _restart(draft: Draft, service: str, update: UpdateUnderWay) -> str:
    """Start the instances of the domain with their new certificates; returns their names."""
    names = []
    for instance in instances_of(draft, service):
        if instance.properties.update_domain == update.domain:
            mine = certificates_of(update.certificates, instance.properties.role)
            draft.put(_restarted(instance, mine))
            names.append(name_of(instance.id))
    return ", ".join(names)


def _restarted(instance: RoleInstance, certificates: tuple[InstalledCertificate, ...]) -> RoleInstance:
    return replace(
        instance, properties=replace(instance.properties, state=STARTED, certificates=certificates)
    )


def _remove_surplus(draft: Draft, service: CloudService) -> None:
    """Remove the instances that the new configuration does not have: those of the highest numbers."""
    counts = {role.name.lower(): role.sku.capacity for role in service.properties.role_profile.roles}
    for instance in instances_of(draft, service.id):
        number = int(instance.name.rpartition("_")[2])
        if number >= counts.get(instance.properties.role.lower(), 0):
            draft.remove(instance)
