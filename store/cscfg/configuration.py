"""A service configuration: its roles with their instances and certificates, and every fault with its place.

    read_configuration(text).configuration.roles[0]    Role(name="WebRole1", instances=2, certificates=(…,))

Sources: "Azure Cloud Services (extended support) config schema (cscfg File)" (Azure docs, 2022), "Update or
change the certificate used in Azure Cloud Services (extended support)" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from store.cscfg.faults import Fault, Unreadable
from store.cscfg.limits import MOST_FAULTS, MOST_INSTANCES, MOST_ROLES
from store.cscfg.reader import Element, read_xml
from store.cscfg.schema import placement_faults, root_fault
from store.cscfg.thumbprints import thumbprint_fault

ALGORITHM = "sha1"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of a role: its name there, its thumbprint in upper case, and where that stands."""

    name: str
    thumbprint: str
    line: int
    column: int


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A role: how many instances it has, and its certificates."""

    name: str
    instances: int
    certificates: tuple[Entry, ...] = ()


class ServiceConfiguration(msgspec.Struct, frozen=True, kw_only=True):
    """What a configuration says, as far as it can be read."""

    service_name: str
    roles: tuple[Role, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A text that was read; `configuration` is None where it is no document of the kind.

    `faults` stand in the order of the text, at most `MOST_FAULTS` of them; `count` is how many there are.
    """

    configuration: ServiceConfiguration | None
    faults: tuple[Fault, ...] = ()
    count: int = 0

    @property
    def accepted(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


@lru_cache(maxsize=64)
def read_configuration(text: str, roles: tuple[str, ...] | None = None) -> Reading:
    """A configuration and its faults; with `roles`, those of the service's definition, judged against them.

    Never raises for anything in the text.
    """
    try:
        root = read_xml(text)
    except Unreadable as error:
        return Reading(configuration=None, faults=(error.fault,), count=1)
    wrong = root_fault(root)
    if wrong is not None:
        return Reading(configuration=None, faults=(wrong,), count=1)
    faults = sorted(_faults(root, roles), key=lambda fault: (fault.line, fault.column))
    return Reading(configuration=_configuration(root), faults=tuple(faults[:MOST_FAULTS]), count=len(faults))


def _configuration(root: Element) -> ServiceConfiguration:
    roles = [
        Role(
            name=role.attributes.get("name", ""),
            instances=_count(role) or 0,
            certificates=tuple(_entry(one) for one in _certificates(role)),
        )
        for role in _named(root, "Role")
    ]
    return ServiceConfiguration(service_name=root.attributes.get("serviceName", ""), roles=tuple(roles))


def _entry(certificate: Element) -> Entry:
    line, column = certificate.place("thumbprint")
    return Entry(
        name=certificate.attributes.get("name", ""),
        thumbprint=certificate.attributes.get("thumbprint", "").upper(),
        line=line,
        column=column,
    )


def _named(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.children if one.name == name and one.namespace == element.namespace)


def _certificates(role: Element) -> list[Element]:
    return [one for group in _named(role, "Certificates") for one in _named(group, "Certificate")]


def _count(role: Element) -> int | None:
    """The number of instances a role says, None where it says none that can be."""
    instances = next(_named(role, "Instances"), None)
    written = instances.attributes.get("count", "") if instances else ""
    if not (written.isascii() and written.isdigit() and len(written) <= 6):
        return None
    return int(written) if 1 <= int(written) <= MOST_INSTANCES else None


def _faults(root: Element, defined: tuple[str, ...] | None) -> Iterator[Fault]:
    yield from placement_faults(root)
    roles = list(_named(root, "Role"))
    yield from _name_faults(roles, "Role", "DuplicateRole")
    for role in roles:
        yield from _role_faults(role)
    if not roles or len(roles) > MOST_ROLES:
        yield _fault(root, "", "InvalidRoleCount", f"A cloud service has 1-{MOST_ROLES} roles.", "")
    total = sum(_count(role) or 0 for role in roles)
    if total > MOST_INSTANCES:
        said = f"The roles have {total} instances together; at most {MOST_INSTANCES} are simulated."
        yield _fault(root, "", "InvalidInstanceCount", said, "Lower the counts.")
    if defined is not None:
        yield from _definition_faults(root, roles, defined)


def _role_faults(role: Element) -> Iterator[Fault]:
    name = role.attributes.get("name", "")
    instances = next(_named(role, "Instances"), None)
    if _count(role) is None:
        said = f"The role '{name}' needs <Instances count> of 1-{MOST_INSTANCES}."
        yield _fault(instances or role, "count", "InvalidInstanceCount", said, "Write a whole number.")
    for settings in _named(role, "ConfigurationSettings"):
        yield from _name_faults(list(_named(settings, "Setting")), "Setting", "DuplicateSetting")
    certificates = _certificates(role)
    yield from _name_faults(certificates, "Certificate", "DuplicateCertificate", f" in the role '{name}'")
    for certificate in certificates:
        yield from _certificate_faults(certificate)


def _certificate_faults(certificate: Element) -> Iterator[Fault]:
    name, given = certificate.attributes.get("name", ""), certificate.attributes
    if "thumbprint" not in given:
        yield _missing(certificate, "thumbprint")
    elif (wrong := thumbprint_fault(given["thumbprint"]))[0]:
        said = f"The thumbprint of '{name}' is not 40 hexadecimal digits. {wrong[0]}"
        yield _fault(certificate, "thumbprint", "InvalidThumbprint", said, wrong[1])
    if "thumbprintAlgorithm" not in given:
        yield _missing(certificate, "thumbprintAlgorithm")
    elif given["thumbprintAlgorithm"].lower() != ALGORITHM:
        written = given["thumbprintAlgorithm"]
        said = f"The thumbprint algorithm of '{name}' is '{written}'; {ALGORITHM} is the only one."
        step = f'Write thumbprintAlgorithm="{ALGORITHM}".'
        yield _fault(certificate, "thumbprintAlgorithm", "InvalidThumbprintAlgorithm", said, step)


def _name_faults(elements: list[Element], kind: str, code: str, where: str = "") -> Iterator[Fault]:
    """Elements without a name, and those whose name an earlier one has."""
    seen: set[str] = set()
    for one in elements:
        name = one.attributes.get("name", "")
        if not name:
            yield _missing(one, "name")
        elif name.lower() in seen:
            said = f"There are two <{kind}> named '{name}'{where}."
            yield _fault(one, "name", code, said, "Give each its own name.")
        seen.add(name.lower())


def _definition_faults(root: Element, roles: list[Element], defined: Iterable[str]) -> Iterator[Fault]:
    known = {name.lower(): name for name in defined}
    there = set()
    for role in roles:
        name = role.attributes.get("name", "")
        there.add(name.lower())
        if name and name.lower() not in known:
            all_known = ", ".join(known.values())
            said = f"The role '{name}' is not in the service definition, which has {all_known}."
            yield _fault(role, "name", "UnknownRole", said, "Correct the name, or package the project anew.")
    for low, name in known.items():
        if low not in there:
            said = f"The role '{name}' of the service definition is missing."
            yield _fault(root, "", "RoleMissing", said, f'Add <Role name="{name}">.')


def _missing(element: Element, attribute: str) -> Fault:
    said = f"<{element.name}> has no attribute '{attribute}'."
    return _fault(element, "", "AttributeMissing", said, f"Add {attribute}.")


def _fault(element: Element, attribute: str, code: str, message: str, next_step: str) -> Fault:
    line, column = element.place(attribute)
    return Fault(code=code, message=message, next_step=next_step, line=line, column=column)
