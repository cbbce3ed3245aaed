"""Access control (IAM): who has which role here, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.authorization.roles import RemoveRole
from store.resources import CertificateOrder, Principal, Role, Vault
from tui.blades.base import refresh_verb
from tui.blades.scopes.base import ScopeBlade, scope_name
from tui.blades.scopes.role_form import RoleForm
from tui.dialogs.confirm import confirm
from tui.dialogs.new_principal import PrincipalForm
from tui.dialogs.operation_form import fill_in
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Paragraph, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_INHERITED = "Inherited: remove it at its scope."


def _who_reads(world: World, scope: str) -> str:
    """What decides who may read the secrets of the vault here, or of the vault an order is stored in."""
    order = world.get(CertificateOrder, scope)
    vault = world.get(Vault, order.link.key_vault_id if order and order.link else scope)
    if vault is None:
        return "The permission model of its key vault decides who may read the secret."
    if vault.properties.enable_rbac_authorization:
        return f"Key Vault roles on {vault.name} decide who may read its secrets: it uses Azure RBAC."
    return f"An access policy of {vault.name} decides who may read its secrets, not a role."


class AccessControl(ScopeBlade):
    """Role assignments here and above. What opens a vault's secrets follows its permission model."""

    LABEL = "Access control (IAM)"
    COPIES = "Copy object id"
    PERFORMS = ("AssignRole", "RemoveRole", "AddPrincipal")
    HELP_TEXT = (
        "A role holds at its scope and below. Owner and Contributor may buy, rekey, renew and delete; locks "
        "and roles themselves need Owner or User Access Administrator. In a vault with access policies no "
        "role opens a secret; in one with Azure role-based access control its Key Vault roles do."
    )

    @verb("a", "Add", "Add a role assignment")
    def add_role(self) -> None:
        """Ask for a role and a member, and assign it at this scope."""
        form = RoleForm(self.world, self.resource, scope_name(self.world, self.resource))
        self.host.ask(form, lambda made: self.host.perform(made, title="Add role assignment"))

    @verb("d", "Remove", select_first="There is no role assignment.")
    def remove_role(self) -> None:
        """Ask, then take the selected role away."""
        operation = self.removal()
        if operation is not None:
            who = self.world.need(Principal, operation.principal)
            role = who.roles.get(operation.scope, "")
            line = Content.assemble(
                cell(who.name, "bold $text"), cell(f" loses the role {role} here and below.")
            )
            confirm(self.host, "Remove role assignment", operation, line, does="Remove")

    @remove_role.operation
    def removal(self) -> RemoveRole | None:
        """Removal of the selected role."""
        principal, scope = self._selected()
        return RemoveRole(principal=principal, scope=scope) if principal else None

    @remove_role.why_not
    def inherited_only(self) -> str:
        """Why the selected assignment is not removed here ("" when it may be)."""
        _, scope = self._selected()
        return _INHERITED if scope and scope.lower() != self.resource.lower() else ""

    @verb("n", "New principal", "A user or a service, without a role")
    def new_principal(self) -> None:
        """Ask for a name."""
        fill_in(self.host, PrincipalForm(), "Add principal")

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        with Section("Role assignments"):
            yield Table(
                Column("NAME", 20, least=14, grow=True),
                Column("TYPE", 17, leaves=1),
                Column("ROLE", 25, least=11, gives=8),
                Column("SCOPE", 24, least=12, grow=True),
                empty=muted("Nobody has a role here."),
            )
        yield Paragraph("\n$who", who=_who_reads(self.world, self.resource))

    def refresh_view(self, world: World) -> None:
        held = {
            f"{principal.id} {scope}": self._row(principal, role, scope)
            for principal in world.all(Principal)
            for scope, role in principal.roles.items()
            if self._reaches(scope)
        }
        self.query_one(Table).show(held)

    def _reaches(self, scope: str) -> bool:
        return f"{self.resource}/".lower().startswith(f"{scope.rstrip('/')}/".lower())

    def _row(self, principal: Principal, role: Role, scope: str) -> Cells:
        kind = "Service principal" if principal.app_id else "User"
        return cell(principal.name, "$text"), muted(kind), cell(role.value), muted(self.inherited(scope))

    def _selected(self) -> tuple[str, str]:
        """Object id and scope of the selected assignment."""
        principal, _, scope = self.query_one(Table).cursor_key.partition(" ")
        return principal, scope

    def on_table_moved(self) -> None:
        self.update_chrome()

    def copy_text(self) -> str:
        return self._selected()[0]
