"""An access policy: which principal may do what with a vault's secrets and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.key_vault.policies import SetAccessPolicy
from store.resources import Permissions, Vault
from store.services.authorization.principals import principals
from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS, SECRET_PERMISSIONS
from tui.dialogs.operation_form import OperationForm
from tui.text.permission_words import PERMISSION_LABELS
from tui.text.status import muted
from tui.widgets.checks import Checks
from tui.widgets.form import Choice, Field, Option
from tui.widgets.section import Notes

if TYPE_CHECKING:
    from store import World


class AccessPolicyForm(OperationForm):
    """Adds a policy, or edits the one of `principal` (its object id)."""

    DOES = "Save"
    REQUIRED = ("principal",)

    def __init__(self, world: World, vault: Vault, principal: str = "") -> None:
        super().__init__(f"{'Edit' if principal else 'Add'} access policy of {vault.name}")
        self._vault = vault
        known = {one.id: one.name for one in principals(world, vault.id)}
        offered = {principal: known.get(principal, principal)} if principal else known
        self._options = [Option(id, name) for id, name in offered.items()]

    def content(self) -> ComposeResult:
        yield Field("Select principal", Choice(*self._options, title="Select principal"), id="principal")
        held = self._held(self._options[0].value)
        yield _heading("Secret permissions")
        yield Checks(SECRET_PERMISSIONS, held.secrets, PERMISSION_LABELS, id="secrets")
        yield _heading("Certificate permissions")
        yield Checks(CERTIFICATE_PERMISSIONS, held.certificates, PERMISSION_LABELS, id="certificates")

    def _held(self, principal: str) -> Permissions:
        return self._vault.permissions(principal)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another principal: show what it may do now."""
        held = self._held(event.value)
        self.query_one("#secrets", Checks).check(held.secrets)
        self.query_one("#certificates", Checks).check(held.certificates)
        self.check()

    def operation(self) -> SetAccessPolicy:
        return SetAccessPolicy(
            vault=self._vault.id,
            principal=self.value("principal"),
            secrets=self.query_one("#secrets", Checks).checked,
            certificates=self.query_one("#certificates", Checks).checked,
        )


def _heading(text: str) -> Notes:
    notes = Notes()
    notes.show(Content(""), muted(text))
    return notes
