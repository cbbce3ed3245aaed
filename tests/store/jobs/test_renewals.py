"""The next renewal of an order: foretold by rehearsing it, with whatever stands in its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from store.jobs.renewals import Renewal, next_renewal
from tests.support.order_cloud import Shop


def foretold(shop: Shop) -> Renewal:
    found = next_renewal(shop.world, shop.order())
    assert found is not None
    return found


def issued_shop(era: str = "2022") -> Shop:
    shop = Shop(era)
    shop.issue()
    shop.link()
    return shop


def test_nothing_is_renewed_before_the_first_issue() -> None:
    shop = Shop()
    shop.buy()
    assert next_renewal(shop.world, shop.order()) is None


@pytest.mark.parametrize("era", ["2018", "2019", "2022", "2026"])
def test_what_is_foretold_happens(era: str) -> None:
    shop = issued_shop(era)
    found, expires = foretold(shop), shop.expires()
    assert found.asked and found.issued and found.until and found.synced
    assert found.asked < found.issued < found.synced < expires
    shop.wait_until(found.issued - timedelta(seconds=1))
    assert shop.expires() == expires
    shop.wait("1s")
    assert shop.expires() == found.until
    assert shop.binding() != shop.order().thumbprint
    shop.wait_until(found.synced)
    assert shop.binding() == shop.order().thumbprint


OBSTACLES: dict[str, tuple[Callable[[Shop], object], str]] = {
    "an old proof": (
        lambda shop: shop.do("AgeProof", order="contosocert", days=380),
        "Renewal requested. The last proof of domain ownership is of",
    ),
    "a refused card": (lambda shop: shop.do("SetCard", valid=False), "Not renewed. The payment failed"),
    "auto renew off": (
        lambda shop: shop.do("SetAutoRenew", order="contosocert", enabled=False),
        "Skipped. Auto renew is off.",
    ),
    "a CAA record": (
        lambda shop: shop.do(
            "AddRecord", zone="contoso.com", type="CAA", name="@", value='0 issue "letsencrypt.org"'
        ),
        "Renewal requested.",
    ),
}


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_what_stands_in_the_way_is_foretold_in_the_words_of_the_job(obstacle: str) -> None:
    shop = issued_shop()
    put, words = OBSTACLES[obstacle]
    put(shop)
    found, expires = foretold(shop), shop.expires()
    assert found.issued is None and found.result.startswith(words)
    assert found.asked is not None
    shop.wait_until(found.asked)
    assert shop.outcomes("Auto-renew job")[-1][1].result == found.result
    shop.wait_until(expires)
    assert shop.expires() == expires
