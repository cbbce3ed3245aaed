"""Custom domains. Source: "Map an existing custom DNS name to Azure App Service" (Azure docs, 2022)."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from store.errors import AzureError
from store.hostnames import ascii_name, comparable, other_reading
from store.operations.arguments import SiteRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line, ps_place
from store.operations.operation import Operation
from store.operations.web.settings import SiteSetting, with_properties
from store.resources import HostNameSslState, Site, group_of, name_of
from store.services.names import host_name
from store.services.web.bindings import need_host
from store.services.web.custom_domains import TRAFFIC_MANAGER, mapping_refusal
from store.services.web.webspaces import put_host
from store.world import Draft, View


class _HostOperation(Operation, frozen=True, kw_only=True):
    site: SiteRef
    host: str

    def target(self, view: View) -> str:
        return f"{view.need(Site, self.site).id}/hostNameBindings/{comparable(self.host)}"

    def _az(self, view: View, verb: str) -> str:
        site = view.need(Site, self.site)
        return az_line(
            f"webapp config hostname {verb}",
            g=name_of(group_of(site.id)),
            webapp_name=site.name,
            hostname=comparable(self.host),
        )

    def _ps(self, view: View, *added: str) -> str:
        """The line that gives the app all its host names anew: the cmdlet has no word for a single one."""
        site = view.need(Site, self.site)
        kept = (one.name for one in site.custom_hosts if comparable(one.name) != comparable(self.host))
        return ps_line("Set-AzWebApp", **ps_place(site.id), HostNames=[site.default_host, *kept, *added])


class MapHost(_HostOperation, frozen=True, kw_only=True):
    """Add a custom domain to an app, once DNS leads to the app and a TXT record proves the owner."""

    arm: ClassVar[str] = "Microsoft.Web/sites/hostNameBindings/Write"
    title: ClassVar[str] = "Add custom domain"

    def why_not(self, view: View) -> AzureError | None:
        return mapping_refusal(view, view.need(Site, self.site), self.host)

    def apply(self, draft: Draft, material: None) -> str:
        site, host = draft.need(Site, self.site), ascii_name(self.host)
        put_host(draft, site, HostNameSslState(name=host))
        told = f"'{host}' is mapped to '{site.name}'; it has no TLS/SSL binding yet."
        return f"{told} {other_reading(self.host)}".rstrip()

    def az(self, view: View) -> str:
        return self._az(view, "add")

    def powershell(self, view: View) -> str:
        return self._ps(view, ascii_name(self.host))


class UnmapHost(_HostOperation, frozen=True, kw_only=True):
    """Take a custom domain off an app; its binding must be gone before."""

    arm: ClassVar[str] = "Microsoft.Web/sites/hostNameBindings/Delete"
    title: ClassVar[str] = "Delete custom domain"
    access: ClassVar[str] = "delete"

    def why_not(self, view: View) -> AzureError | None:
        if need_host(view.need(Site, self.site), self.host).thumbprint is None:
            return None
        return AzureError(
            "Conflict",
            f"The custom domain '{self.host}' cannot be deleted because it has a TLS/SSL binding.",
            "Remove the TLS/SSL binding first.",
        )

    def apply(self, draft: Draft, material: None) -> str:
        site = draft.need(Site, self.site)
        gone = need_host(site, self.host)
        kept = tuple(state for state in site.properties.host_name_ssl_states if state != gone)
        draft.put(with_properties(site, host_name_ssl_states=kept))
        return f"'{gone.name}' is not mapped to '{site.name}' any more."

    def az(self, view: View) -> str:
        return self._az(view, "delete")

    def powershell(self, view: View) -> str:
        return self._ps(view)


#: Kinds of endpoints that lead a profile of Traffic Manager to an app.
_ENDPOINTS = ("azure", "nested", "external")


class SetTrafficManager(SiteSetting, frozen=True, kw_only=True):
    """Put a mapped host name behind a Traffic Manager profile, or take it from there.

    A profile's own name (`contoso.trafficmanager.net`) makes the app an endpoint of it: Azure maps the name,
    and DNS leads it to the app. `endpoint` is azure, nested or external.

    Source: "Configure a custom domain name in Azure App Service with Traffic
    Manager integration" (Azure docs, 2022).
    """

    arm: ClassVar[str] = "Microsoft.Network/trafficManagerProfiles/azureEndpoints/Write"
    title: ClassVar[str] = "Traffic Manager endpoint"

    host: str
    enabled: bool
    endpoint: str = "azure"

    def why_not(self, view: View) -> AzureError | None:
        if self.endpoint not in _ENDPOINTS:
            kinds = ", ".join(_ENDPOINTS)
            return AzureError(
                "InvalidEndpoint", f"There is no endpoint '{self.endpoint}'.", f"Choose one of {kinds}."
            )
        return super().why_not(view)

    def changed(self, site: Site) -> Site:
        if comparable(self.host).endswith(TRAFFIC_MANAGER):
            return self._endpoint(site, comparable(self.host))
        state = need_host(site, self.host)
        routed = replace(state, azure_resource_type="Website", endpoint=UNSET)
        if self.enabled:
            routed = replace(state, azure_resource_type="TrafficManager", endpoint=self._other())
        states = site.properties.host_name_ssl_states
        return with_properties(
            site, host_name_ssl_states=tuple(routed if one == state else one for one in states)
        )

    def _other(self) -> str | UnsetType:
        """The kind of endpoint where it is no Azure endpoint."""
        return UNSET if self.endpoint == _ENDPOINTS[0] else self.endpoint

    def _endpoint(self, site: Site, profile: str) -> Site:
        if wrong := host_name(profile):
            raise AzureError("InvalidHostName", wrong, "Write a name such as contoso.trafficmanager.net.")
        kept = tuple(one for one in site.properties.host_name_ssl_states if one.name != profile)
        endpoint = HostNameSslState(
            name=profile, azure_resource_type="TrafficManager", endpoint=self._other()
        )
        if self.enabled and site.host(profile) is not None:
            return site
        return with_properties(site, host_name_ssl_states=(*kept, endpoint) if self.enabled else kept)

    def told(self, site: Site) -> str:
        return f"'{self.host}' is {'' if self.enabled else 'not '}behind Traffic Manager."

    @property
    def _profile(self) -> str:
        """The profile's name, where the host is the profile's own."""
        host = comparable(self.host)
        return host.removesuffix(TRAFFIC_MANAGER) if host.endswith(TRAFFIC_MANAGER) else "PROFILE"

    def _leads_to(self, site: Site) -> dict[str, Any]:
        """The words for what a new endpoint leads to: the app, its host name, or another profile."""
        if not self.enabled:
            return {}
        if self.endpoint == "external":
            return {"target": site.default_host}
        if self.endpoint == "nested":
            return {"target_resource_id": "PROFILE-ID", "min_child_endpoints": 1}
        return {"target_resource_id": site.id}

    def az(self, view: View) -> str:
        site = view.need(Site, self.site)
        return az_line(
            f"network traffic-manager endpoint {'create' if self.enabled else 'delete'}",
            g=name_of(group_of(site.id)),
            profile_name=self._profile,
            type=f"{self.endpoint}Endpoints",
            n=site.name,
            **self._leads_to(site),
        )

    def powershell(self, view: View) -> str:
        site = view.need(Site, self.site)
        words = {name.title().replace("_", ""): to for name, to in self._leads_to(site).items()}
        return ps_line(
            f"{'New' if self.enabled else 'Remove'}-AzTrafficManagerEndpoint",
            **ps_place(site.id),
            ProfileName=self._profile,
            Type=f"{self.endpoint.capitalize()}Endpoints",
            **words,
            EndpointStatus="Enabled" if self.enabled else None,
            Force=None if self.enabled else SWITCH,
        )
