"""What lies ahead of an order."""

from __future__ import annotations

from datetime import timedelta

from store.jobs.upcoming import upcoming
from store.services.certificate_registration.outlook import Outlook, order_outlook
from store.services.certificate_registration.purchase import names_bought
from tests.support.order_cloud import Shop


def ahead(shop: Shop) -> Outlook:
    return order_outlook(shop.world, shop.order())


def test_nothing_is_renewed_before_the_first_issue() -> None:
    shop = Shop()
    shop.buy()
    found = ahead(shop)
    assert (found.manual_from, found.renewal, found.proof_until) == (None, None, None)
    assert timedelta() < found.next_sync - shop.world.now <= timedelta(hours=24)


def test_the_windows_and_the_runs_of_an_issued_order() -> None:
    shop = Shop()
    shop.issue()
    found, expires = ahead(shop), shop.expires()
    assert found.manual_from == expires - timedelta(days=60)
    assert found.auto_from == expires - timedelta(days=32)
    assert found.renewal is not None and found.synced is not None
    assert timedelta() <= found.renewal - found.auto_from < timedelta(hours=8)
    assert timedelta() < found.synced - found.renewal <= timedelta(hours=24)
    assert found.renewed_until == min(
        expires.replace(year=expires.year + 1), found.renewal + timedelta(days=397)
    )


def test_what_is_foretold_happens() -> None:
    shop = Shop()
    shop.issue()
    foretold = ahead(shop)
    assert foretold.renewal is not None and foretold.renewed_until is not None
    assert any(event.at == foretold.renewal for event in upcoming(shop.world, 50))
    shop.wait_until(foretold.renewal)
    shop.wait("10m")
    assert abs(shop.expires() - foretold.renewed_until) <= timedelta(minutes=10)


def test_without_auto_renew_nothing_is_renewed() -> None:
    shop = Shop()
    shop.issue()
    shop.do("SetAutoRenew", order="contosocert", enabled=False)
    assert ahead(shop).renewal is None
    assert ahead(shop).manual_from is not None


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
