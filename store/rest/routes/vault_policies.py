"""Access policies in requests: as the portal's operations take them, and what brings a vault to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from store.operations.key_vault.policies import Policy
from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import Vault
from store.rest.bodies import entries, members, text, words
from store.rest.errors import missing_parameter
from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS, SECRET_PERMISSIONS


def asked_policies(properties: Mapping[str, Any]) -> tuple[Policy, ...]:
    """The access policies of a body; raises `AzureError` where one names nobody."""
    return tuple(_policy(one) for one in entries(properties, "accessPolicies"))


def _policy(one: Mapping[str, Any]) -> Policy:
    principal = text(one, "objectId")
    if not principal:
        raise missing_parameter("accessPolicies.objectId")
    granted = members(one, "permissions")
    return Policy(
        principal=principal,
        secrets=_verbs(words(granted, "secrets"), SECRET_PERMISSIONS),
        certificates=_verbs(words(granted, "certificates"), CERTIFICATE_PERMISSIONS),
    )


def _verbs(asked: tuple[str, ...], all_of: tuple[str, ...]) -> tuple[str, ...]:
    """The permissions in lower case; `all` stands for every one."""
    low = tuple(verb.lower() for verb in asked)
    return all_of if "all" in low else low


def policy_changes(vault: Vault, asked: Sequence[Policy], *, keep: bool = False) -> list[Operation]:
    """What gives the vault exactly these policies; with `keep` its others stay."""
    wanted = {one.principal.lower(): one for one in asked}
    held = {one.object_id.lower(): one.permissions for one in vault.properties.access_policies}
    changes: list[Operation] = []
    for key, one in wanted.items():
        had = held.get(key)
        empty = not one.secrets and not one.certificates
        if had is not None and (set(had.secrets), set(had.certificates)) == (
            set(one.secrets),
            set(one.certificates),
        ):
            continue
        if empty and had is None:
            continue
        if empty:
            changes.append(kind_named("RemoveAccessPolicy")(vault=vault.id, principal=one.principal))
            continue
        changes.append(
            kind_named("SetAccessPolicy")(
                vault=vault.id,
                principal=one.principal,
                secrets=one.secrets,
                certificates=one.certificates,
            )
        )
    if not keep:
        changes += [
            kind_named("RemoveAccessPolicy")(vault=vault.id, principal=one.object_id)
            for one in vault.properties.access_policies
            if one.object_id.lower() not in wanted
        ]
    return changes
