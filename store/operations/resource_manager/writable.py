"""What a PUT of a resource may change: property by property, the operation that changes it.

    >>> [*changes_of(view, site, {**document, "properties": {**properties, "httpsOnly": True}})]
    [SetHttpsOnly(site=…, enabled=True)]

Source: ARM reference of Microsoft.CertificateRegistration, Microsoft.Web, Microsoft.KeyVault and
Microsoft.Authorization: properties that are neither read-only nor set at creation alone, as far as this
portal has an operation for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from store.arm import arm
from store.errors import AzureError
from store.operations.operation import Operation
from store.operations.resource_manager import writers
from store.operations.resource_manager.differences import ABSENT, Place, differences, plain, spelled
from store.resources import CertificateOrder, Lock, Resource, SecretVersion, ServerFarm, Site, Vault
from store.world import View

#: Operations that give a property of a resource its new value; the old one comes with it.
Writer: TypeAlias = "Callable[[View, Any, Any, Any], Iterator[Operation]]"

_ENVELOPE = ("id", "name", "type", "kind", "location")


class Misplaced(AzureError):
    """A refusal of a document, with the place in it that is at fault."""

    def __init__(self, code: str, place: Place, message: str, next_step: str = "") -> None:
        super().__init__(code, f"{spelled(place) or 'The document'}: {message}", next_step)
        self.place = place


def changes_of(view: View, resource: Resource, document: Any) -> tuple[Operation, ...]:
    """The operations that turn a resource into this document, in the order of its properties.

    Raises `Misplaced` NotAnObject, ImmutableProperty, UnknownProperty, ReadOnlyProperty,
    InvalidPropertyValue.
    """
    if not isinstance(document, dict):
        raise Misplaced("NotAnObject", (), "A resource is a JSON object.", "Refresh shows it as it is.")
    document = plain(document)
    before, held = plain(arm(view, resource)), _WRITERS.get(type(resource), {})
    changed: dict[Place, Writer] = {}
    for place, old, new in differences(before, document):
        found = next((part for end in range(len(place), 0, -1) if (part := place[:end]) in held), None)
        if found is None:
            raise _not_writable(resource, held, place, old, new)
        changed[found] = held[found]
    return tuple(
        operation
        for place, writer in sorted(changed.items(), key=lambda one: list(held).index(one[0]))
        for operation in _written(view, resource, writer, place, _at(before, place), _at(document, place))
    )


def writable(resource: Resource) -> tuple[str, ...]:
    """The properties of a resource that a PUT may change."""
    return tuple(spelled(place) for place in _WRITERS.get(type(resource), {}))


def _written(
    view: View, resource: Resource, writer: Writer, place: Place, old: Any, new: Any
) -> tuple[Operation, ...]:
    if new is ABSENT:
        raise Misplaced("InvalidPropertyValue", place, "A PUT holds the whole resource, and this is missing.")
    try:
        return tuple(writer(view, resource, old, new))
    except msgspec.ValidationError as error:
        raise Misplaced("InvalidPropertyValue", place, f"{error}.") from None


def _not_writable(
    resource: Resource, held: Mapping[Place, Writer], place: Place, old: Any, new: Any
) -> Misplaced:
    if place[0] in _ENVELOPE and len(place) == 1:
        return Misplaced(
            "ImmutableProperty",
            place,
            f"The request is for {resource.id}; its id, name, type and location stay as they are.",
            "Make another resource for another name.",
        )
    can = ", ".join(spelled(one) for one in held) or "nothing"
    if old is ABSENT:
        return Misplaced(
            "UnknownProperty", place, "There is no such property.", f"A PUT here can change {can}."
        )
    return Misplaced(
        "ReadOnlyProperty", place, "Azure sets this property; a PUT cannot.", f"A PUT here can change {can}."
    )


def _at(document: Any, place: Place) -> Any:
    for part in place:
        if isinstance(part, str):
            document = document.get(part, ABSENT) if isinstance(document, dict) else ABSENT
        else:
            document = document[part]
    return document


_PROPERTIES = "properties"
#: Kind → place in its document → what writes it, in the order of writing.
_WRITERS: dict[type[Any], dict[Place, Writer]] = {
    CertificateOrder: {
        ("tags",): writers.order_tags,
        (_PROPERTIES, "certificates"): writers.link,
        (_PROPERTIES, "autoRenew"): writers.auto_renew,
    },
    Site: {
        (_PROPERTIES, "httpsOnly"): writers.https_only,
        (_PROPERTIES, "publicNetworkAccess"): writers.public_access,
        (_PROPERTIES, "hostNameSslStates"): writers.bindings,
        (_PROPERTIES, "siteConfig", "minTlsVersion"): writers.tls_version,
        (_PROPERTIES, "siteConfig", "ipSecurityRestrictions"): writers.restrictions,
        (_PROPERTIES, "siteConfig", "appSettings"): writers.app_settings,
    },
    ServerFarm: {("sku", "name"): writers.tier},
    Vault: {
        (_PROPERTIES, "enableRbacAuthorization"): writers.rbac,
        (_PROPERTIES, "accessPolicies"): writers.policies,
        (_PROPERTIES, "networkAcls"): writers.network,
    },
    SecretVersion: {
        (_PROPERTIES, "attributes", "enabled"): writers.version_enabled,
        (_PROPERTIES, "attributes", "nbf"): writers.version_begins,
        (_PROPERTIES, "attributes", "exp"): writers.version_ends,
        (_PROPERTIES, "tags"): writers.version_tags,
    },
    Lock: {(_PROPERTIES, "level"): writers.lock_level, (_PROPERTIES, "notes"): writers.lock_notes},
}
