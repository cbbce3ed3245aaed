"""Moving an order: within a subscription it stays whole, out of it nothing imported may be left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.drift import order_drift
from store.resources import ExportedCopy, Lock, Mail, OrderStatus
from tests.support.order_cloud import Shop


@pytest.fixture
def shop() -> Shop:
    """An issued order, imported and bound."""
    made = Shop()
    made.issue()
    made.link()
    return made


def test_within_the_subscription_everything_goes_along(shop: Shop, tmp_path: Path) -> None:
    shop.do("ExportCertificate", order="contosocert", path=str(tmp_path / "copy.pfx"))
    shop.do("DeleteLock", lock="AppServiceCertificateLock")
    before = shop.ledger()
    told = shop.do("MoveOrder", order="contosocert", resourceGroup="rg-api")
    assert told == "Moved certificate 'contosocert' to resource group 'rg-api' of 'Contoso Training'."
    order = shop.order()
    assert "/resourceGroups/rg-api/" in order.id
    assert shop.ledger().issued == before.issued and shop.ledger().id == order.id
    assert {one.order for one in shop.world.all(Mail)} == {order.id}
    assert {one.order for one in shop.world.all(ExportedCopy)} == {order.id}
    assert shop.word() == "Certificate Ready"
    assert not order_drift(shop.world, order).drifted
    shop.do("Rekey", order="contosocert")
    shop.wait("15m")
    shop.do("SyncOrder", order="contosocert")
    assert shop.binding() == shop.order().thumbprint and shop.status() is OrderStatus.ISSUED


def test_out_of_the_subscription_nothing_imported_may_stay(shop: Shop) -> None:
    shop.do("DeleteLock", lock="AppServiceCertificateLock")
    shop.do("CreateSubscription", name="Fabrikam")
    shop.do("CreateResourceGroup", name="rg-far", location="West Europe", subscription="Fabrikam")
    refused = shop.refused("MoveOrder", order="contosocert", resourceGroup="rg-far")
    assert refused.message == (
        "App Service Certificate failed because there are still imported certificates derived from the App "
        "Service Certificate in the source subscription."
    )
    shop.do("RemoveBinding", site="contoso-app", host="contoso.com")
    shop.do("DeleteCertificate", certificate=shop.linked().id)
    shop.do("MoveOrder", order="contosocert", resourceGroup="rg-far")
    # The vault stayed where it was, so Step 1 comes again.
    shop.do("CreateVault", name="far-kv", resourceGroup="rg-far")
    shop.do("StoreInKeyVault", order="contosocert", vault="far-kv")
    assert shop.word() == "Certificate Ready"
    assert [lock.scope for lock in shop.world.all(Lock)] == [shop.order().id]


def test_a_delete_lock_keeps_it_and_its_own_place_is_no_other(shop: Shop) -> None:
    assert shop.refused("MoveOrder", order="contosocert", resourceGroup="rg-api").code == "ScopeLocked"
    shop.do("DeleteLock", lock="AppServiceCertificateLock")
    assert shop.refused("MoveOrder", order="contosocert", resourceGroup="rg-web").code == "NoChange"
    shop.do("CreateOrder", name="contosocert", host="fabrikam.com", resourceGroup="rg-api")
    moving = {"order": next(one.order for one in shop.world.all(Mail)), "resourceGroup": "rg-api"}
    assert shop.refused("MoveOrder", **moving).code == "Conflict"


def test_a_role_is_needed_at_both_ends(shop: Shop) -> None:
    shop.do("DeleteLock", lock="AppServiceCertificateLock")
    user = shop.add_user("bob@contoso.com", "Contributor", "rg-web")
    refused = shop.refused("MoveOrder", user, order="contosocert", resourceGroup="rg-api")
    assert refused.code == "AuthorizationFailed" and "resourceGroups/rg-api" in refused.message
