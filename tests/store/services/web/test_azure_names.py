"""Names that Azure gives apps, and custom domains that are aliases of them."""

from __future__ import annotations

import pytest

from store.operations.web.bindings import AddBinding
from store.operations.web.hosts import MapHost, SetTrafficManager, UnmapHost
from store.operations.web.imports import ImportAppServiceCertificate
from store.resources import RecordType
from store.services.web.bindings import shared_address
from store.services.web.custom_domains import resolve
from store.services.web.serving import served
from tests.support.app_cloud import Stage
from tests.support.order_cloud import Shop

APP = "contoso-app.azurewebsites.net"
SCM = "contoso-app.scm.azurewebsites.net"
PROFILE = "contoso.trafficmanager.net"


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.new_site("contoso-app", "contoso.com")
    return made


@pytest.mark.parametrize("name", [APP, APP.upper(), f"{APP}.", SCM, f"sni.{APP}"])
def test_an_app_answers_at_each_of_its_names(stage: Stage, name: str) -> None:
    assert resolve(stage.world, name).addresses == (stage.site("contoso-app").properties.inbound_ip_address,)


@pytest.mark.parametrize(
    "name",
    [
        "other.azurewebsites.net",
        "azurewebsites.net",
        f"www.{APP}",
        "sni.contoso-app.scm.azurewebsites.net",
        "sni.azurewebsites.net",
        "contoso-app.scm.scm.azurewebsites.net",
        PROFILE,
    ],
)
def test_names_that_no_app_has_lead_nowhere(stage: Stage, name: str) -> None:
    assert resolve(stage.world, name).addresses == ()


def test_the_sni_name_keeps_the_shared_address_beside_an_ip_based_binding(stage: Stage) -> None:
    stage.issue()
    stage.do(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    thumbprint = stage.order().thumbprint
    stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=thumbprint, type="IP"))
    dedicated = stage.site("contoso-app").properties.inbound_ip_address
    assert resolve(stage.world, APP).addresses == (dedicated,)
    assert resolve(stage.world, f"sni.{APP}").addresses == (shared_address(stage.world, stage.plan()),)
    stage.record(RecordType.CNAME, "www.contoso.com", f"sni.{APP}")
    proof = stage.site("contoso-app").properties.custom_domain_verification_id
    stage.record(RecordType.TXT, "asuid.www.contoso.com", proof)
    stage.do(MapHost(site="contoso-app", host="www.contoso.com"))
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate=thumbprint))
    assert served(stage.world, "www.contoso.com").secure


def test_a_traffic_manager_profile_leads_to_the_apps_behind_it(stage: Stage) -> None:
    stage.do(SetTrafficManager(site="contoso-app", host=PROFILE, enabled=True))
    stage.record(RecordType.CNAME, "www.contoso.com", PROFILE)
    proof = stage.site("contoso-app").properties.custom_domain_verification_id
    stage.record(RecordType.TXT, "asuid.www.contoso.com", proof)
    stage.do(MapHost(site="contoso-app", host="www.contoso.com"))
    assert resolve(stage.world, "www.contoso.com").chain == ("www.contoso.com", PROFILE)
    again = SetTrafficManager(site="contoso-app", host=PROFILE.upper(), enabled=True)
    assert stage.refused(again).code
    assert "Traffic Manager endpoint" in stage.refused(MapHost(site="contoso-app", host=PROFILE)).next_step
    stage.do(SetTrafficManager(site="contoso-app", host=PROFILE, enabled=False))
    assert resolve(stage.world, "www.contoso.com").addresses == ()
    stage.do(SetTrafficManager(site="contoso-app", host=PROFILE, enabled=True))
    stage.do(UnmapHost(site="contoso-app", host=PROFILE))
    assert stage.site("contoso-app").host(PROFILE) is None


@pytest.mark.parametrize("name", ["a b.trafficmanager.net", ".trafficmanager.net", "*.trafficmanager.net"])
def test_a_profile_needs_a_host_name(stage: Stage, name: str) -> None:
    assert (
        stage.refused(SetTrafficManager(site="contoso-app", host=name, enabled=True)).code
        == "InvalidHostName"
    )


def test_the_proof_of_a_domain_may_be_an_alias(stage: Stage) -> None:
    proof = stage.site("contoso-app").properties.custom_domain_verification_id
    stage.record(RecordType.CNAME, "www.contoso.com", APP)
    stage.record(RecordType.CNAME, "asuid.www.contoso.com", "proof.contoso.com")
    stage.record(RecordType.TXT, "proof.contoso.com", proof)
    stage.do(MapHost(site="contoso-app", host="www.contoso.com"))


def test_a_binding_by_ip_says_whether_dns_has_to_be_pointed_to_its_address() -> None:
    """The A record of the root domain keeps the shared address; www follows the app's own name by itself."""
    shop = Shop()
    shop.issue()
    shop.do("ImportAppServiceCertificate", site="contoso-app", order="contosocert")
    asked = {"site": "contoso-app", "certificate": shop.linked().id, "type": "IP"}
    told = shop.do("AddBinding", host="www.contoso.com", **asked)
    assert told.endswith(", and DNS leads there.")
    told = shop.do("AddBinding", host="contoso.com", **asked)
    address = told.partition("Its dedicated IP address is ")[2].partition(": point its A record there.")[0]
    assert served(shop.world, "contoso.com", sni=False).refused == "" and address.startswith("20.61.")
    shop.do("RemoveRecord", zone="contoso.com", type="A", name="@")
    shop.do("AddRecord", zone="contoso.com", type="A", name="@", value=address)
    shop.do("AddBinding", host="contoso.com", **{**asked, "type": "SNI"})
    assert shop.do("AddBinding", host="contoso.com", **asked).endswith(", and DNS leads there.")
