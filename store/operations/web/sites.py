"""Web apps: made with the host names Azure gives them, started and stopped."""

from __future__ import annotations

from hashlib import sha256
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import GroupRef, PlanRef, SiteRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_line, ps_place, ps_rest
from store.operations.operation import Operation, Simulator
from store.resources import (
    HostNameSslState,
    ResourceGroup,
    ServerFarm,
    Site,
    SiteProperties,
    group_of,
    name_of,
    resource_id,
    same_id,
    subscription_of,
)
from store.services.names import site_name
from store.services.web.bindings import shared_address
from store.world import Draft, View


class CreateSite(Operation, frozen=True, kw_only=True):
    """Create a web app in a plan; without a resource group, in the plan's."""

    arm: ClassVar[str] = "Microsoft.Web/sites/Write"
    title: ClassVar[str] = "Create Web App"

    name: str
    plan: PlanRef
    resource_group: GroupRef = ""

    def target(self, view: View) -> str:
        if self.resource_group:
            group = view.need(ResourceGroup, self.resource_group).id
        else:
            group = group_of(view.need(ServerFarm, self.plan).id)
        return resource_id(group, "Microsoft.Web/sites", self.name)

    def why_not(self, view: View) -> AzureError | None:
        wrong = site_name(self.name)
        if wrong:
            return AzureError("InvalidSiteName", wrong)
        plan = view.need(ServerFarm, self.plan)
        if subscription_of(plan.id).lower() != subscription_of(self.target(view)).lower():
            return AzureError("InvalidPlan", "The app and its App Service plan must be in one subscription.")
        if any(site.name.lower() == self.name.lower() for site in view.all(Site)):
            return AzureError(
                "Conflict", f"Website with given name {self.name} already exists.", "Choose another name."
            )
        return None

    def apply(self, draft: Draft, material: None) -> str:
        plan, id = draft.need(ServerFarm, self.plan), self.target(draft)
        subscription = subscription_of(id).lower()
        states = (
            HostNameSslState(name=f"{self.name}.azurewebsites.net".lower()),
            HostNameSslState(name=f"{self.name}.scm.azurewebsites.net".lower(), host_type="Repository"),
        )
        properties = SiteProperties(
            server_farm_id=plan.id,
            # One id for all apps of a subscription: it proves the customer, not the app.
            custom_domain_verification_id=sha256(f"{draft.facts.seed} {subscription}".encode())
            .hexdigest()
            .upper(),
            inbound_ip_address=shared_address(draft, plan),
            host_name_ssl_states=states,
        )
        draft.put(Site(id=id, name=self.name, location=plan.location, properties=properties))
        return f"Created app '{self.name}' at https://{states[0].name}."

    def az(self, view: View) -> str:
        plan = view.need(ServerFarm, self.plan)
        group = name_of(self.resource_group) if self.resource_group else name_of(group_of(plan.id))
        return az_line("webapp create", g=group, n=self.name, plan=plan.id)

    def powershell(self, view: View) -> str:
        plan = view.need(ServerFarm, self.plan)
        if same_id(group_of(plan.id), group_of(self.target(view))):
            place = ps_place(self.target(view))
            return ps_line("New-AzWebApp", **place, Location=plan.location, AppServicePlan=plan.name)
        # The cmdlet looks for a plan of that name in the app's own group.
        body = {"location": plan.location, "properties": {"serverFarmId": plan.id}}
        return ps_rest(view, "PUT", self.target(view), body)


class _State(Operation, frozen=True, kw_only=True):
    """Bring an app into the state named by the class."""

    state: ClassVar[str]
    targets: ClassVar[str] = "site"

    site: SiteRef

    def why_not(self, view: View) -> AzureError | None:
        if view.need(Site, self.site).properties.state != self.state:
            return None
        return AzureError("Conflict", f"The app is already {self.state.lower()}.")

    def apply(self, draft: Draft, material: None) -> str:
        site = draft.need(Site, self.site)
        draft.put(replace(site, properties=replace(site.properties, state=self.state)))
        return f"'{site.name}' is {self.state.lower()}."

    def az(self, view: View) -> str:
        verb = self.arm.split("/")[2]
        return az_line(f"webapp {verb}", ids=view.need(Site, self.site).id)

    def powershell(self, view: View) -> str:
        verb = self.arm.split("/")[2].capitalize()
        return ps_line(f"{verb}-AzWebApp", **ps_place(self.target(view)))


class StopSite(_State, frozen=True, kw_only=True):
    """Stop an app: it answers no request, so proofs over HTTP fail."""

    arm: ClassVar[str] = "Microsoft.Web/sites/stop/Action"
    title: ClassVar[str] = "Stop Web App"
    state: ClassVar[str] = "Stopped"


class StartSite(_State, frozen=True, kw_only=True):
    """Start a stopped app."""

    arm: ClassVar[str] = "Microsoft.Web/sites/start/Action"
    title: ClassVar[str] = "Start Web App"
    state: ClassVar[str] = "Running"


class SetSiteHealth(Simulator, frozen=True, kw_only=True):
    """Let an app answer every request with this HTTP status (200 is healthy)."""

    arm: ClassVar[str] = "Simulator/sites/health"
    title: ClassVar[str] = "Set the health of an app"

    site: SiteRef
    status: int

    def why_not(self, view: View) -> AzureError | None:
        view.need(Site, self.site)
        if 200 <= self.status <= 599:
            return None
        return AzureError("InvalidStatus", f"{self.status} is not the HTTP status of an answer (200-599).")

    def apply(self, draft: Draft, material: None) -> str:
        site = draft.need(Site, self.site)
        draft.put(replace(site, properties=replace(site.properties, health_status=self.status)))
        return f"'{site.name}' answers with HTTP status {self.status}."
