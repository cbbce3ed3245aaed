"""What each method of Step 2 (Verify) finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from store.resources import (
    CertificateOrder,
    DnsZone,
    Mail,
    Method,
    OrderLedger,
    RecordType,
)
from store.services.certificate_registration.ownership_checks import impossible, write_domain_txt
from store.services.network.dns import lookup
from store.world import Draft
from tests.support.cloud import OTHER_GROUP, Cloud
from tests.support.zone_cloud import TOKEN, Scene, order_for

PAGE = "/.well-known/pki-validation/starfield.html"


@pytest.fixture
def scene(cloud: Cloud) -> Scene:
    return Scene(cloud)


def test_app_service_proves_a_mapped_host_of_the_subscription(scene: Scene) -> None:
    assert scene.finds(Method.APP_SERVICE) == ""
    scene.set_site(host_name_ssl_states=())
    unmapped = scene.check(Method.APP_SERVICE)
    assert unmapped.code == "HostNameNotMapped"
    assert "mapped on no app" in unmapped.found


def test_app_service_proves_nothing_for_another_subscription(scene: Scene) -> None:
    scene.cloud.second_subscription()
    away = f"{OTHER_GROUP}/providers/Microsoft.CertificateRegistration/certificateOrders/contosocert"
    scene.order = replace(scene.order, id=away)
    refused = scene.check(Method.APP_SERVICE)
    assert (refused.code, "another subscription" in refused.found) == ("HostNameNotMapped", True)
    scene.page(PAGE, TOKEN)
    assert scene.finds(Method.MANUAL_HTML) == ""


@pytest.mark.parametrize("method", [Method.APP_SERVICE, Method.MANUAL_HTML])
@pytest.mark.parametrize(
    ("properties", "code", "way_out"),
    [
        ({"https_only": True}, "HttpsOnly", "Turn it Off"),
        ({"health_status": 500}, "SiteUnhealthy", "answers 500"),
        ({"health_status": 404}, "SiteUnhealthy", "answers 404"),
        ({"state": "Stopped"}, "SiteStopped", "Start it"),
        ({"public_network_access": "Disabled"}, "SiteNotReachable", "Enable public access"),
    ],
)
def test_what_keeps_the_page_from_the_ca(
    scene: Scene, method: Method, properties: dict[str, object], code: str, way_out: str
) -> None:
    scene.page(PAGE, TOKEN)
    assert scene.finds(method) == ""
    scene.set_site(**properties)
    found = scene.check(method)
    assert found.code == code
    assert way_out in found.found


@pytest.mark.parametrize("method", [Method.APP_SERVICE, Method.MANUAL_HTML])
def test_dns_must_lead_to_the_app(scene: Scene, method: Method) -> None:
    scene.page(PAGE, TOKEN)
    scene.cloud.do("RemoveRecord", zone="contoso.com", type="A")
    scene.cloud.do("AddRecord", zone="contoso.com", type="A", value="198.51.100.7")
    lost = scene.check(method)
    assert lost.code == "HostNameNotResolved"
    assert scene.site.default_host in lost.found
    scene.cloud.do("RemoveRecord", zone="contoso.com", type="A")
    scene.cloud.do("AddRecord", zone="contoso.com", type="A", value=scene.site.properties.inbound_ip_address)
    assert scene.finds(method) == ""


def test_ip_restrictions_keep_the_ca_out(scene: Scene) -> None:
    scene.cloud.do("SetIpRestrictions", site="contoso-app", allowed=["10.0.0.0/8"])
    assert scene.finds(Method.APP_SERVICE) == "SiteNotReachable"


def test_html_wants_the_token_at_its_path(scene: Scene) -> None:
    assert scene.finds(Method.MANUAL_HTML) == "TokenPageNotFound"
    scene.page(PAGE, f" {TOKEN}\n")
    assert scene.finds(Method.MANUAL_HTML) == ""
    scene.page(PAGE, "hello")
    assert "has 'hello', not the token" in scene.check(Method.MANUAL_HTML).found
    scene.page(f"/{TOKEN}.html", TOKEN)
    misplaced = scene.check(Method.MANUAL_HTML)
    assert misplaced.code == "TokenPageMisplaced"
    assert f"stands at /{TOKEN}.html, not at {PAGE}" in misplaced.found
    scene.set_site(host_name_ssl_states=())
    assert scene.finds(Method.MANUAL_HTML) == "HostNameNotMapped"


def test_the_page_moves_with_the_era() -> None:
    cloud = Cloud(era="2026")
    cloud.do("CreateZone", name="contoso.com", resourceGroup="rg-web")
    scene = Scene(cloud)
    scene.page(PAGE, TOKEN)
    assert scene.finds(Method.MANUAL_HTML) == "TokenPageMisplaced"
    scene.page("/.well-known/pki-validation/godaddy.html", TOKEN)
    assert scene.finds(Method.MANUAL_HTML) == ""


@pytest.mark.parametrize("method", [Method.APP_SERVICE, Method.MANUAL_HTML])
def test_pages_prove_no_wild_card(cloud: Cloud, method: Method) -> None:
    scene = Scene(cloud, "*.contoso.com")
    refused = impossible(cloud.world, scene.order, method)
    assert refused is not None
    assert refused.code == scene.finds(method) == "MethodNotSupported"
    scene.txt(TOKEN)
    assert impossible(cloud.world, scene.order, Method.MANUAL_TXT) is None
    assert scene.finds(Method.MANUAL_TXT) == ""


@pytest.mark.parametrize("host", ["contoso.com", "shop.contoso.com", "*.a.b.contoso.com"])
def test_txt_stands_at_the_root_also_for_subdomains(cloud: Cloud, host: str) -> None:
    scene = Scene(cloud, host)
    assert scene.finds(Method.MANUAL_TXT) == "TxtNotFound"
    scene.txt(f'"{TOKEN}"')
    assert scene.finds(Method.MANUAL_TXT) == ""


@pytest.mark.parametrize("name", ["www", "asuid.www", "shop"])
def test_txt_at_a_wrong_place_is_named(scene: Scene, name: str) -> None:
    scene.txt(TOKEN, name)
    found = scene.check(Method.MANUAL_TXT)
    assert found.code == "TxtMisplaced"
    assert f"TXT record '{name}'" in found.found


def test_txt_with_another_value_is_shown(scene: Scene) -> None:
    scene.txt("v=spf1 -all")
    found = scene.check(Method.MANUAL_TXT)
    assert found.code == "TxtWrong"
    assert "'v=spf1 -all'" in found.found
    assert TOKEN in found.found
    scene.txt(TOKEN)
    assert scene.finds(Method.MANUAL_TXT) == ""


def test_txt_in_a_private_zone_is_not_seen(cloud: Cloud) -> None:
    cloud.do("CreateZone", name="fabrikam.com", resourceGroup="rg-web", zoneType="Private")
    scene = Scene(cloud)
    scene.order = order_for(cloud, "fabrikam.com")
    cloud.do("AddRecord", zone="fabrikam.com", type="TXT", value=TOKEN)
    hidden = scene.check(Method.MANUAL_TXT)
    assert (hidden.code, "is private" in hidden.found) == ("ZoneNotFound", True)
    scene.order = order_for(cloud, "nowhere.com")
    assert "No DNS zone answers" in scene.check(Method.MANUAL_TXT).found


def test_a_changed_zone_wakes_the_order_that_waits_for_it(cloud: Cloud) -> None:
    cloud.do("AddRecord", zone="contoso.com", type="CAA", value="0 issue letsencrypt.org")
    cloud.do("CreateOrder", name="contosocert", host="contoso.com", resourceGroup="rg-web")
    (order,) = cloud.world.all(CertificateOrder)
    token = order.properties.domain_verification_token
    cloud.do("AddRecord", zone="contoso.com", type="TXT", value=token)
    cloud.do("VerifyDomain", order="contosocert", method="Manual TXT")
    cloud.do("AdvanceClock", by="10m")
    assert "CAA" in waiting_for(cloud, order)
    cloud.do("AddRecord", zone="contoso.com", type="CAA", value="0 issue godaddy.com")
    assert waiting_for(cloud, order) == ""
    cloud.do("AdvanceClock", by="10m")
    assert cloud.world.need(CertificateOrder, order.id).thumbprint


def ordered(cloud: Cloud, host: str, sku: str = "S1") -> CertificateOrder:
    """Buy and verify a certificate by a DNS TXT record, and wait."""
    cloud.do("CreateOrder", name="contosocert", host=host, resourceGroup="rg-web", sku=sku)
    (order,) = cloud.world.all(CertificateOrder)
    token = order.properties.domain_verification_token
    cloud.do("AddRecord", zone="contoso.com", type="TXT", value=token)
    cloud.do("VerifyDomain", order="contosocert", method="Manual TXT")
    cloud.do("AdvanceClock", by="10m")
    return cloud.world.need(CertificateOrder, order.id)


def test_caa_records_are_asked_for_the_www_name_too(cloud: Cloud) -> None:
    cloud.do("AddRecord", zone="contoso.com", type="CAA", name="www", value="0 issue ;")
    order = ordered(cloud, "contoso.com")
    assert "issue for www.contoso.com" in waiting_for(cloud, order)
    cloud.do("RemoveRecord", zone="contoso.com", type="CAA", name="www")
    assert waiting_for(cloud, order) == ""


def test_a_wild_card_asks_for_issuewild(cloud: Cloud) -> None:
    cloud.do("AddRecord", zone="contoso.com", type="CAA", value='0 issuewild ";"')
    cloud.do("AddRecord", zone="contoso.com", type="CAA", value='0 issue "godaddy.com"')
    order = ordered(cloud, "*.contoso.com", sku="W1")
    assert 'Add the CAA record 0 issuewild "godaddy.com"' in waiting_for(cloud, order)
    cloud.do("AddRecord", zone="contoso.com", type="CAA", value='0 issuewild "godaddy.com"')
    assert waiting_for(cloud, order) == ""


def test_a_change_in_the_zone_an_alias_leads_to_wakes_the_order(cloud: Cloud) -> None:
    cloud.do("CreateZone", name="fabrikam.com", resourceGroup="rg-web")
    cloud.do("AddRecord", zone="fabrikam.com", type="CAA", name="target", value='0 issue ";"')
    cloud.do("AddRecord", zone="contoso.com", type="CNAME", name="shop", value="target.fabrikam.com")
    order = ordered(cloud, "shop.contoso.com")
    assert "target.fabrikam.com" in waiting_for(cloud, order)
    cloud.do("AddRecord", zone="fabrikam.com", type="CAA", name="target", value="0 issue godaddy.com")
    assert waiting_for(cloud, order) == ""


def waiting_for(cloud: Cloud, order: CertificateOrder) -> str:
    """What holds the order's request back."""
    request = cloud.world.need(OrderLedger, order.id).pending
    assert request is not None
    return request.blocked


