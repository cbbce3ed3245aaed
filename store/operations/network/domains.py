"""App Service domains."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError, Place
from store.hostnames import comparable
from store.operations.arguments import ZoneRef
from store.operations.operation import Simulator
from store.resources import AppServiceDomain, DnsZone, DomainProperties, group_of, resource_id
from store.services.network.dns import is_public
from store.world import Draft, View


class BuyDomain(Simulator, frozen=True, kw_only=True):
    """Make a zone's domain an App Service domain, one that Azure can verify by itself; nothing is charged."""

    arm: ClassVar[str] = "Simulator/domains/write"
    title: ClassVar[str] = "Buy App Service domain"
    targets: ClassVar[str] = "zone"

    domain: str
    zone: ZoneRef

    def why_not(self, view: View) -> AzureError | None:
        zone = view.need(DnsZone, self.zone)
        if zone.name.lower() != comparable(self.domain.strip()) or not is_public(zone):
            return AzureError(
                "InvalidDomain",
                f"The zone '{zone.name}' is not a public zone of the domain '{self.domain}'.",
                Place.DNS_ZONES.way("Create a public DNS zone with the domain's name first."),
            )
        if any(domain.name.lower() == zone.name.lower() for domain in view.all(AppServiceDomain)):
            return AzureError("DomainNotAvailable", f"The domain '{zone.name}' is sold already.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        zone = draft.need(DnsZone, self.zone)
        id = resource_id(group_of(zone.id), "Microsoft.DomainRegistration/domains", zone.name)
        draft.put(AppServiceDomain(id=id, name=zone.name, properties=DomainProperties(dns_zone_id=zone.id)))
        return f"'{zone.name}' is an App Service domain; its records are in DNS zone '{zone.name}'."
