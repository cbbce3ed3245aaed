"""A change of a cloud service before it is made: judged as a whole, from the text to the last certificate.

The missing-thumbprints sentence is Azure's own. Source: "Update or change the certificate used in Azure
Cloud Services (extended support)" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store.cscfg.configuration import ServiceConfiguration, read_configuration
from store.cscfg.definition import Definition, read_definition
from store.cscfg.faults import Unreadable
from store.errors import AzureError
from store.resources import (
    CloudService,
    Deployment,
)
from store.resources.compute import (
    InstalledCertificate,
    OsProfile,
    RoleCertificate,
)
from store.services.compute.certificates import Provided, provided
from store.services.compute.offer import offer_refusal
from store.world import View

_MISSING = (
    "The thumbprints specified in the CSCFG do not have corresponding certificates in osProfile.secrets. "
    "Add the missing certificates in osProfile.secrets. Missing thumbprints: {}. To understand more about "
    "how to use KeyVault for certificates, please follow the documentation at https://aka.ms/cses-kv"
)
#: Code of the refusal for thumbprints without certificate.
MISSING_THUMBPRINTS = "MissingThumbprints"


class Change(NamedTuple):
    """What a cloud service is to become, without a fault: text and what it says, package, certificates."""

    text: str
    configuration: ServiceConfiguration
    definition: Definition
    definition_text: str
    package_url: str
    os_profile: OsProfile
    certificates: tuple[RoleCertificate, ...]


def definition_of(text: str) -> Definition:
    """A package's definition; raises `AzureError` with the fault's code."""
    try:
        return read_definition(text)
    except Unreadable as error:
        raise error.fault.refusal() from None


def judged_configuration(text: str, definition: Definition) -> ServiceConfiguration:
    """What a configuration says; raises `AzureError` with the code of its first fault."""
    reading = read_configuration(text, definition.role_names)
    if reading.faults or reading.configuration is None:
        first = reading.faults[0].refusal()
        more = reading.count - 1
        others = (
            f" There {'is' if more == 1 else 'are'} {more} more fault{'s' * (more != 1)}." if more else ""
        )
        raise AzureError(first.code, f"{first.message}{others}", first.repair)
    return reading.configuration


def judged(
    view: View, service: CloudService, text: str, definition_text: str, profile: OsProfile, package_url: str
) -> Change:
    """The change to these, judged.

    Raises `AzureError`: the codes of `offer_refusal`, UpdateUnderWay, those of the faults of configuration
    and definition, those of `certificates.provided`, MissingThumbprints.
    """
    if refused := offer_refusal(view) or under_way_refusal(view, service.id):
        raise refused
    definition = definition_of(definition_text)
    configuration = judged_configuration(text, definition)
    certificates = matched(configuration, provided(view, service, profile))
    return Change(text, configuration, definition, definition_text, package_url, profile, certificates)


def under_way_refusal(view: View, service: str) -> AzureError | None:
    """Why a second update has to wait, or None."""
    deployment = view.get(Deployment, service)
    if deployment is None or deployment.update is None:
        return None
    return AzureError(
        "UpdateUnderWay",
        "An update of this cloud service is under way; another one cannot begin.",
        f"Wait until its last update domain has restarted, after {deployment.update.due_at:%H:%M} UTC.",
    )


def matched(
    configuration: ServiceConfiguration, certificates: Iterable[Provided]
) -> tuple[RoleCertificate, ...]:
    """The certificate of each entry; raises `AzureError` MissingThumbprints naming every role's."""
    by_thumbprint = {one.thumbprint.upper(): one for one in certificates}
    found, missing = [], []
    for role in configuration.roles:
        for entry in role.certificates:
            one = by_thumbprint.get(entry.thumbprint)
            if one is None:
                missing.append(f"{role.name}|{entry.thumbprint}")
            else:
                installed = InstalledCertificate(
                    name=entry.name,
                    thumbprint=one.thumbprint,
                    subject=one.subject,
                    not_after=one.not_after,
                    source=one.url,
                )
                found.append(RoleCertificate(role=role.name, certificate=installed))
    if missing:
        step = "Update the OS profile together with the configuration."
        raise AzureError(MISSING_THUMBPRINTS, _MISSING.format(", ".join(missing)), step)
    return tuple(found)
