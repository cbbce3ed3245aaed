"""Drift of certificates that no order has issued, and what clients have against any bound one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.drift import certificate_drift, drifted_certificates, order_drift
from tests.support.order_cloud import Shop
from tests.support.stated import stated
from tests.support.vault_apps import IMPORTED, VaultApps


@pytest.fixture
def cloud() -> VaultApps:
    """An app that serves a certificate of the vault; nothing has drifted."""
    made = VaultApps()
    made.generate()
    made.take()
    made.bind()
    return made


def broken(cloud: VaultApps) -> str:
    """The letters of the hops whose ends differ."""
    return "".join(hop.letter for hop in certificate_drift(cloud.world, cloud.held()).hops if not hop.equal)


def test_a_newer_version_in_the_vault_is_drift_until_it_is_synced(cloud: VaultApps) -> None:
    assert list(drifted_certificates(cloud.world)) == []
    cloud.generate()
    (found,) = drifted_certificates(cloud.world)
    assert (found.linked.certificate, found.linked.in_sync) == (cloud.held().id, False)
    assert broken(cloud) == "B"
    assert found.linked.repair.startswith("Sync, or wait for the sync job")
    cloud.sync()
    assert list(drifted_certificates(cloud.world)) == []


def test_a_dead_link_and_a_disabled_version_are_told_with_their_way_out(cloud: VaultApps) -> None:
    cloud.do("SetSecretVersion", version=cloud.version().name, enabled=False)
    assert "disabled secret" in certificate_drift(cloud.world, cloud.held()).linked.cause
    cloud.do("DeleteVault", vault="contoso-kv")
    assert broken(cloud) == "B"
    repair = certificate_drift(cloud.world, cloud.held()).linked.repair
    assert repair == "Recover the vault, or import the certificate from another one."


def test_what_no_order_writes_is_not_advised_to_be_stored_by_one(cloud: VaultApps) -> None:
    cloud.do("DeleteVaultCertificate", certificate="site")
    repair = certificate_drift(cloud.world, cloud.held()).linked.repair
    assert repair == "Recover the secret, or import another certificate of the vault."


def test_a_certificate_that_expires_while_it_is_bound_is_drift(cloud: VaultApps) -> None:
    cloud.do("AdvanceClock", by="400d")
    assert "D" in broken(cloud)
    hop = certificate_drift(cloud.world, cloud.held()).hops[-1]
    assert "expired" in hop.cause


def test_a_self_signed_certificate_in_use_is_drift_and_one_without_bindings_is_not() -> None:
    cloud = VaultApps()
    cloud.generate("Self")
    cloud.take()
    assert list(drifted_certificates(cloud.world)) == []
    cloud.bind(IMPORTED)
    assert broken(cloud) == "D"


def test_a_revoked_certificate_that_is_served_is_drift_of_its_order() -> None:
    shop = Shop()
    shop.issue()
    shop.link()
    shop.do("Rekey", order="contosocert")
    shop.wait("15m")
    shop.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
    shop.wait("4d")
    found = order_drift(shop.world, shop.order())
    hop = found.hops[3]
    assert (hop.equal, hop.found) == (False, "1 refused by clients")
    assert "revoked" in hop.cause
    # A sync would be refused: what keeps it from working comes first.
    assert hop.repair == found.linked[0].repair and "Microsoft.Azure.WebSites" in hop.repair
    assert shop.world.now > stated(shop.ledger().issued[-1].issued_at) + timedelta(days=3)


def test_an_orders_disabled_version_is_not_called_missing() -> None:
    shop = Shop()
    shop.issue()
    shop.do("SetSecretVersion", version=shop.secret().name, enabled=False)
    hop = order_drift(shop.world, shop.order()).hops[0]
    assert (hop.equal, hop.found) == (False, "disabled")
    link = shop.order().link
    assert link is not None
    shop.do("DeleteSecret", vault="contoso-kv", secret=link.key_vault_secret_name)
    assert order_drift(shop.world, shop.order()).hops[0].found == "no secret"
