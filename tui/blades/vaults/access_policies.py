"""Access policies: who may do what with the data of a vault, and its permission model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.key_vault.networking import SetDeploymentAccess, SetPermissionModel
from store.operations.key_vault.policies import RemoveAccessPolicy
from store.resources import NOT_IN_EXPORT, AccessPolicy, Principal
from store.services.authorization.principals import principals, user_name
from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS, SECRET_PERMISSIONS
from tui.blades.base import refresh_verb
from tui.blades.vaults.base import VaultBlade
from tui.blades.vaults.policy_form import AccessPolicyForm
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import fill_in
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.permission_words import permission_words
from tui.text.status import muted, nothing
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Banner, Essentials, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_MODELS = {True: "Azure role-based access control", False: "Vault access policy"}
_SELECT = "Select a policy first."
#: Permissions that a row lists; more are counted.
_FEW = 4


class AccessPolicies(VaultBlade):
    """One row a principal. Both services of App Service Certificates need theirs."""

    LABEL = "Access policies"
    COPIES = "Copy application ID"
    PERFORMS = ("SetPermissionModel", "SetAccessPolicy", "RemoveAccessPolicy", "SetDeploymentAccess")
    HELP_TEXT = (
        "Microsoft.Azure.WebSites reads the secret (Get) for import and sync; "
        "Microsoft.Azure.CertificateRegistration keeps it up to date (Get, List, Set, Delete). Without Set a "
        "renewed certificate cannot be stored; without Get neither import nor sync work. Cloud services need "
        "no policy but access to Azure Virtual Machines for deployment."
    )

    @verb("a", "Add access policy")
    def add_policy(self) -> None:
        """Ask for a principal and its permissions."""
        fill_in(self.host, AccessPolicyForm(self.world, self.vault), "Add access policy")

    @add_policy.why_not
    def rbac(self) -> str:
        """Why policies cannot be written, or ""."""
        rbac = self.vault.properties.enable_rbac_authorization
        return f"Access policies are not available: {_MODELS[True]} is used." if rbac else ""

    refresh_world = refresh_verb

    @verb("e", "Edit")
    def edit_policy(self) -> None:
        """Ask for the selected principal's permissions."""
        if policy := self.selected():
            form = AccessPolicyForm(self.world, self.vault, policy.object_id)
            fill_in(self.host, form, "Edit access policy")

    @edit_policy.why_not
    def _not_editable(self) -> str:
        return self.rbac() or ("" if self.selected() else _SELECT)

    @verb("d", "Remove", select_first=_SELECT)
    def remove_policy(self) -> None:
        """Remove the selected policy, after a question."""
        policy, operation = self.selected(), self.removal()
        if policy is not None and operation is not None:
            who = cell(user_name(self.world, policy.object_id), "bold $text")
            what = muted("loses every permission on this vault's secrets and certificates.")
            confirm(self.host, "Remove access policy", operation, who, what, does="Remove")

    @remove_policy.operation
    def removal(self) -> RemoveAccessPolicy | None:
        policy = self.selected()
        return RemoveAccessPolicy(vault=self.resource, principal=policy.object_id) if policy else None

    @verb("p", "Permission model", "Vault access policy, or Azure role-based access control")
    def switch_model(self) -> None:
        """Change the permission model, after a question."""
        operation = self.switching()
        line = Content.assemble(
            ("New permission model: ", "$text-muted"), (_MODELS[operation.rbac], "bold $text")
        )
        confirm(self.host, "Change permission model", operation, line, does="Change")

    @switch_model.operation
    def switching(self) -> SetPermissionModel:
        rbac = self.vault.properties.enable_rbac_authorization
        return SetPermissionModel(vault=self.resource, rbac=not rbac)

    @performs("v", "Allow deployment", "Azure Virtual Machines, and cloud services, install its certificates")
    def switch_deployment(self) -> SetDeploymentAccess:
        return SetDeploymentAccess(vault=self.resource, enabled=not self._deploys)

    @switch_deployment.labelled
    def _deployment_label(self) -> str:
        return "Forbid deployment" if self._deploys else "Allow deployment"

    @property
    def _deploys(self) -> bool:
        """Whether Azure Virtual Machines may take certificates from the vault."""
        return self.vault.properties.enabled_for_deployment

    def content(self) -> ComposeResult:
        yield Banner(id="model")
        yield Table(
            Column("PRINCIPAL", 40, least=20, grow=True),
            Column("SECRETS", 22, least=14),
            Column("CERTIFICATES", 14, least=10),
            empty=muted("No access policies.   ")
            + Content.assemble((self.add_policy.key, "bold $key"), " Add access policy"),
        )
        yield Section("Selected", Essentials())

    def refresh_view(self, world: World) -> None:
        vault = self.vault
        banner = self.query_one("#model", Banner)
        if vault.properties.enable_rbac_authorization:
            text = "The policies below are kept and not used."
            if not world.era.rbac_vaults:
                text += " App Service Certificates support only Vault access policy."
            banner.show(
                "warning",
                f"Permission model: {_MODELS[True]}.",
                text,
                self.switch_model.key,
                "Permission model",
            )
        else:
            banner.hide()
        rows = {policy.object_id: _row(world, policy) for policy in vault.properties.access_policies}
        if vault.properties.policies_stated is False:
            banner.show(
                "muted", NOT_IN_EXPORT, "What principals may do here is not known, so none is refused."
            )
        self.query_one(Table).show(rows)
        self._show_selected()

    def note(self) -> Content:
        return muted(_MODELS[self.vault.properties.enable_rbac_authorization])

    def selected(self) -> AccessPolicy | None:
        """The policy under the cursor."""
        key = self.query_one(Table).cursor_key
        policies = self.vault.properties.access_policies
        return next((one for one in policies if one.object_id == key), None)

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.edit_policy)

    def _show_selected(self) -> None:
        policy = self.selected()
        if policy is None:
            self.query_one(Essentials).show(())
            return
        known = next(
            (one for one in _principals(self.world, self.resource) if one.id == policy.object_id), None
        )
        self.query_one(Essentials).show(
            (
                ("Principal", cell(user_name(self.world, policy.object_id), "bold $text")),
                ("Application ID", cell(known.app_id) if known and known.app_id else nothing()),
                ("Object ID", cell(policy.object_id)),
                ("Secret permissions", _said(policy.permissions.secrets, SECRET_PERMISSIONS)),
                ("Certificate permissions", _said(policy.permissions.certificates, CERTIFICATE_PERMISSIONS)),
            )
        )

    def copy_text(self) -> str:
        policy = self.selected()
        known = _principals(self.world, self.resource)
        return next((one.app_id or one.id for one in known if policy and one.id == policy.object_id), "")


def _principals(world: World, vault: str) -> tuple[Principal, ...]:
    return principals(world, vault)


def _row(world: World, policy: AccessPolicy) -> Cells:
    granted = policy.permissions
    name = user_name(world, policy.object_id)
    return (
        cell(name, "$text"),
        _few(granted.secrets, SECRET_PERMISSIONS),
        _few(granted.certificates, CERTIFICATE_PERMISSIONS),
    )


def _few(verbs: tuple[str, ...], every: tuple[str, ...]) -> Content:
    """`Get, List, Set, Delete`, or how many there are."""
    return muted(f"{len(verbs)} permissions") if len(verbs) > _FEW else _said(verbs, every)


def _said(verbs: tuple[str, ...], every: tuple[str, ...]) -> Content:
    return cell(permission_words(verbs, every)) if verbs else nothing()
