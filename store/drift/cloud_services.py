"""Drift of cloud services: key vault → OS profile → configuration → role instances → what clients get.

A certificate URL names a version and the platform follows nothing, so a certificate that was renewed in the
key vault is out of date here until somebody updates the service. Source: "Use certificates with Azure Cloud
Services (extended support)" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from store.cscfg.configuration import read_configuration
from store.cscfg.definition import read_definition
from store.cscfg.faults import Unreadable
from store.drift.facts import Fact, Hop
from store.resources import (
    CloudService,
    Deployment,
    RoleInstance,
    name_of,
)
from store.resources.compute import (
    InstalledCertificate,
)
from store.services.compute.certificates import Provided, newest_of, readable
from store.services.compute.instances import STARTED, instances_of
from store.world import View
from store.world.answers import remembered

_UPDATE = "Update the configuration with the thumbprint of the newest version."


class InstanceDrift(Fact, frozen=True, kw_only=True):
    """A role instance against the configuration; `thumbprint` is "" where it has no such certificate yet.

    `domain` is its update domain.
    """

    name: str
    domain: int
    state: str
    thumbprint: str
    not_after: datetime | None
    equal: bool

    @property
    def started(self) -> bool:
        """Whether it answers clients."""
        return self.state == STARTED


class EntryDrift(Fact, frozen=True, kw_only=True):
    """A certificate of a role, from the key vault to its clients.

    `endpoint` is the port at which clients get it, "" where no endpoint serves it. `pinned` is the thumbprint
    behind the certificate URL ("" where nothing is), `newest` that of the newest version in the key vault.
    """

    role: str
    name: str
    thumbprint: str
    certificate: str
    vault: str
    pinned: str
    newest: str
    endpoint: str
    instances: tuple[InstanceDrift, ...]
    hops: tuple[Hop, ...]

    @property
    def available(self) -> bool:
        """Whether an instance of the role answers clients."""
        return any(one.started for one in self.instances)


class CloudServiceDrift(Fact, frozen=True, kw_only=True):
    """A cloud service, certificate by certificate."""

    service: str
    name: str
    entries: tuple[EntryDrift, ...]

    @property
    def drifted(self) -> bool:
        """Whether the ends of any hop differ."""
        return not all(hop.equal for entry in self.entries for hop in entry.hops)


@remembered
def cloud_service_drift(view: View, service: CloudService) -> CloudServiceDrift:
    """The hops of every certificate in the configuration of a service."""
    return CloudServiceDrift(service=service.id, name=service.name, entries=tuple(_entries(view, service)))


def _entries(view: View, service: CloudService) -> Iterator[EntryDrift]:
    configuration = read_configuration(service.properties.configuration).configuration
    named = {one.thumbprint.upper(): one for one in readable(view, service)}
    served = _served(view, service)
    for role in configuration.roles if configuration else ():
        members = [
            one for one in instances_of(view, service.id) if one.properties.role.lower() == role.name.lower()
        ]
        for entry in role.certificates:
            held = named.get(entry.thumbprint)
            newest = newest_of(view, held.url, held.vault) if held else None
            instances = tuple(_instance(one, entry.name, entry.thumbprint) for one in members)
            port = served.get((role.name.lower(), entry.name.lower()), "")
            yield EntryDrift(
                role=role.name,
                name=entry.name,
                thumbprint=entry.thumbprint,
                certificate=held.name if held else "",
                vault=name_of(held.vault) if held else "",
                pinned=held.thumbprint if held else "",
                newest=newest.thumbprint if newest else "",
                endpoint=port,
                instances=instances,
                hops=_hops(view, held, newest, instances, port),
            )


def _served(view: View, service: CloudService) -> dict[tuple[str, str], str]:
    """(role, name of a certificate) in lower case → port of the endpoint that serves it."""
    deployment = view.get(Deployment, service.id)
    try:
        definition = read_definition(deployment.definition) if deployment else None
    except Unreadable:
        return {}
    return {
        (role.name.lower(), endpoint.certificate.lower()): endpoint.port
        for role in (definition.roles if definition else ())
        for endpoint in role.endpoints
    }


def installed(instance: RoleInstance, name: str) -> InstalledCertificate | None:
    """The certificate that an instance has under this name."""
    for one in instance.properties.certificates:
        if one.name.lower() == name.lower():
            return one
    return None


def _instance(instance: RoleInstance, name: str, wanted: str) -> InstanceDrift:
    found = installed(instance, name)
    thumbprint = found.thumbprint if found else ""
    return InstanceDrift(
        name=instance.name,
        domain=instance.properties.update_domain,
        state=instance.properties.state,
        thumbprint=thumbprint,
        not_after=found.not_after if found else None,
        equal=thumbprint.upper() == wanted.upper(),
    )


def _hops(
    view: View,
    held: Provided | None,
    newest: Provided | None,
    instances: tuple[InstanceDrift, ...],
    port: str,
) -> tuple[Hop, ...]:
    return (
        _from_vault(held, newest),
        _to_configuration(held),
        _to_instances(instances),
        _to_clients(view, instances, port),
    )


def _from_vault(held: Provided | None, newest: Provided | None) -> Hop:
    between = "key vault → osProfile"
    if held is None or newest is None:
        cause = "No certificate URL of the OS profile leads to a certificate of the configuration."
        return _hop("A", between, "no certificate", cause, _UPDATE)
    if held.url == newest.url:
        return _hop("A", between, f"the newest version of {held.name}")
    cause = f"{held.name} was renewed in {name_of(held.vault)}; the certificate URL names an older version."
    return _hop("A", between, f"an older version of {held.name}", cause, _UPDATE)


def _to_configuration(held: Provided | None) -> Hop:
    between = "osProfile → configuration"
    if held is not None:
        return _hop("B", between, "the thumbprint of the configuration")
    cause = "osProfile.secrets has no certificate with the thumbprint of the configuration."
    return _hop("B", between, "no such thumbprint", cause, "Save the configuration with the right key vault.")


def _to_instances(instances: tuple[InstanceDrift, ...]) -> Hop:
    between = "configuration → instances"
    equal = sum(one.equal for one in instances)
    found = f"{equal} of {len(instances)} have it"
    if equal == len(instances):
        return _hop("C", between, found)
    cause = "Instances get a certificate when their update domain restarts."
    return _hop("C", between, found, cause, "Wait until the update is complete.")


def _to_clients(view: View, instances: tuple[InstanceDrift, ...], port: str) -> Hop:
    between = f"instances → clients, port {port}" if port else "instances → their code"
    started = [one for one in instances if one.started]
    if not started:
        return _hop("D", between, "no instance answers", "All instances restart.", "Wait until they have.")
    expired = [one for one in started if one.not_after is None or one.not_after <= view.now]
    if expired:
        found = f"expired at {len(expired)} of {len(started)}"
        return _hop("D", between, found, "The certificate has ended.", _UPDATE)
    versions = len({one.thumbprint for one in started})
    return _hop("D", between, f"valid, {'old and new' if versions > 1 else 'one certificate'}")


def _hop(letter: str, between: str, found: str, cause: str = "", repair: str = "") -> Hop:
    return Hop(letter=letter, between=between, equal=not cause, found=found, cause=cause, repair=repair)
