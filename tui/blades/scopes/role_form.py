"""Add a role assignment: a role for a user or a service, here and below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from store.operations.authorization.roles import AssignRole
from store.resources import Role
from store.services.authorization.principals import principals
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Choice, Field, Option

if TYPE_CHECKING:
    from store import World


class RoleForm(OperationForm):
    """Dismissed with the assignment at `scope` (its id), which takes the place of the one held there."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("principal",)
    BLAMES: ClassVar[Mapping[str, str]] = {"RoleAssignmentExists": "role", "LastOwner": "principal"}

    def __init__(self, world: World, scope: str, called: str) -> None:
        super().__init__(f"Add role assignment to {called}")
        self._scope = scope
        self._members = [Option(one.id, one.name) for one in principals(world, scope)]

    def content(self) -> ComposeResult:
        roles = [Option(role, role) for role in Role]
        yield Field("Role", Choice(*roles, title="Role"), id="role")
        yield Field("Members", Choice(*self._members, title="Members"), "here and below", id="principal")

    def operation(self) -> AssignRole:
        return AssignRole(principal=self.value("principal"), scope=self._scope, role=self.value("role"))
