"""Sync, deletion, tags: what happens to what hangs on an order."""

from __future__ import annotations

import pytest

from store.errors import AzureError
from store.resources import CertificateOrder, Charge, Lock, Mail, OrderLedger, OrderStatus, PrivateKey
from tests.support.order_cloud import Shop, is_revoked


@pytest.fixture
def shop() -> Shop:
    made = Shop()
    made.issue()
    return made


def rekeyed(shop: Shop) -> None:
    shop.do("Rekey", order="contosocert")
    shop.wait("10m")


def test_one_sync_moves_all_linked_certificates_and_their_bindings(shop: Shop) -> None:
    shop.link()
    shop.do(
        "AddBinding", site="contoso-app", host="www.contoso.com", certificate=shop.linked().id, type="SNI"
    )
    assert shop.refused("SyncOrder", order="contosocert").code == "AlreadyInSync"
    rekeyed(shop)
    assert shop.binding() != shop.order().thumbprint
    told = shop.do("SyncOrder", order="contosocert")
    assert told == "Successfully updated all the resources with the latest certificate."
    new = shop.order().thumbprint
    assert {shop.linked().thumbprint, shop.binding(), shop.binding("www.contoso.com")} == {new}
    assert shop.refused("SyncOrder", order="contosocert").code == "AlreadyInSync"


def test_without_linked_certificates_there_is_nothing_to_sync(shop: Shop) -> None:
    assert shop.refused("SyncOrder", order="contosocert").code == "NothingLinked"


def test_without_access_sync_fails_with_the_portals_words(shop: Shop) -> None:
    shop.link()
    old = shop.binding()
    rekeyed(shop)
    shop.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
    with pytest.raises(AzureError) as caught:
        shop.do("SyncOrder", order="contosocert")
    assert caught.value.code == "KeyVaultAccessDenied"
    assert caught.value.message.startswith(
        "Failed to sync the certificate.: The service does not have access"
    )
    assert shop.binding() == old
    shop.do("SetAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites", secrets=["Get"])
    shop.do("SyncOrder", order="contosocert")
    assert shop.binding() == shop.order().thumbprint


def test_a_secret_that_stayed_old_is_named(shop: Shop) -> None:
    shop.link()
    shop.do(
        "SetAccessPolicy",
        vault="contoso-kv",
        principal="Microsoft.Azure.CertificateRegistration",
        secrets=["Get"],
    )
    rekeyed(shop)
    assert shop.refused("SyncOrder", order="contosocert").code == "SecretOutOfDate"


def test_a_host_that_lost_its_name_stays_behind() -> None:
    shop = Shop()
    shop.issue()
    shop.link(host="www.contoso.com")
    old = shop.binding("www.contoso.com")
    shop.do("VerifyDomain", order="contosocert", method="App Service")
    shop.wait("2m")
    rekeyed(shop)
    told = shop.do("SyncOrder", order="contosocert")
    assert "www.contoso.com" in told
    assert shop.binding("www.contoso.com") == old
    assert shop.linked().thumbprint == shop.order().thumbprint


def test_a_read_only_lock_on_a_linked_certificate_keeps_sync_out(shop: Shop) -> None:
    shop.link()
    rekeyed(shop)
    shop.do("AddLock", scope=shop.linked().id, name="frozen", level="ReadOnly")
    assert shop.refused("SyncOrder", order="contosocert").code == "ScopeLocked"


def unlock(shop: Shop) -> None:
    lock = next(one for one in shop.world.all(Lock) if one.name == "AppServiceCertificateLock")
    shop.do("DeleteLock", lock=lock.id)


def test_deleting_needs_the_lock_removed_and_revokes(shop: Shop) -> None:
    thumbprint = shop.order().thumbprint
    refused = shop.refused("DeleteOrder", order="contosocert")
    assert refused.code == "ScopeLocked" and "AppServiceCertificateLock" in refused.next_step
    unlock(shop)
    shop.do("DeleteOrder", order="contosocert")
    assert shop.status() is OrderStatus.REVOKED
    assert is_revoked(shop.world, thumbprint)
    assert shop.actions()[-1] == "CertificateRevoked"
    assert shop.word() == "Revoked"
    assert not list(shop.world.all(PrivateKey))
    shop.wait("400d")
    assert shop.status() is OrderStatus.REVOKED
    for operation in ("Rekey", "RenewOrder"):
        assert shop.refused(operation, order="contosocert").code == "OrderIsFinal"


def test_deleting_a_rekeyed_order_revokes_every_certificate_that_is_still_valid(shop: Shop) -> None:
    rekeyed(shop)
    unlock(shop)
    shop.do("DeleteOrder", order="contosocert")
    assert all(is_revoked(shop.world, one.thumbprint) for one in shop.ledger().issued)


def test_an_order_that_is_not_issued_is_canceled_and_not_billed() -> None:
    shop = Shop()
    shop.buy()
    shop.do("DeleteOrder", order="contosocert")
    assert shop.status() is OrderStatus.CANCELED
    assert shop.charges() == []
    assert shop.actions()[-1] == "CertificateOrderCanceled"
    shop.wait("20d")
    assert shop.status() is OrderStatus.CANCELED


def test_a_final_order_is_taken_off_the_list_and_its_bill_stays() -> None:
    shop = Shop("2019")
    shop.issue()
    shop.do("DeleteOrder", order="contosocert")
    thumbprint = shop.order().thumbprint
    shop.do("DeleteOrder", order="contosocert")
    assert not list(shop.world.all(CertificateOrder)) and not list(shop.world.all(OrderLedger))
    assert not list(shop.world.all(Mail))
    assert len(list(shop.world.all(Charge))) == 1
    assert is_revoked(shop.world, thumbprint)
    shop.buy()
    assert shop.status() is OrderStatus.PENDING_ISSUANCE


def test_tags(shop: Shop) -> None:
    shop.do("SetOrderTags", order="contosocert", tags={"team": "web"})
    assert shop.order().tags == {"team": "web"}
    shop.do("SetOrderTags", order="contosocert", tags={})
    assert shop.order().tags == {}
    for tags, code in (
        ({str(number): "" for number in range(51)}, "TooManyTags"),
        ({"a": "", "A": ""}, "DuplicateTag"),
        ({"": "x"}, "InvalidTagName"),
        ({"a<b": "x"}, "InvalidTagName"),
        ({"a": "x" * 257}, "InvalidTagValue"),
    ):
        assert shop.refused("SetOrderTags", order="contosocert", tags=tags).code == code
