"""Plans, apps, custom domains and settings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.operations.registry import from_json
from store.operations.web.bindings import AddBinding
from store.operations.web.hosts import MapHost, SetTrafficManager, UnmapHost
from store.operations.web.imports import ImportAppServiceCertificate
from store.operations.web.plans import CreatePlan
from store.operations.web.settings import SetHttpsOnly, SetIpRestrictions, SetMinTlsVersion
from store.operations.web.sites import CreateSite, SetSiteHealth, StartSite, StopSite
from store.resources import RecordType
from store.services.web.webspaces import webspace_of
from tests.support.app_cloud import Stage


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.do(CreateSite(name="contoso-app", plan="plan-web"))
    return stage


def ready(stage: Stage, host: str) -> None:
    """DNS leads the host to the app, and the owner has proved it."""
    site = stage.site("contoso-app")
    stage.record(RecordType.CNAME, host, site.default_host + ".")
    stage.record(RecordType.TXT, f"asuid.{host}", site.properties.custom_domain_verification_id)


def test_an_app_begins_with_its_default_host_names(stage: Stage) -> None:
    site = stage.site("contoso-app")
    assert [state.name for state in site.properties.host_name_ssl_states] == [
        "contoso-app.azurewebsites.net",
        "contoso-app.scm.azurewebsites.net",
    ]
    assert site.custom_hosts == ()
    assert len(site.properties.custom_domain_verification_id) == 64


def test_apps_of_a_webspace_share_an_address_and_apps_of_a_subscription_an_id(stage: Stage) -> None:
    near = stage.new_site("near-app").properties
    far = stage.new_site("far-app", plan="plan-api").properties
    first = stage.site("contoso-app").properties
    assert near.inbound_ip_address == first.inbound_ip_address != far.inbound_ip_address
    assert first.custom_domain_verification_id == far.custom_domain_verification_id


def test_linux_makes_another_webspace(stage: Stage) -> None:
    stage.do(CreatePlan(name="lin", resource_group="rg-web", location="westeurope", linux=True))
    linux = stage.new_site("lin-app", plan="lin")
    assert webspace_of(stage.world, linux) != webspace_of(stage.world, stage.site("contoso-app"))
    assert stage.plan("lin").webspace == "rg-web-WestEuropewebspace-Linux"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"name": "a b"}, "InvalidPlanName"),
        ({"name": "plan_web"}, "InvalidPlanName"),
        ({"location": "Atlantis"}, "LocationNotAvailableForResourceType"),
        ({"sku": "Z9"}, "InvalidSku"),
        ({"sku": "I1"}, "InvalidSku"),
        ({"resource_group": "rg-none"}, "ResourceNotFound"),
        ({"name": "plan-web"}, "Conflict"),
    ],
)
def test_plans_that_cannot_be(stage: Stage, arguments: dict[str, str], code: str) -> None:
    plan = CreatePlan(name="p", resource_group="rg-web", location="West Europe")
    assert stage.refused(replace(plan, **arguments)).code == code


@pytest.mark.parametrize(("name", "code"), [("x", "InvalidSiteName"), ("CONTOSO-app", "Conflict")])
def test_apps_that_cannot_be(stage: Stage, name: str, code: str) -> None:
    assert stage.refused(CreateSite(name=name, plan="plan-api")).code == code


def test_a_host_is_mapped_when_dns_leads_here_and_the_owner_is_proved(stage: Stage) -> None:
    site = stage.site("contoso-app")
    missing = stage.refused(MapHost(site="contoso-app", host="www.contoso.com"))
    assert missing.code == "HostNameNotResolved"
    stage.record(RecordType.CNAME, "www.contoso.com", site.default_host)
    unproven = stage.refused(MapHost(site="contoso-app", host="www.contoso.com"))
    assert unproven.message == (
        "A TXT record pointing from asuid.www.contoso.com to "
        f"{site.properties.custom_domain_verification_id} was not found."
    )
    stage.record(RecordType.TXT, "asuid.www.contoso.com", site.properties.custom_domain_verification_id)
    stage.do(MapHost(site="contoso-app", host="WWW.contoso.com"))
    assert [state.name for state in stage.site("contoso-app").custom_hosts] == ["www.contoso.com"]


def test_an_apex_is_mapped_by_its_a_record(stage: Stage) -> None:
    site = stage.site("contoso-app").properties
    stage.record(RecordType.A, "contoso.com", site.inbound_ip_address)
    stage.record(RecordType.TXT, "asuid.contoso.com", site.custom_domain_verification_id)
    stage.do(MapHost(site="contoso-app", host="contoso.com"))
    stage.record(RecordType.CNAME, "*.contoso.com", stage.site("contoso-app").default_host)
    stage.do(MapHost(site="contoso-app", host="*.contoso.com"))
    assert [state.name for state in stage.site("contoso-app").custom_hosts] == [
        "contoso.com",
        "*.contoso.com",
    ]


def test_a_host_belongs_to_one_app(stage: Stage) -> None:
    ready(stage, "www.contoso.com")
    stage.do(MapHost(site="contoso-app", host="www.contoso.com"))
    stage.new_site("second-app")
    taken = stage.refused(MapHost(site="second-app", host="www.contoso.com"))
    assert taken.message == "The host name www.contoso.com is already mapped to app 'contoso-app'."
    azure = stage.refused(MapHost(site="contoso-app", host="second-app.azurewebsites.net"))
    assert azure.code == "InvalidHostName"


@pytest.mark.parametrize("host", ["contoso", "a_b.contoso.com", "a.*.contoso.com", "", "20.1.2.3", "x" * 300])
def test_what_is_no_host_name_is_refused(stage: Stage, host: str) -> None:
    assert stage.refused(MapHost(site="contoso-app", host=host)).code == "InvalidHostName"


def test_a_bound_host_cannot_be_unmapped(stage: Stage) -> None:
    ready(stage, "www.contoso.com")
    stage.do(MapHost(site="contoso-app", host="www.contoso.com"))
    stage.issue()
    stage.do(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    bind = AddBinding(site="contoso-app", host="www.contoso.com", certificate=stage.order().thumbprint)
    stage.do(bind)
    assert "TLS/SSL binding" in stage.refused(UnmapHost(site="contoso-app", host="www.contoso.com")).message
    unmapped = stage.refused(UnmapHost(site="contoso-app", host="contoso-app.azurewebsites.net"))
    assert unmapped.code == "HostNameNotMapped"


def test_unmapping_leaves_the_other_hosts(stage: Stage) -> None:
    for host in ("www.contoso.com", "shop.contoso.com"):
        ready(stage, host)
        stage.do(MapHost(site="contoso-app", host=host))
    stage.do(UnmapHost(site="contoso-app", host="www.contoso.com"))
    assert [state.name for state in stage.site("contoso-app").custom_hosts] == ["shop.contoso.com"]


def test_a_setting_that_is_so_already_is_refused(stage: Stage) -> None:
    assert stage.refused(SetHttpsOnly(site="contoso-app", enabled=False)).code == "NoChange"
    stage.do(SetHttpsOnly(site="contoso-app", enabled=True))
    assert stage.site("contoso-app").properties.https_only


def test_settings_are_checked(stage: Stage) -> None:
    assert stage.refused(SetMinTlsVersion(site="contoso-app", version="1.3")).code == "InvalidTlsVersion"
    assert stage.refused(SetIpRestrictions(site="contoso-app", allowed=("x",))).code == "InvalidAddress"
    assert stage.refused(SetSiteHealth(site="contoso-app", status=42)).code == "InvalidStatus"
    assert stage.refused(StartSite(site="contoso-app")).code == "Conflict"
    assert stage.refused(StopSite(site="no-app")).code == "ResourceNotFound"


def test_a_host_behind_traffic_manager(stage: Stage) -> None:
    ready(stage, "www.contoso.com")
    stage.do(MapHost(site="contoso-app", host="www.contoso.com"))
    stage.do(SetTrafficManager(site="contoso-app", host="www.contoso.com", enabled=True))
    assert stage.host("contoso-app", "www.contoso.com").azure_resource_type == "TrafficManager"


def test_operations_are_read_from_json(stage: Stage) -> None:
    stage.do(from_json({"operation": "set-site-health", "site": "contoso-app", "status": 500}))
    assert stage.site("contoso-app").properties.health_status == 500
