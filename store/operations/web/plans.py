"""App Service plans: their tier decides what their apps can bind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import GroupRef, PlanRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line, ps_place, ps_rest
from store.operations.operation import Operation
from store.resources import (
    HostNameSslState,
    PlanProperties,
    PlanSku,
    ResourceGroup,
    ServerFarm,
    Site,
    SslState,
    name_of,
    resource_id,
)
from store.services.names import plan_name
from store.services.regions import region
from store.services.web.tiers import domain_refusal, ip_refusal, tls_refusal
from store.services.web.webspaces import plan_of
from store.world import Draft, View

_SKUS = re.compile(r"F1|D1|[BS][123]|P[123](V[23])?|P0V3|I[123](V2)?", re.ASCII)


#: Pricing tier → the words of Azure PowerShell for it; it has none for P0v3 and the isolated ones.
_TIERS = {
    "F1": ("Free", "Small"),
    "D1": ("Shared", "Small"),
    **{
        f"{letters}{number}{version}": (tier, size)
        for letters, version, tier in (
            ("B", "", "Basic"),
            ("S", "", "Standard"),
            ("P", "V2", "PremiumV2"),
            ("P", "V3", "PremiumV3"),
        )
        for number, size in enumerate(("Small", "Medium", "Large"), 1)
    },
}


def _sku(name: str) -> PlanSku:
    if not _SKUS.fullmatch(name.upper()):
        raise AzureError(
            "InvalidSku",
            f"'{name}' is not a pricing tier.",
            "Choose one of F1, D1, B1-B3, S1-S3, P1v2-P3v2, P0v3-P3v3; in an App Service Environment, I1-I3.",
        )
    return PlanSku(name=name[:1].upper() + name[1:].lower())


class CreatePlan(Operation, frozen=True, kw_only=True):
    """Create an App Service plan; with `hosting_environment` inside an App Service Environment."""

    arm: ClassVar[str] = "Microsoft.Web/serverfarms/Write"
    title: ClassVar[str] = "Create App Service plan"

    name: str
    resource_group: GroupRef
    location: str
    sku: str = "S1"
    linux: bool = False
    hosting_environment: str = ""

    def target(self, view: View) -> str:
        return resource_id(
            view.need(ResourceGroup, self.resource_group).id, "Microsoft.Web/serverfarms", self.name
        )

    def why_not(self, view: View) -> AzureError | None:
        if wrong := plan_name(self.name):
            return AzureError("InvalidPlanName", wrong)
        if view.get(ServerFarm, self.target(view)) is not None:
            return AzureError(
                "Conflict", f"The App Service plan '{self.name}' already exists in this resource group."
            )
        region(self.location)
        if (_sku(self.sku).tier == "Isolated") != bool(self.hosting_environment):
            return AzureError(
                "InvalidSku", "Isolated tiers, and only they, run in an App Service Environment."
            )
        return None

    def apply(self, draft: Draft, material: None) -> str:
        plan = ServerFarm(
            id=self.target(draft),
            name=self.name,
            location=region(self.location),
            sku=_sku(self.sku),
            properties=PlanProperties(
                reserved=self.linux, hosting_environment=self.hosting_environment or None
            ),
        )
        draft.put(plan)
        return f"Created App Service plan '{self.name}' ({plan.sku.name}) in webspace {plan.webspace}."

    def az(self, view: View) -> str:
        return az_line(
            "appservice plan create",
            g=name_of(self.resource_group),
            n=self.name,
            location=self.location,
            sku=self.sku,
            is_linux=() if self.linux else None,
            app_service_environment=self.hosting_environment or None,
        )

    def _environment(self) -> dict[str, str] | None:
        return {"name": self.hosting_environment} if self.hosting_environment else None

    def powershell(self, view: View) -> str:
        tier = _TIERS.get(self.sku.upper())
        if tier is None or self.hosting_environment:
            properties = {"reserved": self.linux, "hostingEnvironmentProfile": self._environment()}
            body = {"location": self.location, "sku": {"name": self.sku}, "properties": properties}
            return ps_rest(view, "PUT", self.target(view), body)
        return ps_line(
            "New-AzAppServicePlan",
            **ps_place(self.target(view)),
            Location=self.location,
            Tier=tier[0],
            WorkerSize=tier[1],
            Linux=SWITCH if self.linux else None,
        )


def _lost(scaled: ServerFarm, hosts: Sequence[HostNameSslState], view: View) -> AzureError | None:
    """What the custom domains of a plan's apps have that its new tier does not allow, or None."""
    bound = [one.name for one in hosts if one.thumbprint]
    by_ip = [one.name for one in hosts if one.ssl_state is SslState.IP]
    if tls_refusal(scaled) and bound:
        having = "have TLS/SSL bindings" if len(bound) > 1 else "has a TLS/SSL binding"
        return _too_low(scaled, "custom TLS/SSL", bound, having, "Remove the TLS/SSL bindings first.")
    if ip_refusal(scaled, view.era) and by_ip:
        having = "have IP based bindings" if len(by_ip) > 1 else "has an IP based binding"
        return _too_low(scaled, "IP based SSL", by_ip, having, "Bind with SNI SSL first.")
    if domain_refusal(scaled) and hosts:
        having = "are mapped" if len(hosts) > 1 else "is mapped"
        names = [one.name for one in hosts]
        return _too_low(scaled, "custom domains", names, having, "Delete the custom domains first.")
    return None


def _too_low(scaled: ServerFarm, lacks: str, hosts: Sequence[str], having: str, step: str) -> AzureError:
    said = f"the {scaled.sku.tier} tier has no {lacks}, and {', '.join(hosts)} {having}"
    return AzureError("Conflict", f"Cannot scale to {scaled.sku.name}: {said}.", step)


class ScalePlan(Operation, frozen=True, kw_only=True):
    """Scale a plan up or down to another pricing tier."""

    arm: ClassVar[str] = "Microsoft.Web/serverfarms/Write"
    title: ClassVar[str] = "Scale up (App Service plan)"
    targets: ClassVar[str] = "plan"

    plan: PlanRef
    sku: str

    def why_not(self, view: View) -> AzureError | None:
        plan, sku = view.need(ServerFarm, self.plan), _sku(self.sku)
        if (sku.tier == "Isolated") != (plan.sku.tier == "Isolated"):
            return AzureError(
                "InvalidSku", "Isolated tiers, and only they, run in an App Service Environment."
            )
        sites = [site for site in view.all(Site) if plan_of(view, site).key == plan.key]
        return _lost(replace(plan, sku=sku), [state for site in sites for state in site.custom_hosts], view)

    def apply(self, draft: Draft, material: None) -> str:
        plan = draft.need(ServerFarm, self.plan)
        scaled = replace(plan, sku=_sku(self.sku))
        draft.put(scaled)
        return f"Scaled '{plan.name}' from {plan.sku.name} to {scaled.sku.name}."

    def az(self, view: View) -> str:
        plan = view.need(ServerFarm, self.plan)
        return az_line("appservice plan update", ids=plan.id, sku=self.sku)

    def powershell(self, view: View) -> str:
        plan, tier = self.target(view), _TIERS.get(self.sku.upper())
        if tier is None:
            return ps_rest(view, "PATCH", plan, {"sku": {"name": self.sku}})
        return ps_line("Set-AzAppServicePlan", **ps_place(plan), Tier=tier[0], WorkerSize=tier[1])
