"""An export says less than Azure knows: what it leaves out is no fault, no drift and no event."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from store.drift import order_drift
from store.drift.facts import Hop
from store.errors import AzureError
from store.estates.sources import Surroundings
from store.jobs.upcoming import upcoming
from store.journal.in_memory import MemoryJournal
from store.operations.arguments import File
from store.operations.certificate_registration.export import ExportCertificate
from store.operations.certificate_registration.rekey_and_renew import Rekey, RenewOrder
from store.operations.simulator.clock import AdvanceClock
from store.operations.web.certificates import SyncCertificate
from store.portal import Portal
from store.resources import CertificateOrder, Charge, OrderLedger, Site, Subscription, WebCertificate
from store.services.certificate_registration.configuration import configuration_steps
from store.services.certificate_registration.order_limits import orders_words
from store.services.certificate_registration.state import Kind, order_state
from store.services.web.webspaces import bindings_with
from store.world import World
from tests.support.estate_documents import (
    EXPIRES,
    NEW,
    OLD,
    SUBSCRIPTION,
    certificate,
    host,
    link,
    order,
    plan,
    record,
    site,
    vault,
    version,
)
from tests.support.estates import DAY, sample_world, world_of

_WHOLE = (plan(), vault(), version(NEW, "2026-08-01T00:05:00+00:00"))


def the_order(world: World) -> CertificateOrder:
    return next(world.all(CertificateOrder))


def hop(world: World, letter: str) -> Hop:
    return next(one for one in order_drift(world, the_order(world)).hops if one.letter == letter)


# E1: the link is not under the order's own name.


def test_the_only_link_that_works_is_the_orders_whatever_its_name() -> None:
    links = {"imported-2024": link("KeyVaultDoesNotExist", "old"), "imported-2026": link()}
    world = world_of(order(certificates=links), certificate(), *_WHOLE)
    assert hop(world, "A").equal is True
    assert order_state(world, the_order(world)).kind is Kind.READY


def test_of_several_links_that_work_it_is_said_which_there_are() -> None:
    world = world_of(order(certificates={"one": link(), "two": link(secret="second")}), *_WHOLE)
    found = hop(world, "A")
    assert (found.equal, found.repair) == (None, "")
    assert found.cause == "Its links are one, two; none has its name."
    assert order_state(world, the_order(world)).kind is not Kind.NOT_STORED


# E2: the vault is not in the export.


def test_a_vault_that_is_not_in_the_export_is_not_missing() -> None:
    world = world_of(order(), certificate(), site("contoso-app", host("www.contoso.com")), plan())
    found = hop(world, "A")
    assert (found.equal, found.cause, found.repair) == (None, "The vault is not in the export.", "")
    assert not order_drift(world, the_order(world)).drifted


def test_a_vault_that_azure_says_is_gone_is_missing() -> None:
    world = sample_world("resource-graph")
    gone = next(one for one in world.all(CertificateOrder) if one.name == "contosolegacy")
    found = next(one for one in order_drift(world, gone).hops if one.letter == "A")
    assert found.equal is False
    assert found.repair == "Choose another one in Certificate Configuration > Step 1: Store."


# E3: addresses are taken, never drawn.


def test_a_host_is_compared_with_the_address_that_azure_told() -> None:
    records = [record("A", "www", ARecords=[{"ipv4Address": "203.0.113.10"}])]
    app = site("contoso-app", host("www.contoso.com"), inboundIpAddress="203.0.113.10")
    assert hop(world_of(order(), certificate(), app, records, *_WHOLE), "D").equal is True


def test_a_host_may_lead_to_any_of_the_possible_addresses() -> None:
    records = [record("A", "www", ARecords=[{"ipv4Address": "203.0.113.11"}])]
    told = {"inboundIpAddress": "203.0.113.10", "possibleInboundIpAddresses": "203.0.113.10,203.0.113.11"}
    app = site("contoso-app", host("www.contoso.com"), **told)
    assert hop(world_of(order(), certificate(), app, records, *_WHOLE), "D").equal is True


def test_a_host_that_leads_elsewhere_differs() -> None:
    records = [record("A", "www", ARecords=[{"ipv4Address": "203.0.113.99"}])]
    app = site("contoso-app", host("www.contoso.com"), inboundIpAddress="203.0.113.10")
    assert hop(world_of(order(), certificate(), app, records, *_WHOLE), "D").equal is False


@pytest.mark.parametrize(
    "records",
    [[], [record("A", "www", ARecords=[{"ipv4Address": "203.0.113.10"}])]],
    ids=["no zone", "no address of the app"],
)
def test_without_a_zone_or_an_address_nobody_knows_what_clients_get(records: list[object]) -> None:
    world = world_of(order(), certificate(), site("contoso-app", host("www.contoso.com")), records, *_WHOLE)
    assert (hop(world, "D").equal, hop(world, "D").found) == (None, "not in the export")
    assert not order_drift(world, the_order(world)).drifted


# E4: the certificate of an App Service Environment is in the app's group, its webspace has the plan's.


def test_hosts_in_another_group_than_their_plan_are_counted() -> None:
    far = certificate(webSpace="ASE109-WestEuropewebspace")
    far["id"] = far["id"].replace("rg-web", "rg-apps")
    app = site("contoso-app", host("www.contoso.com"), host("shop.contoso.com"))
    app["id"] = app["id"].replace("rg-web", "rg-apps")
    world = world_of(order(), far, app, plan(webSpace="ASE109-WestEuropewebspace"), vault())
    assert len(bindings_with(world, next(world.all(WebCertificate)))) == 2


# E5: a default host with a hash and a region in its name is no custom domain.


def test_a_default_host_with_a_hash_is_no_custom_domain() -> None:
    own = "contoso-app-a1b2c3.westeurope-01.azurewebsites.net"
    scm = host("contoso-app-a1b2c3.scm.westeurope-01.azurewebsites.net", None, hostType="Repository")
    app = site("contoso-app", host(own, None, sslState="Disabled"), scm, host("www.contoso.com"))
    app["properties"]["defaultHostName"] = own
    app["properties"]["hostNameSslStates"].pop(0)
    (found,) = world_of(app).all(Site)
    assert [one.name for one in found.custom_hosts] == ["www.contoso.com"]


# E6: no key is in any export.


def rehearsal(*documents: object) -> Portal:
    return Portal(MemoryJournal(world_of(*documents)))


def test_a_certificate_without_its_key_syncs_and_is_not_exported(tmp_path: Path) -> None:
    app = site("contoso-app", host("www.contoso.com", OLD))
    portal = rehearsal(order(), certificate(thumbprint=OLD), app, *_WHOLE)
    portal.perform(SyncCertificate(certificate=next(portal.world.all(WebCertificate)).id))
    assert next(portal.world.all(WebCertificate)).thumbprint == NEW
    assert next(portal.world.all(Site)).custom_hosts[0].thumbprint == NEW
    to = str(tmp_path / "contoso.pfx")
    with pytest.raises(AzureError) as refused:
        portal.perform(ExportCertificate(order=the_order(portal.world).id, path=File(to)))
    assert refused.value.code == "KeyNotInExport"
    assert not (tmp_path / "contoso.pfx").exists()


def test_a_rekeyed_certificate_is_simulated_and_can_be_exported(tmp_path: Path) -> None:
    portal = rehearsal(order(), certificate(), *_WHOLE)
    id = the_order(portal.world).id
    portal.perform(Rekey(order=id))
    portal.perform(AdvanceClock(by="15m"))
    assert the_order(portal.world).thumbprint not in (NEW, "")
    portal.perform(ExportCertificate(order=id, path=File(str(tmp_path / "contoso.pfx"))))
    assert (tmp_path / "contoso.pfx").stat().st_size > 1000


# E7: a managed certificate has no dates in any answer of Azure.


def test_a_managed_certificate_without_dates_makes_no_event() -> None:
    managed = certificate(
        "blog.contoso.com",
        "",
        hostNames=["blog.contoso.com"],
        canonicalName="blog.contoso.com",
        expirationDate=None,
        issueDate=None,
        keyVaultId="",
        keyVaultSecretName="",
    )
    world = world_of(managed, site("contoso-app", host("blog.contoso.com", None)), plan())
    (found,) = world.all(WebCertificate)
    assert (found.managed, found.thumbprint, found.properties.expiration_date) == (True, "", None)
    assert [event for event in upcoming(world, 50) if event.resource == found.id] == []


# E8: the day of proof.


def test_the_day_of_proof_is_unknown_and_holds_nothing_back() -> None:
    world = world_of(order(), certificate(), *_WHOLE)
    verify = configuration_steps(world, the_order(world))[1]
    assert verify.detail == "The day of proof is not in the export; re-verification may be due."
    assert not verify.done
    portal = rehearsal(order(), certificate(), *_WHOLE)
    portal.perform(Rekey(order=the_order(world).id))
    assert portal.world.need(OrderLedger, the_order(world).id).pending is not None


# E10: paid term and price.


def test_a_renewal_is_not_charged_where_the_paid_term_is_not_known() -> None:
    portal = rehearsal(
        order(expirationTime="2026-12-20T00:00:00+00:00", signedCertificate=_ending()), *_WHOLE
    )
    id = the_order(portal.world).id
    portal.perform(RenewOrder(order=id))
    portal.perform(AdvanceClock(by="15m"))
    assert the_order(portal.world).thumbprint != NEW
    assert list(portal.world.all(Charge)) == []
    assert portal.world.need(OrderLedger, id).paid_until is None


def _ending() -> dict[str, str]:
    return {"thumbprint": NEW, "notBefore": "2026-08-01T00:00:00Z", "notAfter": "2026-12-20T00:00:00Z"}


# E11: the revocation of the certificate before a rekey.


def test_a_revocation_that_follows_from_a_rekey_is_marked_inferred() -> None:
    app = site("contoso-app", host("www.contoso.com", OLD))
    told = [version(OLD, "2026-03-01T00:00:00Z", 1), version(NEW, "2026-08-01T00:05:00Z", 2)]
    behind = certificate(thumbprint=OLD)
    world = world_of(order(), behind, app, told, plan(), vault())
    cause = hop(world, "B").cause
    assert "≈ The CA has revoked certificate 1 on 2026-08-04" in cause
    assert "The rekey of 2026-08-01" in cause


def test_a_certificate_before_a_renewal_is_not_taken_for_revoked() -> None:
    behind = certificate(thumbprint=OLD, expirationDate="2026-12-24T00:00:00Z")
    world = world_of(order(), behind, plan(), vault())
    assert "revoke" not in hop(world, "B").cause
    assert "The renewal" in hop(world, "B").cause


# E12: the subscription.


def test_a_subscription_has_its_name_or_its_guid_and_no_limit() -> None:
    (found,) = world_of(order()).all(Subscription)
    assert found.properties.display_name == SUBSCRIPTION.rpartition("/")[2]
    assert orders_words(found.properties, 1) == "1 order, limit not in the export"
    account = {"id": SUBSCRIPTION.rpartition("/")[2], "name": "Retail", "tenantId": "t", "isDefault": True}
    (named,) = world_of(order(), account).all(Subscription)
    assert named.properties.display_name == "Retail"


# Whatever else must not be claimed.


def test_an_order_without_status_is_neither_ready_nor_at_fault() -> None:
    world = sample_world("group-export")
    state = order_state(world, the_order(world))
    assert (state.kind, state.way_out) == (Kind.UNTOLD, None)
    assert [one.equal for one in order_drift(world, the_order(world)).hops] == [None] * 4


def test_an_empty_link_of_two_managed_certificates_is_no_common_link() -> None:
    managed = [
        certificate(
            f"{name}.contoso.com",
            "",
            canonicalName=f"{name}.contoso.com",
            keyVaultId="",
            keyVaultSecretName="",
        )
        for name in ("blog", "shop")
    ]
    world = world_of(*managed, plan())
    assert [Surroundings(world).source(one).value for one in world.all(WebCertificate)] == ["managed"] * 2


def test_the_clock_begins_on_the_day_of_the_export() -> None:
    assert world_of(order()).now == DAY
    assert the_order(world_of(order())).expires == datetime.fromisoformat(EXPIRES)
