"""A small world for tests of the app's side: one zone, one vault, one order, apps on demand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha1

import pytest
from msgspec.structs import replace

from store import AzureError, Done
from store.journal.in_memory import MemoryJournal
from store.operations.operation import Operation
from store.operations.web.bindings import AddBinding
from store.operations.web.imports import ImportAppServiceCertificate
from store.operations.web.plans import CreatePlan
from store.operations.web.sites import CreateSite
from store.portal import Portal, why_not
from store.resources import (
    CertificateDetails,
    CertificateOrder,
    DnsZone,
    HostNameSslState,
    IssuedRecord,
    KeyVaultSecretStatus,
    OrderCertificate,
    OrderLedger,
    OrderProperties,
    OrderStatus,
    ProductType,
    Record,
    RecordType,
    RequestKind,
    ResourceGroup,
    SecretAttributes,
    SecretVersionProperties,
    ServerFarm,
    Site,
    SslState,
    StoredCertificate,
    Vault,
    VaultProperties,
    WebCertificate,
    ZoneProperties,
)
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, service
from store.services.key_vault.permissions import authorise
from store.services.key_vault.secrets import write_version
from store.services.web.webspaces import put_host
from store.world import Draft, Stored
from store.worlds import begin
from store.worlds.empty import SUBSCRIPTION, group_id

NOW = datetime(2022, 8, 1, 9, tzinfo=UTC)
VAULT = f"{group_id('rg-web')}/providers/Microsoft.KeyVault/vaults/contoso-kv"
#: The name of the order's certificate in the app's webspace.
IMPORTED = "contosocert-rg-web-WestEuropewebspace"
WILDCARD = ("*.contoso.com", "contoso.com")


def thumbprint(order: str, number: int) -> str:
    """The thumbprint of an order's certificate in these tests."""
    return sha1(f"{order} {number}".encode()).hexdigest().upper()


class Stage:
    """A world that tests change by operations, or by hand where another engineer's operation would do it."""

    def __init__(self, era: str = "2022") -> None:
        self.world = begin("empty", era=era, now=NOW, keys="ec")
        self.put(
            DnsZone(
                id=f"{group_id('rg-web')}/providers/Microsoft.Network/dnsZones/contoso.com",
                name="contoso.com",
            ),
            Vault(
                id=VAULT,
                name="contoso-kv",
                location="West Europe",
                properties=VaultProperties(tenant_id="t", vault_uri="https://contoso-kv.vault.azure.net/"),
            ),
        )
        draft = self.draft()
        authorise(draft, VAULT)
        self.world = draft.finish()

    def draft(self) -> Draft:
        return Draft(self.world)

    def put(self, *documents: Stored) -> None:
        draft = self.draft()
        for document in documents:
            draft.put(document)
        self.world = draft.finish()

    def do(self, operation: Operation) -> Done:
        portal = Portal(MemoryJournal(self.world))
        try:
            return portal.perform(operation)
        finally:
            self.world = portal.world

    def refused(self, operation: Operation) -> AzureError:
        """The refusal, the same before and after pressing; nothing but the Failed entry remains."""
        before = why_not(self.world, operation, "11111111-0000-4000-a000-000000000001")
        with pytest.raises(AzureError) as caught:
            self.do(operation)
        assert before is None or (before.code, before.message) == (caught.value.code, caught.value.message)
        return caught.value

    def plan(self, name: str = "plan-web") -> ServerFarm:
        return next(plan for plan in self.world.all(ServerFarm) if plan.name == name)

    def site(self, name: str) -> Site:
        return next(site for site in self.world.all(Site) if site.name == name)

    def new_site(self, name: str, *hosts: str, plan: str = "plan-web") -> Site:
        """An app with these hosts mapped and DNS leading to it."""
        self.do(CreateSite(name=name, plan=plan))
        for host in hosts:
            draft = self.draft()
            put_host(draft, draft.need(Site, self.site(name).id), HostNameSslState(name=host))
            self.world = draft.finish()
            if host != "contoso.com":
                self.record(RecordType.CNAME, host, self.site(name).default_host)
            else:
                self.record(RecordType.A, host, self.site(name).properties.inbound_ip_address)
        return self.site(name)

    def record(self, type_: RecordType, host: str, value: str) -> None:
        """A record of that full name, in place of those it had of the kind."""
        zone = next(one for one in self.world.all(DnsZone) if one.name == "contoso.com")
        name = host.removesuffix("contoso.com").rstrip(".") or "@"
        kept = [one for one in zone.properties.records if (one.type, one.name) != (type_, name)]
        records = (*kept, Record(type=type_, name=name, value=value))
        self.put(
            replace(zone, properties=ZoneProperties(records=records, zone_type=zone.properties.zone_type))
        )

    def host(self, site: str, host: str) -> HostNameSslState:
        state = self.site(site).host(host)
        assert state is not None
        return state

    def certificate(self, name: str) -> WebCertificate:
        return next(one for one in self.world.all(WebCertificate) if one.name == name)

    def order(self, name: str = "contosocert") -> CertificateOrder:
        return next(one for one in self.world.all(CertificateOrder) if one.name == name)

    def issue(
        self, name: str = "contosocert", names: tuple[str, ...] = WILDCARD, *, stored: bool = True
    ) -> str:
        """Let the order (made where it is missing) have a further certificate; returns its thumbprint."""
        draft = self.draft()
        id = f"{group_id('rg-web')}/providers/Microsoft.CertificateRegistration/certificateOrders/{name}"
        ledger = draft.get(OrderLedger, id) or OrderLedger(id=id, created_at=NOW)
        number = len(ledger.issued) + 1
        made = thumbprint(name, number)
        expires = NOW + timedelta(days=365)
        record = IssuedRecord(
            number=number,
            thumbprint=made,
            serial_number=f"{number:016X}",
            names=names,
            issued_at=NOW,
            not_before=NOW,
            not_after=expires,
            public_key_hash=f"{number:064X}",
            kind=RequestKind.ISSUE,
        )
        draft.put(replace(ledger, issued=(*ledger.issued, record)))
        draft.put(_order(id, name, names, record))
        if stored:
            _store(draft, id, name, names, made, expires)
        self.world = draft.finish()
        return made

    def bound(self, site: str, host: str, thumb: str) -> None:
        """Bind by hand, without any check."""
        draft = self.draft()
        state = replace(self.host(site, host), thumbprint=thumb, ssl_state=SslState.SNI)
        put_host(draft, self.site(site), state)
        self.world = draft.finish()


