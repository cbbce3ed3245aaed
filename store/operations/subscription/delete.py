"""Deleting a resource group."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.operations.arguments import GroupRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line
from store.operations.operation import Operation
from store.resources import ResourceGroup, Vault, name_of
from store.services.subscription.groups import delete_group, group_refusal
from store.world import Draft, View


class DeleteResourceGroup(Operation, frozen=True, kw_only=True):
    """Delete a resource group with all its resources, or none of them where anything is in the way.

    Its certificates are revoked; soft delete keeps its key vaults for their retention.
    """

    arm: ClassVar[str] = "Microsoft.Resources/subscriptions/resourceGroups/delete"
    title: ClassVar[str] = "Delete resource group"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True
    targets: ClassVar[str] = "group"

    group: GroupRef

    def why_not(self, view: View) -> AzureError | None:
        return group_refusal(view, view.need(ResourceGroup, self.group))

    def apply(self, draft: Draft, material: None) -> str:
        group = draft.need(ResourceGroup, self.group)
        gone = delete_group(draft, group)
        vaults = [one.name for one in gone if isinstance(one, Vault)]
        kept = f" Soft delete keeps {', '.join(vaults)}." if vaults else ""
        return f"Deleted resource group '{group.name}' and its resources ({len(gone)}).{kept}"

    def az(self, view: View) -> str:
        return az_line("group delete", n=view.need(ResourceGroup, self.group).name, yes=())

    def powershell(self, view: View) -> str:
        return ps_line("Remove-AzResourceGroup", Name=name_of(self.target(view)), Force=SWITCH)
