"""Importing, binding, syncing: the app's side of an App Service Certificate."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.eras import ERAS
from store.operations.web.bindings import AddBinding, RemoveBinding
from store.operations.web.certificates import DeleteCertificate
from store.operations.web.hosts import UnmapHost
from store.operations.web.imports import ImportAppServiceCertificate
from store.operations.web.plans import ScalePlan
from store.resources import (
    NetworkAcls,
    OrderStatus,
    SslState,
    Vault,
    WebCertificate,
)
from store.services.authorization.principals import WEB_SITES, service
from store.services.key_vault.links import linked_certificates, orders_of
from store.services.key_vault.permissions import revoke
from store.services.web.webspaces import certificates_in, webspace_of
from tests.support.app_cloud import IMPORTED, VAULT, Stage, imported, with_certificate, with_shop


@pytest.fixture
def stage() -> Stage:
    return with_certificate()


@pytest.mark.row("S1-43")
@pytest.mark.row("S1-44")
def test_an_import_makes_a_linked_certificate_and_no_binding(stage: Stage) -> None:
    imported(stage)
    certificate = stage.certificate(IMPORTED)
    assert certificate.thumbprint == stage.order().thumbprint
    assert certificate.id.startswith(stage.plan().id.split("/providers")[0])
    assert certificate.properties.subject_name == "*.contoso.com"
    assert certificate.properties.issuer == "Sim Secure Certificate Authority - G2"
    assert linked_certificates(stage.world, stage.order()) == (certificate,)
    assert orders_of(stage.world, certificate) == (stage.order(),)
    assert stage.host("contoso-app", "contoso.com").ssl_state is SslState.DISABLED


@pytest.mark.row("S1-02")
def test_apps_of_a_webspace_share_certificates(stage: Stage) -> None:
    stage.new_site("second-app")
    stage.new_site("far-app", plan="plan-api")
    imported(stage)

    def seen(name: str) -> tuple[WebCertificate, ...]:
        return certificates_in(stage.world, webspace_of(stage.world, stage.site(name)))

    assert seen("second-app") == seen("contoso-app") == (stage.certificate(IMPORTED),)
    assert seen("far-app") == ()
    again = stage.refused(ImportAppServiceCertificate(site="second-app", order="contosocert"))
    assert again.code == "Conflict"


def test_an_order_that_is_not_issued_cannot_be_imported(stage: Stage) -> None:
    order = stage.order()
    stage.put(
        replace(
            order,
            properties=replace(
                order.properties, status=OrderStatus.PENDING_ISSUANCE, signed_certificate=None
            ),
        )
    )
    refused = stage.refused(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    assert refused.message == "App Service Certificate is not issued."


@pytest.mark.row("S1-46")
def test_an_import_needs_the_app_services_permission(stage: Stage) -> None:
    stage.put(revoke(stage.world.need(Vault, VAULT), service(stage.world, WEB_SITES).id))
    refused = stage.refused(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    assert refused.message.startswith("Failed to add App Service certificate to the app")
    assert f"The service does not have access to '{VAULT}' Key Vault." in refused.message


@pytest.mark.row("S1-32")
def test_an_rbac_vault_is_refused(stage: Stage) -> None:
    vault = stage.world.need(Vault, VAULT)
    stage.put(replace(vault, properties=replace(vault.properties, enable_rbac_authorization=True)))
    refused = stage.refused(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    assert refused.code == "KeyVaultRbacNotSupported"


def test_a_firewall_without_bypass_is_refused(stage: Stage) -> None:
    vault = stage.world.need(Vault, VAULT)
    acls = NetworkAcls(bypass="None", default_action="Deny")
    stage.put(replace(vault, properties=replace(vault.properties, network_acls=acls)))
    refused = stage.refused(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    assert refused.code == "KeyVaultFirewall"


def test_a_link_into_another_subscription_has_an_invalid_value(stage: Stage) -> None:
    order = stage.order()
    assert order.link is not None
    elsewhere = replace(order.link, key_vault_id=VAULT.replace("0001", "0002"))
    stage.put(replace(order, properties=replace(order.properties, certificates={order.name: elsewhere})))
    refused = stage.refused(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    assert refused.message == "The parameter KeyVaultId & KeyVaultSecretName has an invalid value."


@pytest.mark.row("S1-11")
def test_a_shared_plan_has_no_certificates(stage: Stage) -> None:
    stage.do(ScalePlan(plan="plan-web", sku="D1"))
    refused = stage.refused(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    assert refused.code == "PlanTierTooLow"
    assert "Scale up" in refused.next_step


def test_a_plan_with_bindings_cannot_become_free(stage: Stage) -> None:
    imported(stage, "contoso.com")
    assert "contoso.com" in stage.refused(ScalePlan(plan="plan-web", sku="D1")).message


@pytest.mark.parametrize(("sku", "years"), [("B1", ("2018", "2019", "2022")), ("F1", tuple(ERAS))])
@pytest.mark.parametrize("era", ERAS)
def test_a_plan_is_not_scaled_to_a_tier_that_has_not_what_its_hosts_have(
    era: str, sku: str, years: tuple[str, ...]
) -> None:
    stage = Stage(era)
    stage.new_site("contoso-app", "contoso.com")
    stage.issue()
    stage.do(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=IMPORTED, type="IP"))
    scale = ScalePlan(plan="plan-web", sku=sku)
    if era not in years:
        stage.do(scale)
        return
    assert "contoso.com has a" in stage.refused(scale).message
    stage.do(RemoveBinding(site="contoso-app", host="contoso.com"))
    if sku == "B1":
        stage.do(scale)
        return
    refused = stage.refused(scale)
    assert refused.message == (
        "Cannot scale to F1: the Free tier has no custom domains, and contoso.com is mapped."
    )
    stage.do(UnmapHost(site="contoso-app", host="contoso.com"))
    stage.do(scale)


def test_a_certificate_binds_only_the_names_it_has(stage: Stage) -> None:
    stage.new_site("deep-app", "a.b.contoso.com")
    imported(stage)
    refused = stage.refused(AddBinding(site="deep-app", host="a.b.contoso.com", certificate=IMPORTED))
    assert refused.code == "04030"
    thumb = stage.order().thumbprint
    assert refused.message == (
        f"The certificate with thumbprint '{thumb}' does not match the hostname 'a.b.contoso.com'."
    )


@pytest.mark.row("S1-08")
def test_a_certificate_without_server_authentication_is_listed_but_not_bound(stage: Stage) -> None:
    imported(stage)
    certificate = stage.certificate(IMPORTED)
    stage.put(replace(certificate, properties=replace(certificate.properties, server_auth=False)))
    refused = stage.refused(AddBinding(site="contoso-app", host="contoso.com", certificate=IMPORTED))
    assert "1.3.6.1.5.5.7.3.1" in refused.message


@pytest.mark.parametrize("way", ["name", "id", "thumbprint"])
def test_a_certificate_is_named_in_three_ways(stage: Stage, way: str) -> None:
    imported(stage)
    certificate = stage.certificate(IMPORTED)
    named = {"name": certificate.name, "id": certificate.id, "thumbprint": certificate.thumbprint.lower()}[
        way
    ]
    stage.do(AddBinding(site="contoso-app", host="CONTOSO.com", certificate=named))
    assert stage.host("contoso-app", "contoso.com").thumbprint == certificate.thumbprint


def test_hosts_must_be_mapped_and_certificates_of_the_webspace(stage: Stage) -> None:
    stage.new_site("far-app", "api.contoso.com", plan="plan-api")
    imported(stage)
    unmapped = stage.refused(AddBinding(site="contoso-app", host="shop.contoso.com", certificate=IMPORTED))
    assert unmapped.message == (
        "Hostname (custom domain) 'shop.contoso.com' is not registered with contoso-app."
    )
    foreign = stage.refused(AddBinding(site="far-app", host="api.contoso.com", certificate=IMPORTED))
    assert foreign.code == "CertificateNotFound"


@pytest.mark.row("S1-56")
def test_replacing_a_binding_keeps_the_address_and_deleting_it_loses_it(stage: Stage) -> None:
    imported(stage)
    shared = stage.site("contoso-app").properties.inbound_ip_address
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate=IMPORTED, type="IP"))
    first = stage.host("contoso-app", "www.contoso.com").virtual_ip
    assert first is not None
    assert first == stage.site("contoso-app").properties.inbound_ip_address != shared

    other = stage.certificate(IMPORTED)
    upload = replace(
        other,
        id=other.id + "2",
        name="successor",
        properties=replace(
            other.properties, thumbprint="F" * 40, key_vault_id=None, key_vault_secret_name=None
        ),
    )
    stage.put(upload)
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate="successor", type="IP"))
    assert stage.host("contoso-app", "www.contoso.com").virtual_ip == first
    assert stage.host("contoso-app", "www.contoso.com").thumbprint == "F" * 40

    assert first in stage.do(RemoveBinding(site="contoso-app", host="www.contoso.com")).result
    assert stage.site("contoso-app").properties.inbound_ip_address == shared
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate="successor", type="IP"))
    assert stage.host("contoso-app", "www.contoso.com").virtual_ip not in (None, first)


def test_a_change_to_sni_gives_the_address_up(stage: Stage) -> None:
    imported(stage)
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate=IMPORTED, type="IP"))
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate=IMPORTED, type="SNI"))
    assert stage.host("contoso-app", "www.contoso.com").virtual_ip is None


def test_an_address_that_two_hosts_share_is_lost_with_the_last(stage: Stage) -> None:
    imported(stage)
    hosts = ("www.contoso.com", "contoso.com")
    for host in hosts:
        stage.do(AddBinding(site="contoso-app", host=host, certificate=IMPORTED, type="IP"))
    address = stage.host("contoso-app", "contoso.com").virtual_ip
    told = [stage.do(RemoveBinding(site="contoso-app", host=host)).result for host in hosts]
    assert told[0].endswith(f"The dedicated IP address {address} stays with contoso.com.")
    assert told[1].endswith(f"Its dedicated IP address {address} is lost.")


def test_one_certificate_cannot_have_two_virtual_addresses(stage: Stage) -> None:
    stage.new_site("second-app", "shop.contoso.com")
    imported(stage)
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate=IMPORTED, type="IP"))
    stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=IMPORTED, type="IP"))
    assert (
        stage.host("contoso-app", "contoso.com").virtual_ip
        == stage.host("contoso-app", "www.contoso.com").virtual_ip
    )
    refused = stage.refused(
        AddBinding(site="second-app", host="shop.contoso.com", certificate=IMPORTED, type="IP")
    )
    assert refused.message == (
        "Failed to add SSL binding. Cannot set certificate for existing VIP because another VIP "
        "already uses that certificate."
    )


def test_a_plan_has_ten_certificates_with_addresses(stage: Stage) -> None:
    hosts = [f"h{number}.contoso.com" for number in range(11)]
    stage.new_site("many-app", *hosts)
    imported(stage)
    template = stage.certificate(IMPORTED)
    for number in range(11):
        properties = replace(template.properties, thumbprint=f"{number:040d}")
        stage.put(replace(template, id=f"{template.id}{number}", name=f"c{number}", properties=properties))
    for number in range(10):
        stage.do(AddBinding(site="many-app", host=hosts[number], certificate=f"c{number}", type="IP"))
    refused = stage.refused(AddBinding(site="many-app", host=hosts[10], certificate="c10", type="IP"))
    assert refused.code == "TooManyIpCertificates"
    stage.do(AddBinding(site="many-app", host=hosts[10], certificate="c9", type="IP"))


@pytest.mark.parametrize(("era", "allowed"), [("2022", False), ("2026", True)])
def test_ip_bindings_on_basic_depend_on_the_year(era: str, allowed: bool) -> None:
    stage = Stage(era)
    stage.new_site("contoso-app", "contoso.com")
    stage.issue()
    stage.do(ScalePlan(plan="plan-web", sku="B1"))
    stage.do(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    bind = AddBinding(site="contoso-app", host="contoso.com", certificate=IMPORTED, type="IP")
    if allowed:
        stage.do(bind)
    else:
        assert stage.refused(bind).code == "PlanTierTooLow"


def test_a_bound_certificate_cannot_be_deleted(stage: Stage) -> None:
    stage.new_site("second-app", "shop.contoso.com")
    imported(stage)
    stage.do(AddBinding(site="second-app", host="shop.contoso.com", certificate=IMPORTED))
    refused = stage.refused(DeleteCertificate(certificate=IMPORTED))
    assert refused.message == (
        "Unable to delete the certificate because it is currently being used in a TLS/SSL binding. "
        "The TLS binding must be removed before you can delete the certificate."
    )
    assert "second-app" in refused.next_step
    stage.do(RemoveBinding(site="second-app", host="shop.contoso.com"))
    stage.do(DeleteCertificate(certificate=IMPORTED))
    assert linked_certificates(stage.world, stage.order()) == ()


def test_each_webspace_has_its_own_copy(stage: Stage) -> None:
    with_shop(stage)
    stage.new_site("shop-app", plan="plan-shop")
    imported(stage)
    stage.do(ImportAppServiceCertificate(site="shop-app", order="contosocert"))
    names = [one.name for one in linked_certificates(stage.world, stage.order())]
    assert names == [IMPORTED, "contosocert-rg-shop-WestEuropewebspace"]
