"""A host name may be written with its own letters in every operation; ASCII (A-labels) is what is kept."""

from __future__ import annotations

import pytest

from store.operations.certificate_registration.create import CreateOrder
from store.operations.key_vault.certificate_signing import GenerateVaultCertificate
from store.operations.network.domains import BuyDomain
from store.operations.network.records import AddRecord, RemoveRecord
from store.operations.network.zones import CreateZone
from store.operations.web.bindings import AddBinding, RemoveBinding
from store.operations.web.hosts import MapHost, SetTrafficManager, UnmapHost
from store.operations.web.managed import CreateManagedCertificate
from store.resources import DnsZone, ManagedRequest, RecordType, Vault, VaultCertificate
from store.services.key_vault.permissions import FULL_ACCESS, grant
from store.services.network.dns import lookup
from store.services.web.serving import served
from tests.support.app_cloud import VAULT, Stage

ME = "11111111-0000-4000-a000-000000000001"
WRITTEN, KEPT = "weiße-straße.de", "xn--weie-strae-73ag.de"


@pytest.fixture
def stage() -> Stage:
    """The app has the domain `weiße-straße.de`, mapped by its written name."""
    made = Stage()
    site = made.new_site("contoso-app")
    made.do(CreateZone(name=WRITTEN, resource_group="rg-web"))
    proof = site.properties.custom_domain_verification_id
    made.do(AddRecord(zone=KEPT, type="A", value=site.properties.inbound_ip_address))
    made.do(AddRecord(zone=KEPT, type="TXT", name="asuid", value=proof))
    made.do(MapHost(site="contoso-app", host=WRITTEN.upper().replace("SS", "ß")))
    return made


def test_a_zone_keeps_the_ascii_form_and_says_what_older_programs_read(stage: Stage) -> None:
    done = stage.do(CreateZone(name="faß.de", resource_group="rg-web"))
    assert "xn--fa-hia.de" in done.result and "read it as fass.de" in done.result
    assert {zone.name for zone in stage.world.all(DnsZone)} >= {KEPT, "xn--fa-hia.de"}


def test_bindings_know_a_host_by_its_written_name(stage: Stage) -> None:
    made = stage.issue(names=(KEPT,))
    stage.bound("contoso-app", KEPT, made)
    assert served(stage.world, WRITTEN).thumbprint == made
    stage.do(RemoveBinding(site="contoso-app", host=WRITTEN))
    assert stage.host("contoso-app", KEPT).thumbprint is None
    refused = stage.refused(AddBinding(site="contoso-app", host=WRITTEN, certificate=made))
    assert refused.code == "CertificateNotFound"  # of the certificate, not of the host


def test_traffic_manager_and_unmapping_know_the_written_name(stage: Stage) -> None:
    stage.do(SetTrafficManager(site="contoso-app", host=WRITTEN, enabled=True))
    assert stage.host("contoso-app", KEPT).azure_resource_type == "TrafficManager"
    stage.do(UnmapHost(site="contoso-app", host=WRITTEN))
    assert stage.site("contoso-app").custom_hosts == ()


def test_a_managed_certificate_is_asked_for_by_the_written_name(stage: Stage) -> None:
    stage.do(CreateManagedCertificate(site="contoso-app", host=WRITTEN))
    assert [one.host for one in stage.world.all(ManagedRequest)] == [KEPT]


def test_records_and_their_targets_are_kept_in_ascii(stage: Stage) -> None:
    stage.do(AddRecord(zone=WRITTEN, type="CNAME", name="café", value="große.example"))
    found = lookup(stage.world, f"café.{WRITTEN}", RecordType.CNAME)
    assert [(one.name, one.value) for one in found] == [("xn--caf-dma", "xn--groe-xna.example")]
    stage.do(RemoveRecord(zone=KEPT, type="CNAME", name="café", value="große.example"))
    assert not lookup(stage.world, f"café.{WRITTEN}", RecordType.CNAME)


def test_an_order_is_for_the_ascii_form_and_says_what_older_programs_read(stage: Stage) -> None:
    done = stage.do(CreateOrder(name="strasse", host="*.faß.de", sku="W1", resource_group="rg-web"))
    assert stage.order("strasse").host == "*.xn--fa-hia.de"
    assert "read it as fass.de" in done.result


def test_a_vault_generates_for_the_ascii_form(stage: Stage) -> None:
    stage.put(grant(stage.world.need(Vault, VAULT), ME, FULL_ACCESS))
    stage.do(GenerateVaultCertificate(vault=VAULT, name="site", subject=f"CN={WRITTEN}", hosts=("café.de",)))
    [made] = stage.world.all(VaultCertificate)
    assert made.properties.host_names == (KEPT, "xn--caf-dma.de")


def test_a_name_that_is_none_names_no_zone(stage: Stage) -> None:
    assert stage.refused(AddRecord(zone="☕.com", type="TXT", value="a")).code == "ResourceNotFound"


def test_a_domain_is_bought_by_its_written_name(stage: Stage) -> None:
    assert KEPT in stage.do(BuyDomain(domain=WRITTEN, zone=KEPT)).result
