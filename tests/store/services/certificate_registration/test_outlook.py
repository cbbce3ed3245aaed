"""What lies ahead of an order."""

from __future__ import annotations

from datetime import timedelta

from store.services.certificate_registration.outlook import Outlook, order_outlook
from store.services.certificate_registration.purchase import names_bought
from tests.support.order_cloud import Shop


def ahead(shop: Shop) -> Outlook:
    return order_outlook(shop.world, shop.order())


def test_nothing_is_renewed_before_the_first_issue() -> None:
    shop = Shop()
    shop.buy()
    found = ahead(shop)
    assert (found.manual_from, found.proof_until) == (None, None)
    assert timedelta() < found.next_sync - shop.world.now <= timedelta(hours=24)


def test_the_windows_and_the_runs_of_an_issued_order() -> None:
    shop = Shop()
    shop.issue()
    found, expires = ahead(shop), shop.expires()
    assert found.manual_from == expires - timedelta(days=60)
    assert found.auto_from == expires - timedelta(days=32)


def test_a_proof_holds_395_days() -> None:
    shop = Shop()
    shop.issue()
    verified = shop.ledger().verified_at
    assert verified is not None
    assert ahead(shop).proof_until == verified + timedelta(days=395)


def test_names_before_the_purchase_follow_host_and_sku() -> None:
    world = Shop().world
    assert names_bought(world, "contoso.com", "S1") == ("contoso.com", "www.contoso.com")
    assert names_bought(world, " Shop.Contoso.com", "S1") == ("shop.contoso.com",)
    assert names_bought(world, "*.contoso.com", "W1") == ("*.contoso.com", "contoso.com")
