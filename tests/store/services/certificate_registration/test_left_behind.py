"""Certificates imported from an order stay its own when the order's vault, secret or life changes."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest

from store.drift import order_drift, site_drift
from store.errors import Place
from store.operations.naming import find_id
from store.resources import Lock, Site, WebCertificate
from store.services.certificate_registration.stages import stages
from store.services.certificate_registration.state import Kind
from store.services.key_vault.links import left_behind, out_of_sync
from store.services.web.sync import link_refused
from tests.support.order_cloud import Shop

SYNC = {"order": "contosocert"}
IMPORT = {"site": "contoso-app", "order": "contosocert"}


@pytest.fixture
def shop() -> Shop:
    """An issued order whose certificate an app serves."""
    made = Shop()
    made.issue()
    made.link()
    return made


def unlock(shop: Shop) -> None:
    for lock in tuple(shop.world.all(Lock)):
        shop.do("DeleteLock", lock=lock.id)


def other_vault(shop: Shop) -> None:
    shop.do("CreateVault", name="new-kv", resourceGroup="rg-web")
    shop.do("StoreInKeyVault", order="contosocert", vault="new-kv")


def deleted_vault(shop: Shop) -> None:
    shop.do("DeleteVault", vault="contoso-kv")
    other_vault(shop)


def deleted_secret(shop: Shop) -> None:
    """Step 1 takes another name in the same vault: soft delete holds the first."""
    link = shop.order().link
    assert link is not None
    shop.do("DeleteSecret", vault="contoso-kv", secret=link.key_vault_secret_name)
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    fresh = shop.order().link
    assert fresh is not None
    assert fresh.key_vault_secret_name != link.key_vault_secret_name


def moved_vault(shop: Shop) -> None:
    shop.do("MoveVault", vault="contoso-kv", resourceGroup="rg-api")
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")


@pytest.mark.parametrize("leave", [other_vault, deleted_vault, deleted_secret, moved_vault])
def test_what_was_imported_before_stays_with_the_order(shop: Shop, leave: object) -> None:
    first = shop.order().thumbprint
    leave(shop)  # type: ignore[operator]
    shop.do("Rekey", order="contosocert")
    shop.wait("15m")
    order, held = shop.order(), shop.linked()
    assert left_behind(shop.world, order) == out_of_sync(shop.world, order) == (held,)

    (listed,) = order_drift(shop.world, order).linked
    assert (listed.mark.number, listed.mark.current, listed.in_sync) == (1, False, False)
    assert [host.host for host in listed.hosts] == ["contoso.com"]
    assert "not to the order's secret" in listed.cause
    assert listed.repair.startswith("Import App Service Certificate again")

    state = shop.state()
    assert (state.kind, state.linked, state.behind) == (Kind.OUT_OF_SYNC, 1, 1)
    assert state.way_out is not None
    assert (state.way_out.place, state.way_out.resource) == (Place.APP, site_id(shop))
    assert shop.refused("SyncOrder", **SYNC).code == "CertificateLeftBehind"
    site = shop.world.need(Site, site_id(shop))
    seen = {host.host: host for host in site_drift(shop.world, site)}["contoso.com"]
    assert (seen.mark.number, seen.repair) == (1, listed.repair)
    refused = link_refused(shop.world, held)
    assert refused is not None
    assert refused.code == "CertificateLeftBehind"

    shop.do("ImportAppServiceCertificate", **IMPORT)
    assert shop.binding() == shop.order().thumbprint != first
    assert [one.name for one in shop.world.all(WebCertificate)] == [held.name]
    assert not order_drift(shop.world, shop.order()).drifted
    assert shop.state().kind is Kind.READY


def site_id(shop: Shop) -> str:
    return find_id(shop.world, Site, "contoso-app")


def test_a_recovered_vault_that_the_order_has_left_brings_nothing_new(shop: Shop) -> None:
    deleted_vault(shop)
    shop.do("RecoverVault", vault="contoso-kv")
    (listed,) = order_drift(shop.world, shop.order()).linked
    assert listed.mark.current
    assert (listed.in_sync, listed.equal) == (False, False)


def test_one_sync_moves_what_is_linked_and_names_what_was_left_behind(shop: Shop) -> None:
    other_vault(shop)
    shop.do("ImportAppServiceCertificate", site="contoso-api", order="contosocert")
    shop.do("Rekey", order="contosocert")
    shop.wait("15m")
    told = shop.do("SyncOrder", **SYNC)
    assert "Some resources could not be updated." in told
    assert "Import App Service Certificate again" in told
    (left,) = out_of_sync(shop.world, shop.order())
    assert left.name.startswith("contosocert-rg-web")


def test_an_order_with_certificates_left_behind_does_not_move_out_of_its_subscription(shop: Shop) -> None:
    deleted_vault(shop)
    unlock(shop)
    shop.second_subscription()
    refused = shop.refused("MoveOrder", order="contosocert", resourceGroup="rg-far")
    assert refused.code == "MoveNotAllowed"
    assert shop.linked().name in refused.next_step


def test_a_copy_that_a_vault_keeps_as_its_own_certificate_is_not_left_behind(
    shop: Shop, tmp_path: Path
) -> None:
    file = tmp_path / "copy.pfx"
    file.write_bytes(b64decode(shop.secret().properties.value))
    shop.do("ImportVaultCertificate", vault="contoso-kv", name="copy", file=str(file))
    shop.do("ImportKeyVaultCertificate", site="contoso-api", vault="contoso-kv", certificate="copy")
    assert left_behind(shop.world, shop.order()) == ()
    assert len(order_drift(shop.world, shop.order()).linked) == 1


def test_nothing_says_in_sync_of_a_deleted_order_and_no_sync_is_offered(shop: Shop) -> None:
    shop.do("Rekey", order="contosocert")
    shop.wait("15m")
    unlock(shop)
    shop.do("DeleteOrder", order="contosocert")
    found = order_drift(shop.world, shop.order())
    (listed,) = found.linked
    assert not listed.in_sync
    assert listed.ended is not None
    assert listed.cause.startswith("The order is revoked")
    assert "sync" not in listed.repair.lower()
    assert shop.refused("SyncOrder", **SYNC).code == "OrderIsFinal"
    assert {one.name: one.state for one in stages(shop.world, shop.order())}["Synced"] == "failed"
    assert {hop.letter: hop.equal for hop in found.hops}["D"] is False
    bound = {host.host: host for host in site_drift(shop.world, shop.world.need(Site, site_id(shop)))}
    assert bound["contoso.com"].repair.startswith("Bind another certificate")
