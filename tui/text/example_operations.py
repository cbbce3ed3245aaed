"""An operation as an example: resources that are there, and words in capitals for what one chooses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import msgspec

from store.operations.arguments import arguments, build, ref_kind
from store.operations.naming import SCOPES
from store.operations.operation import Operation
from store.resources import CertificateOrder, ServerFarm, Site, Vault, VaultSecret

if TYPE_CHECKING:
    from store import World

#: Words of arguments that take only certain ones, or whose command depends on them.
_WORDS: Mapping[str, Any] = {
    "cloud": "AzureCloud",
    "default_action": "Deny",
    "level": "ReadOnly",
    "location": "West Europe",
    "method": "Manual TXT",
    "offer": "PayAsYouGo",
    "principal": "Microsoft.Azure.WebSites",
    "role": "Contributor",
    "sku": "S1",
    "status": 500,
    "subject": "CN=contoso.com",
    "to": "Enabled",
    "type": "TXT",
    "version": "1.2",
}
#: Arguments that may be left out and that an example gives all the same: without them it would do nothing.
_TOLD: Mapping[str, Mapping[str, Any]] = {
    "AddRecord": {"value": "VALUE"},
    "AdvanceClock": {"next": True},
    "CreateZone": {"name": "fabrikam.com"},
    "EditLock": {"level": "ReadOnly", "notes": "NOTES"},
    "ImportVaultCertificate": {"file": "FILE", "password": "PASSWORD"},
    "CreateSecretVersion": {"value": "VALUE"},
    "SetAccessPolicy": {"secrets": ["get", "list"], "certificates": ["get", "list"]},
    "SetIpRestrictions": {"allowed": ["203.0.113.0/24"]},
    "SetMailboxes": {"mailboxes": ["admin"]},
    "SetSecretVersion": {"enabled": True},
    "UpdateCloudService": {"package_url": "PACKAGE-URL"},
    "UploadCertificate": {"password": "PASSWORD"},
}


def example(world: World, kind: type[Operation], near: str = "") -> Operation:
    """The operation on the resource with the id `near`, or on what belongs to it, else on the first one."""
    hints = arguments(kind)
    values: dict[str, Any] = {}
    for info in msgspec.structs.fields(kind):
        told = _TOLD.get(kind.__name__, {}).get(info.name)
        if told is not None or info.required:
            value = told if told is not None else _value(world, info.name, hints[info.name], near)
            values[info.encode_name] = value
    return build(kind, values)


def _value(world: World, name: str, hint: Any, near: str) -> Any:
    """A plain value of the argument's type, as `build` takes it."""
    reference = ref_kind(hint)
    if reference is not None:
        return _resource(world, reference, near) or _capitals(name)
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    for kind, value in (
        (bool, True),
        (int, 1),
        (datetime, world.now.isoformat()),
        (Mapping, {"NAME": "VALUE"}),
    ):
        if hint is kind or kind in (get_origin(hint), *get_args(hint)):
            return _WORDS.get(name, value)
    if name == "host":
        return _host(world, near)
    if name == "secret" and (secret := world.get(VaultSecret, near)) is not None:
        return secret.name
    return _WORDS.get(name, _capitals(name))


def _resource(world: World, kind: type[Any], near: str) -> str:
    """The id of the resource itself, of one above or below it, else of the first of its kind; "" for none."""
    if kind is object:
        itself = any(world.get(one, near) is not None for one in SCOPES) if near else False
        return near if itself else _resource(world, CertificateOrder, near)
    found = [document.id for document in _related(world, kind, near)]
    return found[0] if found else next((document.id for document in world.all(kind)), "")


def _related(world: World, kind: type[Any], near: str) -> Iterator[Any]:
    low = near.lower()
    for document in world.all(kind) if near else ():
        other = document.id.lower()
        if other == low or other.startswith(low + "/") or low.startswith(other + "/"):
            yield document
    order, site = world.get(CertificateOrder, near), world.get(Site, near)
    if kind is Vault and order is not None and order.link is not None:
        yield from (vault for vault in (world.get(Vault, order.link.key_vault_id),) if vault is not None)
    if kind is ServerFarm and site is not None:
        yield world.need(ServerFarm, site.properties.server_farm_id)


def _host(world: World, near: str) -> str:
    """A custom domain of the app, else the order's host, else the word."""
    site, order = world.get(Site, _resource(world, Site, near)), world.get(CertificateOrder, near)
    if order is not None:
        return order.host
    return next((state.name for state in site.custom_hosts), "HOST") if site is not None else "HOST"


def _capitals(name: str) -> str:
    return name.replace("_", "-").upper()
