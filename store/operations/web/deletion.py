"""Deleting web apps and App Service plans."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.operations.arguments import PlanRef, SiteRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line, ps_place
from store.operations.operation import Operation
from store.resources import ServerFarm, Site
from store.services.web.deletion import delete_plan, delete_site, plan_in_use
from store.world import Draft, View


class DeleteSite(Operation, frozen=True, kw_only=True):
    """Delete an app with its host names and bindings; its plan and the webspace's certificates stay."""

    arm: ClassVar[str] = "Microsoft.Web/sites/Delete"
    title: ClassVar[str] = "Delete Web App"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True
    targets: ClassVar[str] = "site"

    site: SiteRef

    def apply(self, draft: Draft, material: None) -> str:
        site = draft.need(Site, self.site)
        delete_site(draft, site)
        bound = sum(one.thumbprint is not None for one in site.custom_hosts)
        hosts = len(site.custom_hosts)
        return f"Deleted app '{site.name}', its custom domains ({hosts}) and bindings ({bound})."

    def az(self, view: View) -> str:
        return az_line("webapp delete", ids=self.target(view), keep_empty_plan=())

    def powershell(self, view: View) -> str:
        return ps_line("Remove-AzWebApp", **ps_place(self.target(view)), Force=SWITCH)


class DeletePlan(Operation, frozen=True, kw_only=True):
    """Delete an App Service plan in which no app runs."""

    arm: ClassVar[str] = "Microsoft.Web/serverfarms/Delete"
    title: ClassVar[str] = "Delete App Service plan"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True
    targets: ClassVar[str] = "plan"

    plan: PlanRef

    def why_not(self, view: View) -> AzureError | None:
        return plan_in_use(view, view.need(ServerFarm, self.plan))

    def apply(self, draft: Draft, material: None) -> str:
        plan = draft.need(ServerFarm, self.plan)
        delete_plan(draft, plan)
        return f"Deleted App Service plan '{plan.name}'."

    def az(self, view: View) -> str:
        return az_line("appservice plan delete", ids=self.target(view), yes=())

    def powershell(self, view: View) -> str:
        return ps_line("Remove-AzAppServicePlan", **ps_place(self.target(view)), Force=SWITCH)
