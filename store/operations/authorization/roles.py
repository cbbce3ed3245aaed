"""Access control (IAM): role assignments, and the principals of the tenant.

A principal holds one role at each scope, and those it inherits from the scopes above.
Source: "Azure built-in roles" (Azure docs, 2024).
"""

from __future__ import annotations

import re
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import ScopeRef
from store.operations.authorization.scopes import scope_id
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_line
from store.operations.operation import Operation, Simulator
from store.resources import Permissions, Principal, Role, Subscription, Vault, name_of
from store.services.authorization.limits import LONGEST_PRINCIPAL_NAME
from store.services.authorization.principals import find_principal
from store.services.key_vault.permissions import grant
from store.world import Draft, View

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def role_named(text: str) -> Role:
    """The built-in role of that name, in any case; raises `AzureError` RoleDefinitionDoesNotExist."""
    for role in Role:
        if role.lower() == text.strip().lower():
            return role
    raise AzureError(
        "RoleDefinitionDoesNotExist", f"There is no role '{text}'.", f"Choose one of {', '.join(Role)}."
    )


def need_principal(view: View, text: str, scope: str) -> Principal:
    """The principal with that name, application id or object id; raises `AzureError` PrincipalNotFound."""
    found = find_principal(view, text, scope)
    if found is None:
        raise AzureError(
            "PrincipalNotFound",
            f"Principal '{text}' does not exist in the directory.",
            "Give a user's or service's name, application id or object id.",
        )
    return found


class _Assignment(Operation, frozen=True, kw_only=True):
    """An operation on what a principal may do at a scope."""

    principal: str
    scope: ScopeRef

    def target(self, view: View) -> str:
        # A role assignment is a resource of its own below the scope: locks further down do not reach it.
        principal = need_principal(view, self.principal, self.scope)
        return (
            f"{scope_id(view, self.scope)}/providers/Microsoft.Authorization/roleAssignments/{principal.id}"
        )

    def _held(self, view: View) -> Role | None:
        roles = need_principal(view, self.principal, self.scope).roles
        wanted = scope_id(view, self.scope).lower()
        return next((role for scope, role in roles.items() if scope.lower() == wanted), None)

    def _last_owner(self, view: View) -> AzureError | None:
        scope = scope_id(view, self.scope)
        if self._held(view) is not Role.OWNER or view.get(Subscription, scope) is None:
            return None
        own = need_principal(view, self.principal, scope).id
        for other in view.all(Principal):
            at = {known.lower() for known, role in other.roles.items() if role is Role.OWNER}
            if other.id != own and at & {scope.lower(), "/"}:
                return None
        return AzureError(
            "LastOwner",
            "The last Owner of a subscription cannot lose that role.",
            "Assign the role Owner to somebody else first.",
        )

    def _az(self, view: View, verb: str, role: Role | None) -> str:
        return az_line(
            f"role assignment {verb}",
            assignee=need_principal(view, self.principal, self.scope).id,
            role=role,
            scope=scope_id(view, self.scope),
        )

    def _ps(self, view: View, verb: str, role: Role | None) -> str:
        return ps_line(
            f"{verb}-AzRoleAssignment",
            ObjectId=need_principal(view, self.principal, self.scope).id,
            RoleDefinitionName=role or "ROLE",
            Scope=scope_id(view, self.scope),
        )

    def _write(self, draft: Draft, role: Role | None) -> Principal:
        principal, scope = need_principal(draft, self.principal, self.scope), scope_id(draft, self.scope)
        roles = {known: held for known, held in principal.roles.items() if known.lower() != scope.lower()}
        changed = replace(principal, roles={**roles, scope: role} if role else roles)
        draft.put(changed)
        return changed


class AssignRole(_Assignment, frozen=True, kw_only=True):
    """Give a principal a role at a scope and below, in place of the role it has there."""

    arm: ClassVar[str] = "Microsoft.Authorization/roleAssignments/write"
    title: ClassVar[str] = "Create role assignment"

    role: str

    def why_not(self, view: View) -> AzureError | None:
        if role_named(self.role) is self._held(view):
            return AzureError(
                "RoleAssignmentExists",
                f"'{self.principal}' has the role {role_named(self.role)} here already.",
            )
        return self._last_owner(view)

    def apply(self, draft: Draft, material: None) -> str:
        role = role_named(self.role)
        principal = self._write(draft, role)
        return f"'{principal.name}' is {role} of '{name_of(scope_id(draft, self.scope))}'."

    def az(self, view: View) -> str:
        return self._az(view, "create", role_named(self.role))

    def powershell(self, view: View) -> str:
        return self._ps(view, "New", role_named(self.role))


class RemoveRole(_Assignment, frozen=True, kw_only=True):
    """Take the role away that a principal has at exactly this scope."""

    arm: ClassVar[str] = "Microsoft.Authorization/roleAssignments/delete"
    title: ClassVar[str] = "Delete role assignment"
    access: ClassVar[str] = "delete"

    def why_not(self, view: View) -> AzureError | None:
        if self._held(view) is None:
            return AzureError(
                "RoleAssignmentNotFound",
                f"'{self.principal}' has no role at exactly this scope.",
                "A role inherited from above is removed there.",
            )
        return self._last_owner(view)

    def apply(self, draft: Draft, material: None) -> str:
        held = self._held(draft)
        principal = self._write(draft, None)
        return f"'{principal.name}' is no longer {held} of '{name_of(scope_id(draft, self.scope))}'."

    def az(self, view: View) -> str:
        return self._az(view, "delete", self._held(view))

    def powershell(self, view: View) -> str:
        return self._ps(view, "Remove", self._held(view))


class AddPrincipal(Simulator, frozen=True, kw_only=True):
    """Add a user, or a service with an application id, to the tenant.

    With a `role` it has that in every subscription, else none. With `reads_secrets` it may read the secrets
    of every key vault, by a policy or a role there, as the vault's permission model asks for.
    """

    arm: ClassVar[str] = "Simulator/principals/write"
    title: ClassVar[str] = "Add principal"

    name: str
    app_id: str = ""
    role: str = ""
    reads_secrets: bool = False

    def why_not(self, view: View) -> AzureError | None:
        if not 0 < len(self.name.strip()) <= LONGEST_PRINCIPAL_NAME or not self.name.isprintable():
            return AzureError(
                "InvalidPrincipalName", f"The name must have 1-{LONGEST_PRINCIPAL_NAME} printable characters."
            )
        if self.app_id and not _GUID.fullmatch(self.app_id):
            return AzureError(
                "InvalidApplicationId", "An application id is a GUID.", "Leave it out for a user."
            )
        if any(find_principal(view, one) for one in (self.name, self.app_id) if one):
            return AzureError("Conflict", f"The directory has '{self.name}' already.", "Choose another name.")
        if self.role:
            role_named(self.role)
        return None

    def apply(self, draft: Draft, material: None) -> str:
        payers = draft.all(Subscription) if self.role else ()
        roles = {one.id: role_named(self.role) for one in payers}
        id = draft.guid(f"principal {self.name}")
        for vault in tuple(draft.all(Vault)) if self.reads_secrets else ():
            if vault.properties.enable_rbac_authorization:
                roles[vault.id] = Role.KEY_VAULT_CERTIFICATE_USER
            else:
                draft.put(grant(vault, id, Permissions(secrets=("get", "list"))))
        made = Principal(id=id, name=self.name.strip(), app_id=self.app_id.lower(), roles=roles)
        draft.put(made)
        return f"Added '{made.name}' with object id {made.id}."
