"""Names of resources in place of ids: "contosocert" is the order of that name where there is only one.

    find_id(view, CertificateOrder, "contosocert")   "/subscriptions/…/certificateOrders/contosocert"
    find_id(view, Site, "rg-web/app")                the app of that name in this resource group
    find_id(view, CertificateOrder, "nothing")       "nothing": the operation itself says what is missing

Case makes no difference, and a host may be written with any letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from store.errors import AzureError
from store.hostnames import comparable
from store.operations.arguments import references
from store.operations.operation import Operation
from store.resources import (
    AppServiceDomain,
    CertificateOrder,
    CloudService,
    DnsZone,
    ResourceGroup,
    ServerFarm,
    Site,
    StorageAccount,
    Subscription,
    Vault,
    WebCertificate,
    group_of,
    name_of,
)
from store.world import View


def resolve(operation: Operation, view: View) -> Operation:
    """The same operation with every named resource replaced by its id.

    Raises `AzureError` AmbiguousName (with the ids); a name of nothing is left as it is, so that the
    operation itself can say what is missing.
    """
    changed: dict[str, Any] = {}
    for field, kind in references(type(operation)).items():
        value = getattr(operation, field)
        if not value:
            continue
        found = (
            tuple(find_id(view, kind, one) for one in value)
            if isinstance(value, tuple)
            else find_id(view, kind, value)
        )
        if found != value:
            changed[field] = found
    return msgspec.structs.replace(operation, **changed) if changed else operation


def find_id(view: View, kind: type[Any], name: str) -> str:
    """The id of the resource called `name` (or `name` itself where it is an id or names nothing)."""
    if name.startswith("/"):
        found = None if kind is object else view.get(kind, name)
        return found.id if found is not None else name
    matches = [document.id for document in _candidates(view, kind) if _named(document, name)]
    if not matches and "/" in name:
        matches = _within(view, kind, *name.split("/", 1))
    if not matches and kind in (DnsZone, AppServiceDomain) and not name.isascii():
        # Zones and domains have the ASCII form of the name that people write.
        spelled = comparable(name)
        return find_id(view, kind, spelled) if spelled.isascii() else name
    if len(matches) > 1:
        message = f"'{name}' names several resources: {', '.join(matches)}."
        raise AzureError("AmbiguousName", message, "Give the id, or RESOURCE-GROUP/NAME.")
    return matches[0] if matches else name


def in_group(operation: type[Operation], arguments: Mapping[str, Any], group: str) -> dict[str, Any]:
    """The arguments (by their JSON names) with every bare name of what is in groups as that of this group."""
    named = references(operation)
    fields = {one.encode_name: named.get(one.name) for one in msgspec.structs.fields(operation)}
    return {name: _qualified(fields.get(name), value, group) for name, value in arguments.items()}


def _qualified(kind: type[Any] | None, value: Any, group: str) -> Any:
    if isinstance(value, list):
        return [_qualified(kind, one, group) for one in value]
    bare = isinstance(value, str) and value != "" and "/" not in value
    return f"{group}/{value}" if bare and (kind is object or kind in _GROUPED) else value


def _within(view: View, kind: type[Any], group: str, name: str) -> list[str]:
    """The ids of the resources called `name` in resource groups of this name."""
    return [
        document.id
        for document in _candidates(view, kind)
        if _named(document, name) and name_of(group_of(document.id)).lower() == group.lower()
    ]


def _candidates(view: View, kind: type[Any]) -> Iterator[Any]:
    kinds = SCOPES if kind is object else (kind,)
    for one in kinds:
        yield from view.all(one)


def _named(document: Any, name: str) -> bool:
    if getattr(document, "name", document.id).lower() == name.lower():
        return True
    return isinstance(document, Subscription) and document.properties.display_name.lower() == name.lower()


#: What a lock or role can be put on.
SCOPES: tuple[type[Any], ...] = (
    Subscription,
    ResourceGroup,
    CertificateOrder,
    Vault,
    Site,
    ServerFarm,
    WebCertificate,
    DnsZone,
    CloudService,
    StorageAccount,
)
#: What is in a resource group, and can have its name again in another one.
_GROUPED = frozenset(SCOPES) - {Subscription, ResourceGroup}
