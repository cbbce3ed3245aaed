"""Four hops, each broken on its own."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from store.drift import OrderDrift, drift_all, order_drift, site_drift
from store.operations.key_vault.delete_and_move import DeleteVault
from store.operations.web.bindings import AddBinding
from store.operations.web.certificates import SyncCertificate
from store.operations.web.imports import ImportAppServiceCertificate
from store.resources import CertificateOrder, ExportedCopy, OrderLedger, OrderStatus, RecordType, Vault
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, WEB_SITES, service
from store.services.key_vault.permissions import revoke
from tests.support.app_cloud import IMPORTED, NOW, VAULT, Stage, with_shop


@pytest.fixture
def stage() -> Stage:
    """An order, imported into two webspaces, bound to three hosts; nothing has drifted."""
    stage = Stage()
    with_shop(stage)
    stage.new_site("contoso-app", "contoso.com", "www.contoso.com")
    stage.new_site("shop-app", "shop.contoso.com", plan="plan-shop")
    stage.issue()
    for site, host in (("contoso-app", "contoso.com"), ("shop-app", "shop.contoso.com")):
        stage.do(ImportAppServiceCertificate(site=site, order="contosocert"))
        stage.do(AddBinding(site=site, host=host, certificate=stage.order().thumbprint))
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate=IMPORTED))
    return stage


def drifted(stage: Stage) -> list[OrderDrift]:
    """The orders with any drift."""
    each = [order_drift(stage.world, one) for one in stage.world.all(CertificateOrder)]
    return [one for one in each if one.drifted]


def drift(stage: Stage) -> OrderDrift:
    return order_drift(stage.world, stage.order())


def broken(stage: Stage) -> str:
    """The letters of the hops whose ends differ."""
    return "".join(hop.letter for hop in drift(stage).hops if hop.equal is False)


def test_nothing_drifts_at_first(stage: Stage) -> None:
    found = drift(stage)
    assert not found.drifted
    assert [hop.found for hop in found.hops] == ["equal"] * 4
    assert [host.host for host in found.hosts] == ["contoso.com", "www.contoso.com", "shop.contoso.com"]
    assert all(one.in_sync and one.mark.number == 1 and one.mark.current for one in found.linked)
    assert drifted(stage) == []


def test_hop_a_says_what_the_vault_refused(stage: Stage) -> None:
    stage.put(revoke(stage.world.need(Vault, VAULT), service(stage.world, CERTIFICATE_REGISTRATION).id))
    stage.issue(stored=False)
    found = drift(stage)
    assert broken(stage) == "A"
    assert found.secret is not None
    assert found.secret.mark is not None
    assert (found.secret.mark.number, found.mark and found.mark.number) == (1, 2)
    assert "does not have access" in found.hops[0].cause
    # The grid compares with the order, so every row is out of sync although no sync can help.
    assert len(found.out_of_sync) == 2


def test_hop_a_after_the_vault_was_repaired_asks_for_step_1(stage: Stage) -> None:
    stage.issue(stored=False)
    assert "Step 1" in drift(stage).hops[0].repair


def test_hop_a_of_a_deleted_vault(stage: Stage) -> None:
    stage.do(DeleteVault(vault="contoso-kv"))
    assert broken(stage) == "A"
    assert "was not found" in drift(stage).hops[0].cause
    assert drift(stage).hops[1].found == "as the order"


def test_without_a_secret_hop_b_counts_what_has_not_the_orders_certificate(stage: Stage) -> None:
    stage.issue()
    stage.do(SyncCertificate(certificate="contosocert-rg-shop-WestEuropewebspace"))
    stage.do(DeleteVault(vault="contoso-kv"))
    assert broken(stage) == "AB"
    assert drift(stage).hops[1].found == "1 of 2 differ from the order"
    assert drift(stage).hops[1].repair.startswith("Recover the vault")


def test_an_issued_order_without_a_vault_has_drifted_and_a_pending_one_has_not(stage: Stage) -> None:
    order = stage.order()
    bare = replace(order, properties=replace(order.properties, certificates={}))
    stage.put(bare)
    assert broken(stage) == "AB"
    pending = replace(order.properties, signed_certificate=None, status=OrderStatus.PENDING_ISSUANCE)
    stage.put(replace(order, properties=pending))
    assert broken(stage) == ""
    assert drift(stage).hops[0].found == "not issued yet"


@pytest.mark.row("S2-07")
def test_hop_b_counts_the_certificates_that_wait_for_a_sync(stage: Stage) -> None:
    stage.issue()
    stage.do(SyncCertificate(certificate="contosocert-rg-shop-WestEuropewebspace"))
    found = drift(stage)
    assert broken(stage) == "B"
    assert found.hops[1].found == "1 of 2 differ"
    assert found.hops[1].repair.startswith("Sync, or wait for the sync job at 2022-08-0")
    assert [one.mark.number for one in found.linked] == [1, 2]
    assert [one.name for one in found.out_of_sync] == [IMPORTED]
    assert [one.order for one in drifted(stage)] == [stage.order().id]


def test_hop_b_names_the_missing_permission_before_it_hurts(stage: Stage) -> None:
    stage.put(revoke(stage.world.need(Vault, VAULT), service(stage.world, WEB_SITES).id))
    assert broken(stage) == ""
    assert "does not have access" in drift(stage).hops[1].cause
    stage.issue()
    assert broken(stage) == "B"
    assert "Microsoft.Azure.WebSites" in drift(stage).hops[1].repair


def test_hop_c_of_a_host_that_lost_its_name(stage: Stage) -> None:
    stage.issue(names=("*.contoso.com",))
    stage.do(SyncCertificate(certificate=IMPORTED))
    stage.do(SyncCertificate(certificate="contosocert-rg-shop-WestEuropewebspace"))
    found = drift(stage)
    assert broken(stage) == "C"
    assert found.hops[2].found == "1 of 3 differ"
    assert "does not name 'contoso.com'" in found.hops[2].cause
    left = next(host for host in found.hosts if not host.equal)
    assert (left.mark.number, left.client_mark.number) == (1, 1)


def test_a_host_bound_to_a_foreign_certificate_is_told_beside(stage: Stage) -> None:
    held = stage.certificate(IMPORTED)
    own = replace(held.properties, thumbprint="F" * 40, key_vault_id=None, key_vault_secret_name=None)
    stage.put(replace(held, id=held.id + "2", name="upload", properties=own))
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate="upload"))
    found = drift(stage)
    assert not found.drifted
    assert [(host.host, host.mark.number, host.equal) for host in found.foreign] == [
        ("www.contoso.com", None, False)
    ]


def test_hop_d_of_a_host_that_dns_leads_elsewhere(stage: Stage) -> None:
    stage.record(RecordType.A, "contoso.com", "203.0.113.9")
    assert broken(stage) == "D"
    assert "203.0.113.9" in drift(stage).hops[3].cause


@pytest.mark.row("S1-71")
def test_hop_d_of_an_exported_copy(stage: Stage) -> None:
    first = stage.order().thumbprint
    stage.put(
        ExportedCopy(id="e1", order=stage.order().id, path="/tmp/x.pfx", thumbprint=first, exported_at=NOW)
    )
    assert broken(stage) == ""
    stage.issue()
    for name in (IMPORTED, "contosocert-rg-shop-WestEuropewebspace"):
        stage.do(SyncCertificate(certificate=name))
    found = drift(stage)
    assert broken(stage) == ""
    assert (found.hops[3].found, found.drifted) == ("1 copy outside", False)
    assert [copy.path for copy in found.outside] == ["/tmp/x.pfx"]
    assert (found.copies[0].mark.number, found.copies[0].outdated) == (1, True)
    assert found.copies[0].expires == NOW + timedelta(days=365)


def test_hop_d_warns_of_sni_and_ip_in_one_app(stage: Stage) -> None:
    held = stage.certificate(IMPORTED)
    own = replace(
        held.properties,
        thumbprint="F" * 40,
        host_names=("www.contoso.com",),
        key_vault_id=None,
        key_vault_secret_name=None,
    )
    stage.put(replace(held, id=held.id + "2", name="upload", properties=own))
    stage.do(AddBinding(site="contoso-app", host="www.contoso.com", certificate="upload", type="IP"))
    assert broken(stage) == "D"
    assert "1 at risk" in drift(stage).hops[3].found


def test_drift_is_plain_data(stage: Stage) -> None:
    stage.issue()
    written = msgspec.json.decode(msgspec.json.encode(drift(stage)))
    assert written["linked"][0]["inSync"] is False
    assert written["linked"][0]["hosts"][0]["clientMark"]["number"] == 1


def test_scanning_all_orders_says_the_same_as_each_one(stage: Stage) -> None:
    stage.issue("othercert", ("fabrikam.com",))
    stage.issue()
    each = [order_drift(stage.world, stage.order(name)) for name in ("contosocert", "othercert")]
    assert drifted(stage) == [one for one in each if one.drifted]
    assert [one.name for one in each if one.drifted] == ["contosocert"]


def test_an_app_shows_each_host_from_the_order_it_belongs_to(stage: Stage) -> None:
    stage.new_site("third-app", "blog.contoso.com", "x.contoso.com")
    held = stage.certificate(IMPORTED)
    own = replace(held.properties, thumbprint="F" * 40, key_vault_id=None, key_vault_secret_name=None)
    stage.put(replace(held, id=held.id + "2", name="upload", properties=own))
    stage.do(AddBinding(site="third-app", host="blog.contoso.com", certificate="upload"))
    foreign, unbound = site_drift(stage.world, stage.site("third-app"))
    assert (foreign.mark.thumbprint, foreign.mark.number, foreign.client.secure) == ("F" * 40, None, True)
    assert (unbound.mark.thumbprint, unbound.client.secure, unbound.cause) == ("", False, "")

    stage.issue(names=("www.contoso.com",))
    assert [host.mark.current for host in site_drift(stage.world, stage.site("contoso-app"))] == [
        False,
        False,
    ]
    stage.do(SyncCertificate(certificate=IMPORTED))
    left, moved = site_drift(stage.world, stage.site("contoso-app"))
    assert (left.mark.number, left.equal, moved.mark.number, moved.mark.current) == (1, False, 2, True)


def test_hop_b_tells_what_happened_and_what_comes(stage: Stage) -> None:
    stage.issue()
    ledger = stage.world.need(OrderLedger, stage.order().id)
    first = replace(ledger.issued[0], revoke_at=NOW + timedelta(hours=72))
    stage.put(replace(ledger, issued=(first, ledger.issued[1])))
    cause = drift(stage).hops[1].cause
    assert cause.startswith("The first issue of 2022-08-01 09:00 gave the order certificate 2;")
    assert (
        "Linked certificates are moved by App Service, not by the CA. Its sync job last ran at 2022-" in cause
    )
    assert cause.endswith("The CA revokes certificate 1 at 2022-08-04 09:00 (3 d).")


def test_the_quick_scan_names_what_the_grid_calls_out_of_sync(stage: Stage) -> None:
    assert drift_all(stage.world) == frozenset()
    stage.issue()
    stage.do(SyncCertificate(certificate="contosocert-rg-shop-WestEuropewebspace"))
    assert drift_all(stage.world) == {one.certificate.lower() for one in drift(stage).out_of_sync}
    assert len(drift_all(stage.world)) == 1
