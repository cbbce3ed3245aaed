"""The control plane's checks before any operation: existence, locks, subscription state, roles.

Source: "Lock your resources to protect your infrastructure" (Azure docs, 2024).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Protocol

from store.errors import AzureError, Place
from store.resources import (
    Lock,
    LockLevel,
    Principal,
    Role,
    Subscription,
    name_of,
    subscription_of,
)
from store.services.authorization.outsiders import is_outsider
from store.services.authorization.subscriptions import read_only_refusal
from store.world import View
from store.world.answers import remembered

#: Object id of the person at the portal unless another caller is named.
DEFAULT_USER = "11111111-0000-4000-a000-000000000001"


_READERS = (Role.OWNER, Role.CONTRIBUTOR, Role.READER, Role.USER_ACCESS_ADMINISTRATOR)


class Request(Protocol):
    """The part of an operation that the control plane checks; see `store.operations.operation`."""

    arm: ClassVar[str]
    access: ClassVar[str]
    needs_active: ClassVar[bool]

    def target(self, view: View) -> str: ...

    def denied(self, view: View, caller: str) -> AzureError | None: ...


def is_inside(id: str, scope: str) -> bool:
    """Whether `id` is the scope or lies below it."""
    low, top = id.lower(), scope.lower()
    return low == top or low.startswith(top + "/")


def locks_over(view: View, id: str) -> Iterator[Lock]:
    """Locks that guard a resource: its own and those inherited from its group and subscription."""
    return (lock for lock in view.all(Lock) if is_inside(id, lock.scope))


def locks_under(view: View, id: str) -> Iterator[Lock]:
    """Locks on the resource, above it, or below it (a locked child blocks its group's deletion)."""
    return (lock for lock in view.all(Lock) if is_inside(id, lock.scope) or is_inside(lock.scope, id))


def roles_of(view: View, caller: str, id: str) -> tuple[Role, ...]:
    """The roles the caller has at this id, those inherited from above included."""
    if is_outsider(caller):
        return (Role.OWNER,)
    principal = view.get(Principal, caller)
    if principal is None:
        return ()
    return tuple(role for scope, role in principal.roles.items() if scope == "/" or is_inside(id, scope))


def _permits(role: Role, action: str) -> bool:
    """Whether the role may do this control-plane write (Azure built-in roles, Azure docs, 2024)."""
    if action.startswith("Microsoft.Authorization/"):
        return role in (Role.OWNER, Role.USER_ACCESS_ADMINISTRATOR)
    return role in (Role.OWNER, Role.CONTRIBUTOR)


def refusal(view: View, operation: Request, caller: str) -> AzureError | None:
    """Why the control plane does not let this operation through, or None."""
    target = operation.target(view) if operation.access else ""
    if not target:
        return operation.denied(view, caller)
    rules = operation.arm, operation.access, operation.needs_active
    if _free(view, caller, subscription_of(target), *rules):
        return operation.denied(view, caller)
    return _control_plane(view, caller, target, *rules) or operation.denied(view, caller)


@remembered
def _free(view: View, caller: str, scope: str, arm: str, access: str, needs_active: bool) -> bool:
    """Whether roles, locks and subscriptions let such a write through on every resource of a subscription.

    Mostly they do, and then one answer is that of ten thousand orders.
    """
    return (
        role_refusal(view, caller, arm, scope) is None
        and not any(access == "delete" or _is_read_only(lock) for lock in view.all(Lock))
        and not (needs_active and any(not one.properties.active for one in view.all(Subscription)))
    )


def _is_read_only(lock: Lock) -> bool:
    return lock.properties.level is LockLevel.READ_ONLY


@remembered
def _control_plane(
    view: View, caller: str, target: str, arm: str, access: str, needs_active: bool
) -> AzureError | None:
    """Objections of roles, locks and the subscription to a write on a resource, shared by many verbs."""
    return (
        role_refusal(view, caller, arm, target)
        or _locked(view, arm, access, target)
        or (read_only_refusal(view, target) if needs_active else None)
    )


def without_role(view: View, operation: Request, caller: str) -> AzureError | None:
    """Why the caller's roles do not let this operation through, whatever else does or does not; or None."""
    target = operation.target(view) if operation.access else ""
    return role_refusal(view, caller, operation.arm, target) if target else None


def role_refusal(view: View, caller: str, action: str, scope: str) -> AzureError | None:
    """Why the caller's roles do not allow this action (an ARM operation name) at the scope, or None."""
    if any(_permits(role, action) for role in roles_of(view, caller, scope)):
        return None
    return _not_authorized(view, caller, action, scope)


def _not_authorized(view: View, caller: str, action: str, scope: str) -> AzureError:
    principal = view.get(Principal, caller)
    who = principal.name if principal else caller
    return AzureError(
        "AuthorizationFailed",
        f"The client '{who}' does not have authorization to perform action '{action}' over scope '{scope}'.",
        Place.ACCESS_CONTROL.way("Ask an Owner for a role that allows it.", scope),
    )


def reading_refusal(view: View, caller: str, action: str, scope: str) -> AzureError | None:
    """Why the caller may not read what is at the scope by this action (an ARM operation name), or None.

    Every role of the control plane reads; the roles of Key Vault's data read no resource here.
    Source: "Azure built-in roles" (Azure docs, 2024).
    """
    if may_read(view, caller, scope):
        return None
    return _not_authorized(view, caller, action, scope)


def may_read(view: View, caller: str, scope: str) -> bool:
    """Whether one of the caller's roles reads the resources at the scope."""
    return any(role in _READERS for role in roles_of(view, caller, scope))


def _locked(view: View, arm: str, access: str, target: str) -> AzureError | None:
    if arm.startswith("Microsoft.Authorization/locks/"):
        return None
    if access == "delete":
        return lock_refusal(target, list(locks_under(view, target)), "delete")
    return lock_refusal(target, list(filter(_is_read_only, locks_over(view, target))), "write")


def lock_refusal(target: str, held: list[Lock], verb: str) -> AzureError | None:
    """The portal's refusal naming every locked scope, or None where there is no lock."""
    if not held:
        return None
    scopes = ",".join(f"'{scope}'" for scope in dict.fromkeys(lock.scope for lock in held))
    names = ", ".join(f"'{lock.name}' on {name_of(lock.scope)}" for lock in held)
    return AzureError(
        "ScopeLocked",
        f"The scope '{target}' cannot perform {verb} operation because following scope(s) are locked: "
        f"{scopes}. Please remove the lock and try again.",
        Place.LOCKS.way(f"Locks > remove {names}.", held[0].scope),
    )