def by_azure(scene: Scene) -> str:
    """Let Azure write its record, and check."""
    draft = Draft(scene.cloud.world)
    write_domain_txt(draft, scene.order)
    scene.cloud.put(*draft.table(DnsZone).values())
    return scene.finds(Method.DOMAIN)


@pytest.mark.parametrize("host", ["contoso.com", "*.contoso.com", "shop.contoso.com"])
def test_azure_writes_the_record_of_an_app_service_domain(cloud: Cloud, host: str) -> None:
    scene = Scene(cloud, host)
    assert by_azure(scene) == "NotAnAppServiceDomain"
    cloud.do("BuyDomain", zone="contoso.com", domain="contoso.com")
    assert scene.finds(Method.DOMAIN) == "TxtNotFound"
    assert by_azure(scene) == ""
    assert by_azure(scene) == ""
    written = lookup(cloud.world, "contoso.com", RecordType.TXT)
    assert [(one.value, one.automatic) for one in written] == [(TOKEN, True)]


def test_txt_is_the_way_when_the_domain_has_lost_its_zone(scene: Scene) -> None:
    scene.cloud.do("BuyDomain", zone="contoso.com", domain="contoso.com")
    scene.cloud.do("DeleteZone", zone="contoso.com")
    scene.cloud.do("CreateZone", name="contoso.com", resourceGroup="rg-api")
    assert by_azure(scene) == "DomainZoneNotFound"
    scene.txt(TOKEN)
    assert scene.finds(Method.DOMAIN) == "DomainZoneNotFound"
    assert scene.finds(Method.MANUAL_TXT) == ""


