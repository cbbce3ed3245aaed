"""What a client gets: the handshake, the certificate, and what comes after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from store.operations.web.bindings import AddBinding, RemoveBinding
from store.operations.web.settings import (
    SetHttpsOnly,
    SetIpRestrictions,
    SetMinTlsVersion,
    SetPublicNetworkAccess,
)
from store.operations.web.sites import StopSite
from store.resources import Clock, RecordType, Revocation
from store.services.web.client_trust import issued_record
from store.services.web.serving import served
from tests.support.app_cloud import IMPORTED, NOW, WILDCARD, Stage, imported, with_certificate


@pytest.fixture
def stage() -> Stage:
    stage = with_certificate()
    imported(stage, "contoso.com")
    return stage


def test_a_bound_host_is_secure(stage: Stage) -> None:
    found = served(stage.world, "CONTOSO.com")
    assert found.secure
    assert (found.thumbprint, found.names) == (stage.order().thumbprint, WILDCARD)
    assert (found.protocol, found.answer, found.plain) == ("TLS 1.2", "200", "200")


def test_an_unbound_host_gets_the_platforms_certificate(stage: Stage) -> None:
    found = served(stage.world, "www.contoso.com")
    assert found.thumbprint == ""
    assert found.objections == (
        "The certificate is for *.azurewebsites.net, *.scm.azurewebsites.net, not for 'www.contoso.com'.",
    )
    assert served(stage.world, "contoso-app.azurewebsites.net").secure


@pytest.mark.row("S1-77")
@pytest.mark.parametrize(("least", "offered", "refused"), [("1.2", "1.1", True), ("1.1", "1.1", False)])
def test_the_minimum_version_decides_the_handshake(
    stage: Stage, least: str, offered: str, refused: bool
) -> None:
    stage.do(SetMinTlsVersion(site="contoso-app", version="1.0"))
    stage.do(SetMinTlsVersion(site="contoso-app", version=least))
    assert bool(served(stage.world, "contoso.com", tls=offered).refused) is refused


@pytest.mark.row("S1-77")
def test_https_only_redirects_plain_http(stage: Stage) -> None:
    stage.do(SetHttpsOnly(site="contoso-app", enabled=True))
    assert served(stage.world, "contoso.com").plain == "301: redirected to https://contoso.com/"


def test_without_sni_an_address_answers_with_its_own_certificate(stage: Stage) -> None:
    assert served(stage.world, "contoso.com", sni=False).thumbprint == ""
    stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=IMPORTED, type="IP"))
    address = stage.host("contoso-app", "contoso.com").virtual_ip
    assert address is not None
    assert served(stage.world, "contoso.com", sni=False).thumbprint == ""
    stage.record(RecordType.A, "contoso.com", address)
    assert served(stage.world, "contoso.com", sni=False).thumbprint == stage.order().thumbprint


def test_a_record_on_a_lost_address_leads_nowhere(stage: Stage) -> None:
    stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=IMPORTED, type="IP"))
    stage.record(RecordType.A, "contoso.com", stage.host("contoso-app", "contoso.com").virtual_ip or "")
    assert served(stage.world, "contoso.com").secure
    stage.do(RemoveBinding(site="contoso-app", host="contoso.com"))
    assert "no address of app 'contoso-app'" in served(stage.world, "contoso.com").refused


def test_expired_and_revoked_certificates_are_objected_to(stage: Stage) -> None:
    stage.put(Clock(id="clock", now=NOW + timedelta(days=365)))
    stage.put(
        Revocation(id=stage.order().thumbprint, order=stage.order().id, serial_number="01", revoked_at=NOW)
    )
    assert len(served(stage.world, "contoso.com").objections) == 2


def test_an_older_certificate_is_still_known(stage: Stage) -> None:
    first = stage.order().thumbprint
    stage.issue(names=("www.contoso.com",))
    held = stage.certificate(IMPORTED)
    stage.put(replace(held, properties=replace(held.properties, thumbprint=stage.order().thumbprint)))
    found = served(stage.world, "contoso.com")
    assert (found.thumbprint, found.names) == (first, WILDCARD)


@pytest.mark.parametrize(
    "change",
    [
        StopSite(site="contoso-app"),
        SetPublicNetworkAccess(site="contoso-app", enabled=False),
        SetIpRestrictions(site="contoso-app", allowed=("10.0.0.0/8",)),
    ],
)
def test_an_app_that_is_closed_still_shows_its_certificate(
    stage: Stage, change: StopSite | SetPublicNetworkAccess | SetIpRestrictions
) -> None:
    stage.do(change)
    found = served(stage.world, "contoso.com")
    assert found.secure
    assert found.answer.startswith("403")


def test_a_host_of_nobody(stage: Stage) -> None:
    assert served(stage.world, "fabrikam.com").refused == "No app has the host name 'fabrikam.com'."


def test_what_an_order_wrote_down_of_each_certificate(stage: Stage) -> None:
    first = stage.order().thumbprint
    second = stage.issue(names=("www.contoso.com",))
    for number, thumbprint in enumerate((first, second), 1):
        record = issued_record(stage.world, thumbprint)
        assert record is not None
        assert record.number == number
    assert issued_record(stage.world, "0" * 40) is None
