"""Host names behind Traffic Manager: whether they can have managed certificates."""

from __future__ import annotations

from store.errors import AzureError
from store.resources import HostNameSslState, Site
from store.services.web.custom_domains import TRAFFIC_MANAGER
from store.world import View


def traffic_manager_refusal(view: View, state: HostNameSslState) -> AzureError | None:
    """Why a host name behind this endpoint of Traffic Manager can have none, or None.

    Azure endpoints are supported, nested and external endpoints are not. Source: "App Service Managed
    Certificate Changes - July 2025 and November 2025 Updates" (Azure docs, 2025).
    """
    if view.era.managed_traffic_manager and not state.endpoint:
        return None
    kind = f"{state.endpoint} endpoints of Traffic Manager" if state.endpoint else "Traffic Manager"
    if not view.era.managed_traffic_manager:
        kind = "Traffic Manager"
    return AzureError(
        "ManagedCertificateTrafficManager",
        f"'{state.name}' is integrated with {kind}, which managed certificates do not support.",
        "Take the host name out of Traffic Manager, or use another certificate.",
    )


def leads_by_profile(view: View, site: Site, targets: set[str]) -> bool:
    """Whether the name points to a Traffic Manager profile that has the app as an Azure endpoint."""
    ends = [site.host(one) for one in targets if one.endswith(TRAFFIC_MANAGER)]
    return view.era.managed_traffic_manager and any(one and not one.endpoint for one in ends)