def test_a_domain_of_another_subscription_is_not_azures_to_write(scene: Scene) -> None:
    scene.cloud.do("BuyDomain", zone="contoso.com", domain="contoso.com")
    scene.cloud.second_subscription()
    scene.order = replace(scene.order, id=f"{OTHER_GROUP}/x/contosocert")
    assert scene.finds(Method.DOMAIN) == "NotAnAppServiceDomain"


def mail(scene: Scene, *, opened: bool = False, link: str = "https://ca.example/1", at: int = 0) -> None:
    moment = scene.cloud.world.now + timedelta(days=at)
    scene.cloud.put(
        Mail(
            id=f"mail {at}",
            order=scene.order.id.upper(),
            to=("admin@contoso.com",),
            sent_at=moment,
            subject="Confirm",
            body="",
            link=link,
            opened_at=moment if opened else None,
        )
    )


def test_an_opened_link_proves_the_domain(scene: Scene) -> None:
    undelivered = scene.check(Method.MAIL)
    assert (undelivered.code, "Resend Email" in undelivered.found) == ("MailNotDelivered", True)
    mail(scene)
    waiting = scene.check(Method.MAIL)
    assert (waiting.code, "admin@contoso.com" in waiting.found) == ("MailNotOpened", True)
    mail(scene, opened=True)
    assert scene.finds(Method.MAIL) == ""


def test_a_link_proves_once(scene: Scene) -> None:
    mail(scene, opened=True)
    now = scene.cloud.world.now
    scene.cloud.put(OrderLedger(id=scene.order.id, created_at=now, verified_at=now))
    assert scene.finds(Method.MAIL) == "MailNotDelivered"
    mail(scene, at=400)
    assert scene.finds(Method.MAIL) == "MailNotOpened"
    mail(scene, opened=True, at=400)
    assert scene.finds(Method.MAIL) == ""


def test_other_mail_proves_nothing(scene: Scene) -> None:
    mail(scene, opened=True, link="")
    assert scene.finds(Method.MAIL) == "MailNotDelivered"
    mail(scene, opened=True, at=1)
    scene.order = replace(scene.order, id=scene.order.id + "2")
    assert scene.finds(Method.MAIL) == "MailNotDelivered"


def test_every_refusal_says_the_way_out(scene: Scene) -> None:
    ways: dict[Method, Callable[[str], bool]] = {
        Method.DOMAIN: lambda found: "Manual Verification" in found,
        Method.MAIL: lambda found: "Resend Email" in found,
        Method.MANUAL_TXT: lambda found: f"the value {TOKEN}" in found,
        Method.MANUAL_HTML: lambda found: PAGE in found,
    }
    for method, tells in ways.items():
        found = scene.check(method)
        assert not found.passed
        assert tells(found.found)
