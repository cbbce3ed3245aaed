"""What another program does to the state while the portal shows it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from store import AzureError, StateError, UsageError, World, new_world, open_portal
from store.operations.registry import from_json
from store.resources import (
    CertificateOrder,
    DnsZone,
    Lock,
    ResourceGroup,
    Site,
    Vault,
    VaultSecret,
    WebCertificate,
)

#: What is deleted, and by which operation and argument.
_DELETIONS: tuple[tuple[type[Any], str, str], ...] = (
    (CertificateOrder, "DeleteOrder", "order"),
    (Vault, "DeleteVault", "vault"),
    (DnsZone, "DeleteZone", "zone"),
    (WebCertificate, "DeleteCertificate", "certificate"),
    (Lock, "DeleteLock", "lock"),
)


def change(path: Path, kind: str, pick: int, shown: str) -> None:
    """Do it in a portal of its own; `shown` is the id of what is on the screen. Refusals are no fault."""
    if kind == "replace_world":
        with suppress(StateError):
            new_world(path, ("empty", "walk", "demo")[pick % 3], keys="ec", replace=True)
        return
    with suppress(AzureError, StateError, UsageError):
        portal = open_portal(path)
        try:
            for document in _asked(portal.world, kind, pick, shown):
                with suppress(AzureError, UsageError):
                    portal.perform(from_json(document))
        finally:
            portal.close()


def _asked(world: World, kind: str, pick: int, shown: str) -> list[dict[str, Any]]:
    match kind:
        case "delete_shown":
            return _deletions(world, shown)
        case "delete_any":
            found = [one.id for deleted, _, _ in _DELETIONS for one in world.all(deleted)]
            return _deletions(world, found[pick % len(found)]) if found else []
        case "undo":
            return [{"operation": "Undo"}]
        case "day":
            return [{"operation": "AdvanceClock", "by": ("30m", "1d", "40d", "400d")[pick % 4]}]
        case "run_clock" | "pause_clock":
            return [{"operation": "SetClockSpeed", "speed": 1440 if kind == "run_clock" else 0}]
        case "suspend" | "resume":
            state = "Suspended" if kind == "suspend" else "Active"
            return [{"operation": "SetSubscriptionState", "to": state}]
    return _changes(world, kind, pick, shown)


def _deletions(world: World, id: str) -> list[dict[str, Any]]:
    """Delete the resource with this id, and the locks that would keep it."""
    locks = [{"operation": "DeleteLock", "lock": lock.id} for lock in world.all(Lock)]
    for kind, operation, argument in _DELETIONS:
        if world.get(kind, id) is not None:
            return [*locks, {"operation": operation, argument: id}]
    site = world.get(Site, id)
    if site is not None:
        # An app is not deleted here; it loses the names that its pages show.
        return [{"operation": "UnmapHost", "site": id, "host": one.name} for one in site.custom_hosts]
    secret = world.get(VaultSecret, id)
    if secret is None:
        return []
    vault = id.split("/secrets/")[0]
    return [*locks, {"operation": "DeleteSecret", "vault": vault, "secret": secret.name}]


def _changes(world: World, kind: str, pick: int, shown: str) -> list[dict[str, Any]]:
    def one(wanted: type[Any]) -> str:
        found = [document.id for document in world.all(wanted)]
        return shown if shown in found else found[pick % len(found)] if found else "none"

    asked: dict[str, dict[str, Any]] = {
        "move_order": {
            "operation": "MoveOrder",
            "order": one(CertificateOrder),
            "resourceGroup": "elsewhere",
        },
        "move_vault": {"operation": "MoveVault", "vault": one(Vault), "resourceGroup": "elsewhere"},
        "lock": {
            "operation": "AddLock",
            "scope": shown or one(Vault),
            "name": f"lock{pick}",
            "level": "ReadOnly",
        },
        "unlock": {"operation": "DeleteLock", "lock": one(Lock)},
        "rekey": {"operation": "Rekey", "order": one(CertificateOrder)},
        "sync": {"operation": "SyncOrder", "order": one(CertificateOrder)},
        "tags": {"operation": "SetOrderTags", "order": one(CertificateOrder), "tags": {"mark": _MARKED}},
        "setting": {"operation": "SetAppSetting", "site": one(Site), "name": f"A{pick}", "value": _MARKED},
        "hosts": {"operation": "MapHost", "site": one(Site), "host": f"h{pick}.contoso.com"},
    }
    begin: list[dict[str, Any]] = []
    if kind.startswith("move"):
        taken = any(group.name == "elsewhere" for group in world.all(ResourceGroup))
        begin = [] if taken else [{"operation": "CreateResourceGroup", "name": "elsewhere"}]
        begin += [{"operation": "DeleteLock", "lock": lock.id} for lock in world.all(Lock)]
    return [*begin, asked[kind]]


#: Text that would show inverted where it reached a terminal.
_MARKED = "\x1b[7mMARK\x1b[0m"
