"""A service definition (.csdef): the roles a package holds, and which certificate an endpoint serves.

Source: "Azure Cloud Services (extended support) definition schema (csdef file)" (Azure docs, 2022).
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from store.cscfg.faults import Fault, Unreadable
from store.cscfg.limits import MOST_ROLES, MOST_UPDATE_DOMAINS, UPDATE_DOMAINS
from store.cscfg.reader import Element, read_xml
from store.cscfg.schema import root_fault

_ROOT = "ServiceDefinition"
_NAMESPACE = "http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceDefinition"
_ROLES = ("WebRole", "WorkerRole")


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTPS endpoint: its port, and the name of the certificate it serves."""

    name: str
    port: str
    certificate: str


class DefinedRole(msgspec.Struct, frozen=True, kw_only=True):
    """A role of a package, with the size of its machines."""

    name: str
    size: str
    endpoints: tuple[Endpoint, ...] = ()


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What a definition says; roles in the order of the text."""

    name: str
    update_domains: int
    roles: tuple[DefinedRole, ...]

    @property
    def role_names(self) -> tuple[str, ...]:
        return tuple(role.name for role in self.roles)


@lru_cache(maxsize=64)
def read_definition(text: str) -> Definition:
    """What a definition says.

    Raises `Unreadable`: the codes of `read_xml`, NotAServiceDefinition, InvalidDefinition.
    """
    root = read_xml(text)
    wrong = root_fault(root, _ROOT, _NAMESPACE)
    if wrong is not None:
        raise Unreadable(wrong)
    roles = [one for one in root.children if one.name in _ROLES]
    if not roles or len(roles) > MOST_ROLES:
        raise Unreadable(_invalid(root, f"A service definition has 1-{MOST_ROLES} roles."))
    for role in roles:
        if not role.attributes.get("name"):
            raise Unreadable(_invalid(role, "A role of the definition has no name."))
    return Definition(
        name=root.attributes.get("name", ""),
        update_domains=_domains(root),
        roles=tuple(_role(one) for one in roles),
    )


def _domains(root: Element) -> int:
    written = root.attributes.get("upgradeDomainCount", str(UPDATE_DOMAINS))
    if written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= MOST_UPDATE_DOMAINS:
        return int(written)
    said = f"upgradeDomainCount is 1-{MOST_UPDATE_DOMAINS}."
    raise Unreadable(_invalid(root, said, "upgradeDomainCount"))


def _role(role: Element) -> DefinedRole:
    endpoints = [
        Endpoint(
            name=one.attributes.get("name", ""),
            port=one.attributes.get("port", ""),
            certificate=one.attributes["certificate"],
        )
        for group in role.children
        if group.name == "Endpoints"
        for one in group.children
        if one.name == "InputEndpoint" and one.attributes.get("certificate")
    ]
    size = role.attributes.get("vmsize", "Standard_D1_v2")
    return DefinedRole(name=role.attributes["name"], size=size, endpoints=tuple(endpoints))


def _invalid(element: Element, message: str, attribute: str = "") -> Fault:
    line, column = element.place(attribute)
    return Fault(
        code="InvalidDefinition",
        message=message,
        next_step="Correct the .csdef and package the project anew.",
        line=line,
        column=column,
    )
