"""Free managed certificates: every condition, creation after a while, renewal 45 days before expiry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from store.jobs.advance import dry_run
from store.jobs.upcoming import upcoming
from store.operations.simulator.clock import AdvanceClock
from store.operations.web.app_settings import SetAppSetting
from store.operations.web.bindings import AddBinding
from store.operations.web.certificates import DeleteCertificate
from store.operations.web.hosts import SetTrafficManager
from store.operations.web.managed import CreateManagedCertificate
from store.operations.web.plans import CreatePlan, ScalePlan
from store.operations.web.settings import SetIpRestrictions, SetPublicNetworkAccess
from store.resources import (
    DnsZone,
    JobRun,
    ManagedRequest,
    RecordType,
    ResourceGroup,
    WebCertificate,
)
from store.services.web.loadable import loadable
from store.services.web.managed_terms import lead, shorter_days, term_end
from tests.support.app_cloud import NOW, Stage
from tests.support.stated import stated

END = datetime(2023, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.new_site("contoso-app", "contoso.com", "www.contoso.com")
    return stage


def create(host: str = "www.contoso.com") -> CreateManagedCertificate:
    return CreateManagedCertificate(site="contoso-app", host=host)


def made(stage: Stage, host: str = "www.contoso.com") -> WebCertificate:
    stage.do(create(host))
    stage.do(AdvanceClock(by="2m"))
    return stage.certificate(host)


@pytest.mark.row("S1-12")
@pytest.mark.row("S1-14")
@pytest.mark.parametrize("host", ["contoso.com", "www.contoso.com"])
def test_a_managed_certificate_is_there_after_a_while(stage: Stage, host: str) -> None:
    stage.do(create(host))
    assert stage.refused(create(host)).code == "Conflict"
    request = next(stage.world.all(ManagedRequest))
    assert timedelta(minutes=1) <= request.due_at - NOW <= timedelta(minutes=2)
    assert [event.subject for event in upcoming(stage.world, 1)] == [host]
    assert not list(stage.world.all(WebCertificate))
    stage.do(AdvanceClock(by="2m"))
    certificate = stage.certificate(host)
    assert certificate.managed
    assert certificate.properties.issuer == "Sim TLS RSA CA G1"
    assert certificate.properties.expiration_date == term_end(request.due_at)
    assert certificate.properties.pfx_blob
    assert not list(stage.world.all(ManagedRequest))
    assert stage.host("contoso-app", host).thumbprint is None


@pytest.mark.row("S1-16")
def test_one_certificate_for_each_domain(stage: Stage) -> None:
    made(stage)
    again = stage.refused(create())
    assert "each custom domain can have one" in again.message
    stage.do(DeleteCertificate(certificate="www.contoso.com"))
    stage.do(create())


@pytest.mark.row("S1-16")
@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("*.contoso.com", "ManagedCertificateWildcard"),
        ("a_b.contoso.com", "ManagedCertificateName"),
        ("a" * 60 + ".contoso.com", "ManagedCertificateName"),
        ("blog.contoso.com", "HostNameNotMapped"),
    ],
)
def test_names_that_cannot_have_one(stage: Stage, host: str, code: str) -> None:
    assert stage.refused(create(host)).code == code


@pytest.mark.row("S1-11")
def test_the_tier_must_allow_it(stage: Stage) -> None:
    stage.do(ScalePlan(plan="plan-web", sku="D1"))
    assert stage.refused(create()).message == "Managed Certificate is not supported on Free and Shared tier."


@pytest.mark.row("S1-18")
def test_an_environment_has_none(stage: Stage) -> None:
    stage.put(ResourceGroup(id=stage.plan().id.split("/providers")[0] + "2", name="rg-web2", location="x"))
    stage.do(
        CreatePlan(
            name="ase", resource_group="rg-web2", location="West US", sku="I1", hosting_environment="ase1"
        )
    )
    stage.new_site("ase-app", "ase.contoso.com", plan="ase")
    refused = stage.refused(CreateManagedCertificate(site="ase-app", host="ase.contoso.com"))
    assert refused.code == "ManagedCertificateEnvironment"


@pytest.mark.row("S1-18")
def test_private_dns_is_refused(stage: Stage) -> None:
    zone = next(stage.world.all(DnsZone))
    stage.put(replace(zone, properties=replace(zone.properties, zone_type="Private")))
    assert "only in a private DNS zone" in stage.refused(create()).message


@pytest.mark.row("S1-19")
def test_an_apex_needs_its_record_and_the_public(stage: Stage) -> None:
    stage.record(RecordType.A, "contoso.com", "203.0.113.1")
    assert stage.refused(create("contoso.com")).code == "ManagedCertificateDns"
    stage.record(RecordType.A, "contoso.com", stage.site("contoso-app").properties.inbound_ip_address)
    stage.do(SetIpRestrictions(site="contoso-app", allowed=("10.0.0.0/8",)))
    closed = stage.refused(create("contoso.com"))
    assert closed.message == "Web app is not accessible by public network."
    stage.do(create("www.contoso.com"))
    stage.do(SetIpRestrictions(site="contoso-app"))
    stage.do(SetPublicNetworkAccess(site="contoso-app", enabled=False))
    assert stage.refused(create("contoso.com")).code == "ManagedCertificateNotReachable"
    stage.do(SetPublicNetworkAccess(site="contoso-app", enabled=True))
    stage.do(SetTrafficManager(site="contoso-app", host="contoso.com", enabled=True))
    assert stage.refused(create("contoso.com")).code == "ManagedCertificateTrafficManager"


@pytest.mark.row("S1-20")
def test_a_subdomain_needs_a_direct_cname(stage: Stage) -> None:
    stage.record(RecordType.CNAME, "www.contoso.com", "hop.contoso.com")
    stage.record(RecordType.CNAME, "hop.contoso.com", "contoso-app.azurewebsites.net")
    assert "hop.contoso.com; it must point directly" in stage.refused(create()).message


@pytest.mark.parametrize(("era", "code"), [("2022", "ManagedCertificateDns"), ("2026", "")])
def test_a_host_behind_traffic_manager_can_have_one_since_2025(era: str, code: str) -> None:
    stage = Stage(era)
    stage.new_site("contoso-app", "www.contoso.com")
    profile = "contoso.trafficmanager.net"
    stage.record(RecordType.CNAME, "www.contoso.com", profile)
    assert stage.refused(create()).code == "ManagedCertificateDns"  # the app is no endpoint of it
    stage.do(SetTrafficManager(site="contoso-app", host=profile, enabled=True))
    if code:
        assert stage.refused(create()).code == code
    else:
        stage.do(create())


@pytest.mark.row("S1-14")
def test_caa_must_allow_digicert(stage: Stage) -> None:
    stage.record(RecordType.CAA, "contoso.com", '0 issue "letsencrypt.org"')
    refused = stage.refused(create())
    assert refused.message == (
        "Properties.CanonicalName is invalid. Certificate creation failed unexpectedly for canonical name "
        "www.contoso.com."
    )
    assert "do not allow digicert.com to issue for www.contoso.com" in refused.next_step
    stage.record(RecordType.CAA, "contoso.com", '0 issue "digicert.com; account=abc1___d234"')
    assert "without a parameter" in stage.refused(create()).next_step
    stage.record(RecordType.CAA, "contoso.com", '0 issue "digicert.com"')
    stage.do(create())


@pytest.mark.parametrize(("era", "code"), [("2019", "ManagedCertificateNotOffered"), ("2026", "")])
def test_the_year_decides(era: str, code: str) -> None:
    stage = Stage(era)
    stage.new_site("contoso-app", "contoso.com")
    if code:
        assert stage.refused(create("contoso.com")).code == code
    else:
        stage.do(SetPublicNetworkAccess(site="contoso-app", enabled=False))
        stage.do(create("contoso.com"))


def test_a_condition_that_breaks_while_waiting_is_told_by_the_job(stage: Stage) -> None:
    stage.do(create())
    stage.record(RecordType.CNAME, "www.contoso.com", "elsewhere.example.com")
    stage.do(AdvanceClock(by="2m"))
    assert not list(stage.world.all(WebCertificate))
    assert not list(stage.world.all(ManagedRequest))
    outcome = next(stage.world.all(JobRun)).outcomes[0]
    assert not outcome.ok
    assert "must point directly" in outcome.result


@pytest.mark.row("S1-13")
def test_renewal_comes_45_days_before_expiry_and_bindings_follow(stage: Stage) -> None:
    first = made(stage)
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate="www.contoso.com"))
    expires = stated(first.properties.expiration_date)
    stage.do(AdvanceClock(to=expires - timedelta(days=45, seconds=1)))
    assert stage.certificate("www.contoso.com").thumbprint == first.thumbprint
    stage.do(AdvanceClock(to=expires - timedelta(days=45)))
    renewed = stage.certificate("www.contoso.com")
    assert renewed.thumbprint != first.thumbprint
    assert renewed.properties.public_key_hash != first.properties.public_key_hash
    assert stated(renewed.properties.expiration_date) == term_end(expires - timedelta(days=45))
    assert stage.host("contoso-app", "www.contoso.com").thumbprint == renewed.thumbprint


def test_terms_follow_one_another_for_years(stage: Stage) -> None:
    made(stage)
    stage.do(AdvanceClock(to=NOW.replace(year=2026)))
    assert stated(stage.certificate("www.contoso.com").properties.expiration_date) > NOW.replace(year=2026)
    assert len(list(stage.world.all(JobRun))) > 8


@pytest.mark.row("S1-15")
def test_a_pinned_thumbprint_is_not_found_after_a_renewal(stage: Stage) -> None:
    first = made(stage)
    name = "WEBSITE_LOAD_CERTIFICATES"
    stage.do(SetAppSetting(site="contoso-app", name=name, value=first.thumbprint))
    assert "client certificate" in loadable(stage.world, stage.site("contoso-app"))[0].note
    stage.do(AdvanceClock(to=first.properties.expiration_date))
    assert loadable(stage.world, stage.site("contoso-app"))[0].note.startswith("A renewed certificate")


def test_a_renewal_that_is_refused_is_told_each_day_and_made_up_for(stage: Stage) -> None:
    first = made(stage)
    begin = stated(first.properties.expiration_date) - timedelta(days=45)
    stage.record(RecordType.CNAME, "www.contoso.com", "hop.contoso.com")
    foretold = dry_run(stage.world, begin)[0]
    assert foretold.text.startswith("Not renewed: The CNAME record") and not foretold.ok
    stage.do(AdvanceClock(to=begin + timedelta(days=5)))
    failures = [run for run in stage.world.all(JobRun) if not run.outcomes[0].ok]
    assert [run.ran_at for run in failures] == [begin + timedelta(days=tried) for tried in range(6)]
    assert stage.certificate("www.contoso.com").thumbprint == first.thumbprint
    stage.record(RecordType.CNAME, "www.contoso.com", "contoso-app.azurewebsites.net")
    stage.do(AdvanceClock(by="1d"))
    assert stage.certificate("www.contoso.com").thumbprint != first.thumbprint


def test_a_certificate_nobody_repairs_expires(stage: Stage) -> None:
    first = made(stage)
    stage.record(RecordType.CNAME, "www.contoso.com", "hop.contoso.com")
    stage.do(AdvanceClock(to=stated(first.properties.expiration_date) + timedelta(days=400)))
    assert stage.certificate("www.contoso.com").thumbprint == first.thumbprint


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (NOW, END),
        (datetime(2022, 8, 31, tzinfo=UTC), datetime(2023, 2, 28, tzinfo=UTC)),
        (datetime(2022, 6, 30, tzinfo=UTC), datetime(2022, 12, 30, tzinfo=UTC)),
        (datetime(9999, 8, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_terms_end_on_the_same_day_six_months_on(start: datetime, end: datetime) -> None:
    assert term_end(start) == end


@pytest.mark.parametrize("endpoint", ["nested", "external"])
def test_in_2026_nested_and_external_endpoints_of_traffic_manager_get_none(endpoint: str) -> None:
    stage = Stage("2026")
    stage.new_site("contoso-app", "www.contoso.com")
    stage.do(SetTrafficManager(site="contoso-app", host="www.contoso.com", enabled=True, endpoint=endpoint))
    refused = stage.refused(create("www.contoso.com"))
    assert refused.code == "ManagedCertificateTrafficManager" and endpoint in refused.message
    stage.do(SetTrafficManager(site="contoso-app", host="www.contoso.com", enabled=True))
    stage.do(create("www.contoso.com"))


def test_traffic_manager_has_no_other_kinds_of_endpoints() -> None:
    stage = Stage("2026")
    stage.new_site("contoso-app", "www.contoso.com")
    asked = SetTrafficManager(site="contoso-app", host="www.contoso.com", enabled=True, endpoint="x")
    assert stage.refused(asked).code == "InvalidEndpoint"


@pytest.mark.parametrize(
    ("now", "days", "begins"),
    [("2022-08-01", None, 45), ("2026-09-01", None, 45), ("2027-04-01", 100, 33), ("2029-04-01", 47, 15)],
)
def test_what_is_said_of_its_terms_is_what_one_made_then_has(now: str, days: int | None, begins: int) -> None:
    moment = datetime.fromisoformat(f"{now}T09:00:00+00:00")
    assert (shorter_days(moment), lead(moment).days) == (days, begins)
    assert days is None or moment + timedelta(days=days) < term_end(moment)