def _order(id: str, name: str, names: tuple[str, ...], record: IssuedRecord) -> CertificateOrder:
    return CertificateOrder(
        id=id,
        name=name,
        properties=OrderProperties(
            certificates={
                name: OrderCertificate(
                    key_vault_id=VAULT,
                    key_vault_secret_name=f"{name}secret",
                    provisioning_state=KeyVaultSecretStatus.SUCCEEDED,
                )
            },
            distinguished_name=f"CN={names[0]}",
            domain_verification_token="token",
            product_type=ProductType.WILDCARD if "*" in names[0] else ProductType.STANDARD,
            status=OrderStatus.ISSUED,
            signed_certificate=CertificateDetails(
                serial_number=record.serial_number,
                thumbprint=record.thumbprint,
                subject=f"CN={names[0]}",
                not_before=record.not_before,
                not_after=record.not_after,
                signature_algorithm="sha256RSA",
                raw_data="",
                issuer="CN=Sim Secure Certificate Authority - G2, O=certblade simulated CA",
            ),
        ),
    )


def _store(draft: Draft, id: str, name: str, names: tuple[str, ...], made: str, expires: datetime) -> None:
    write_version(
        draft,
        VAULT,
        f"{name}secret",
        service(draft, CERTIFICATE_REGISTRATION).id,
        SecretVersionProperties(
            value="AAAA",
            content_type="application/x-pkcs12",
            attributes=SecretAttributes(not_before=NOW, expires=expires, created=NOW, updated=NOW),
            tags={"CertificateId": id, "CertificateState": "Ready"},
            thumbprint=made,
            host_names=names,
            certificate=StoredCertificate(
                subject=f"CN={names[0]}",
                issuer="CN=Sim Secure Certificate Authority - G2, O=certblade simulated CA",
                not_before=NOW,
                not_after=expires,
            ),
        ),
    )


def with_certificate() -> Stage:
    """An app with two host names, and an order whose certificate is issued and stored."""
    stage = Stage()
    stage.new_site("contoso-app", "contoso.com", "www.contoso.com")
    stage.issue()
    return stage


def imported(stage: Stage, *hosts: str) -> None:
    """Import the order's certificate for the app and bind these host names to it."""
    stage.do(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    for host in hosts:
        stage.do(AddBinding(site="contoso-app", host=host, certificate=IMPORTED))


def with_shop(stage: Stage) -> None:
    """A second plan in another resource group of the same region."""
    stage.put(
        ResourceGroup(id=f"{SUBSCRIPTION}/resourceGroups/rg-shop", name="rg-shop", location="West Europe")
    )
    stage.do(CreatePlan(name="plan-shop", resource_group="rg-shop", location="westeurope"))
