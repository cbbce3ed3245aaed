"""What Step 1 (Store) does beside writing the link, as operations: the shells of Azure need a line for each.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022): access of the two services to the key vault.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.operations.authorization.locks import AddLock
from store.operations.authorization.roles import AssignRole
from store.operations.key_vault.policies import SetAccessPolicy
from store.operations.operation import Operation
from store.resources import CertificateOrder, Lock, Vault, same_id
from store.services.key_vault.permissions import grants
from store.world import View

#: The lock that Azure puts on what an order depends on.
LOCK_NAME = "AppServiceCertificateLock"
LOCK_NOTES = "Prevents accidental deletion of the App Service Certificate."


def lock_scope(view: View, order: CertificateOrder, vault: Vault) -> str | None:
    """The id of what gets the Delete lock in this year's portal, None where nothing does or it has it."""
    scope = {"certificate": order.id, "vault": vault.id}.get(view.era.default_lock)
    if scope is None or view.get(Lock, lock_id(scope)) is not None:
        return None
    return scope


def lock_id(scope: str) -> str:
    """The id of that lock on a resource (its id)."""
    return f"{scope}/providers/Microsoft.Authorization/locks/{LOCK_NAME}"


def access_lines(view: View, vault: Vault) -> Iterator[Operation]:
    """The policies or roles that the two services do not have in the vault yet."""
    for principal, policy, role in grants(view, vault):
        if policy is None:
            if not any(held is role for scope, held in principal.roles.items() if same_id(scope, vault.id)):
                yield AssignRole(principal=principal.id, scope=vault.id, role=role)
        elif policy != vault.permissions(principal.id):
            yield SetAccessPolicy(
                vault=vault.id,
                principal=principal.id,
                secrets=policy.secrets,
                certificates=policy.certificates,
            )


def lock_lines(view: View, order: CertificateOrder, vault: Vault) -> Iterator[Operation]:
    """The lock that Step 1 adds."""
    scope = lock_scope(view, order, vault)
    if scope is not None:
        yield AddLock(scope=scope, name=LOCK_NAME, level="Delete", notes=LOCK_NOTES)
