"""What people do to the demo world, in any order: each step touches what pages of its order and apps show."""

from __future__ import annotations

from random import Random
from typing import Any

from store.resources import Lock, SecretVersion, Vault, WebCertificate
from store.world import World

_RESELLER = "Microsoft.Azure.CertificateRegistration"


def a_step(chance: Random, world: World) -> dict[str, Any]:
    """An operation with its arguments; the world may refuse it."""
    site, host = chance.choice((("contoso-app", "www.contoso.com"), ("shop-app", "shop.contoso.com")))
    yes = chance.random() < 0.5
    steps: list[dict[str, Any]] = [
        {"operation": "SyncOrder", "order": "contosocert"},
        {"operation": "Rekey", "order": "contosocert"},
        {"operation": "AdvanceClock", "next": True},
        {"operation": "AdvanceClock", "by": chance.choice(("5m", "8h", "3d", "40d"))},
        {"operation": "SetAutoRenew", "order": "contosocert", "enabled": yes},
        {"operation": "RemoveBinding", "site": site, "host": host},
        {"operation": "UnmapHost", "site": site, "host": host},
        {"operation": "SetMinTlsVersion", "site": site, "version": chance.choice(("1.0", "1.3"))},
        {"operation": "StopSite" if yes else "StartSite", "site": site},
        {"operation": "AddRecord", "zone": "contoso.com", "type": "A", "name": "shop", "value": "192.0.2.7"},
        {"operation": "RemoveRecord", "zone": "contoso.com", "type": "CNAME", "name": "shop"},
        {"operation": "RemoveAccessPolicy", "vault": "contoso-kv", "principal": _RESELLER},
        {"operation": "SetPermissionModel", "vault": "contoso-kv", "rbac": yes},
        {"operation": "SetVaultNetwork", "vault": "contoso-kv", "defaultAction": "Deny" if yes else "Allow"},
        {"operation": "SetSubscriptionState", "to": "Suspended" if chance.random() < 0.2 else "Active"},
        {"operation": "AddLock", "scope": "rg-web", "name": "keep", "level": "Read-only"},
        {"operation": "Undo"},
    ]
    steps += [{"operation": "DeleteLock", "lock": lock.id} for lock in world.all(Lock)] * 3
    for certificate in world.all(WebCertificate):
        steps.append({"operation": "SyncCertificate", "certificate": certificate.id})
        steps.append({"operation": "AddBinding", "site": site, "host": host, "certificate": certificate.id})
    for version in world.all(SecretVersion):
        steps.append({"operation": "SetSecretVersion", "version": version.id, "enabled": yes})
    if next(world.all(Vault), None) is not None and chance.random() < 0.1:
        steps.append({"operation": "DeleteVault", "vault": "contoso-kv"})
    return chance.choice(steps)
