"""An order whose domain is to be proved, with an app, a zone and what a test adds to them."""

from __future__ import annotations

from msgspec.structs import replace

from store.resources import (
    CertificateOrder,
    DnsZone,
    Method,
    OrderLedger,
    OrderProperties,
    ProductType,
    Site,
    VerificationCheck,
    subscription_of,
)
from store.services.certificate_registration.ownership_checks import check
from tests.support.cloud import Cloud

TOKEN = "n7qg3nbh5k"


class Scene:
    """An order for a host, and app contoso-app that has the host mapped and DNS leading to it."""

    def __init__(self, cloud: Cloud, host: str = "contoso.com") -> None:
        self.cloud = cloud
        cloud.do("CreateSite", name="contoso-app", plan="plan-web")
        address = self.site.properties.inbound_ip_address
        cloud.do("AddRecord", zone="contoso.com", type="A", value=address)
        proof = self.site.properties.custom_domain_verification_id
        cloud.do("AddRecord", zone="contoso.com", type="TXT", name="asuid", value=proof)
        cloud.do("MapHost", site="contoso-app", host="contoso.com")
        self.order = order_for(cloud, host)
        cloud.put(self.order, OrderLedger(id=self.order.id, created_at=cloud.world.now))

    @property
    def site(self) -> Site:
        return next(one for one in self.cloud.world.all(Site) if one.name == "contoso-app")

    @property
    def zone(self) -> DnsZone:
        return next(one for one in self.cloud.world.all(DnsZone) if one.name == "contoso.com")

    def set_site(self, **properties: object) -> None:
        self.cloud.put(replace(self.site, properties=replace(self.site.properties, **properties)))

    def page(self, path: str, content: str) -> None:
        self.set_site(domain_ownership_identifiers={path: content})

    def txt(self, value: str, name: str = "@") -> None:
        self.cloud.do("AddRecord", zone="contoso.com", type="TXT", name=name, value=value)

    def check(self, method: Method) -> VerificationCheck:
        world = self.cloud.world
        found = check(world, self.order, method, world.now)
        assert (found.method, found.checked_at) == (method, world.now)
        assert found.passed == (found.code == "")
        return found

    def finds(self, method: Method) -> str:
        """The code of what keeps the method from proving the domain, "" where it proves it."""
        return self.check(method).code


def order_for(cloud: Cloud, host: str) -> CertificateOrder:
    group = subscription_of(next(cloud.world.all(DnsZone)).id) + "/resourceGroups/rg-web"
    return CertificateOrder(
        id=f"{group}/providers/Microsoft.CertificateRegistration/certificateOrders/contosocert",
        name="contosocert",
        properties=OrderProperties(
            distinguished_name=f"CN={host}",
            domain_verification_token=TOKEN,
            product_type=ProductType.WILDCARD if host.startswith("*") else ProductType.STANDARD,
        ),
    )
