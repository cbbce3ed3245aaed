"""Buying: what the create form accepts, and what it refuses with which reason."""

from __future__ import annotations

import pytest

from store.resources import CertificateOrder, Method, OrderStatus, PrivateKey, ResourceGroup
from store.services.certificate_registration.names_and_proof import names_for
from store.services.certificate_registration.purchase import host_problem, order_name_problem
from tests.support.order_cloud import Shop


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_an_order_waits_for_its_domain_and_costs_nothing(shop: Shop) -> None:
    shop.buy()
    order = shop.order()
    assert (order.location, order.host, order.properties.auto_renew) == ("global", "contoso.com", True)
    assert order.properties.status is OrderStatus.PENDING_ISSUANCE
    assert len(order.properties.domain_verification_token) == 10
    assert order.properties.csr.startswith("-----BEGIN CERTIFICATE REQUEST-----")
    assert shop.actions() == ["CertificateOrderCreated"]
    assert shop.word() == "Domain verification required"
    assert shop.charges() == []


def test_its_key_waits_for_the_issue(shop: Shop) -> None:
    shop.buy()
    pending = shop.ledger().pending
    assert pending is not None
    assert shop.world.need(PrivateKey, pending.key_id).pkcs8


@pytest.mark.parametrize(
    ("host", "sku", "problem"),
    [
        ("contoso.com", "S1", ""),
        ("shop.contoso.com", "Standard", ""),
        ("*.contoso.com", "W1", ""),
        ("*.shop.contoso.com", "Wild Card", ""),
        ("bücher.example", "S1", ""),
        ("www.contoso.com", "S1", "www."),
        ("WWW.contoso.com", "S1", "www."),
        ("www.contoso.co.uk", "S1", "www."),
        # Nothing implies these: the name below a subdomain, and domains that are called www.
        ("www.shop.contoso.com", "S1", ""),
        ("www.com", "S1", ""),
        ("www.co.uk", "S1", ""),
        ("*.contoso.com", "S1", "W1 Wild Card"),
        ("contoso.com", "W1", "*.contoso.com"),
        ("*.*.contoso.com", "W1", "leftmost"),
        ("a.*.contoso.com", "W1", "leftmost"),
        ("contoso", "S1", "host name"),
        ("con_toso.com", "S1", "host name"),
        ("-a.com", "S1", "host name"),
        ("10.1.2.3", "S1", "IP address"),
        ("", "S1", "domain"),
        ("a" * 64 + ".com", "S1", "has 64 characters"),
        # No star in front and no other SKU would help these.
        ("https://contoso.com", "W1", "is not a host name"),
        ("com", "W1", "no full host name"),
        ("*.com", "S1", "no full host name"),
        ("w*.contoso.com", "W1", "leftmost"),
        # Requirements of the CA/Browser Forum.
        ("*.co.uk", "W1", "everybody's"),
        ("co.uk", "W1", "everybody's"),
        ("*.contoso.co.uk", "W1", ""),
        ("contoso.local", "S1", "internal name"),
        ("*.Intranet.Corp", "W1", "internal name"),
    ],
)
def test_host_names(host: str, sku: str, problem: str) -> None:
    found = host_problem(host, sku)
    assert problem in found
    assert bool(found) == bool(problem)


def test_host_names_are_kept_in_ascii_and_small_letters(shop: Shop) -> None:
    shop.buy("first", "BÜCHER.Example")
    assert shop.order("first").host == "xn--bcher-kva.example"


@pytest.mark.parametrize("name", ["contosocert", "abc", "A" * 30])
def test_names_that_are_accepted(shop: Shop, name: str) -> None:
    shop.buy(name)
    assert shop.order(name).name == name


@pytest.mark.parametrize("name", ["contoso-cert", "ab", "a" * 31, "über", "a b", ""])
def test_names_that_are_not(shop: Shop, name: str) -> None:
    refused = shop.refused("CreateOrder", name=name, host="contoso.com", resourceGroup="rg-web")
    assert refused.code == "InvalidCertificateName"


def test_a_name_is_taken_once_in_a_group(shop: Shop) -> None:
    shop.buy()
    group = shop.order().id.rpartition("/providers/")[0]
    assert "already" in order_name_problem(shop.world, group, "ContosoCert")
    shop.do("CreateOrder", name="contosocert", host="contoso.com", resourceGroup="rg-api")
    assert len(list(shop.world.all(CertificateOrder))) == 2


def test_a_resource_group_is_made_on_the_way(shop: Shop) -> None:
    refused = shop.refused("CreateOrder", name="other", host="contoso.com", resourceGroup="rg-new")
    assert refused.code == "ResourceGroupNotFound"
    shop.do("CreateOrder", name="other", host="contoso.com", resourceGroup="rg-new", location="uksouth")
    assert any(one.name == "rg-new" and one.location == "UK South" for one in shop.world.all(ResourceGroup))
    assert "/resourceGroups/rg-new/" in shop.order("other").id


def test_an_unknown_region_or_sku_is_refused(shop: Shop) -> None:
    shop.refused("CreateOrder", name="abc", host="a.com", resourceGroup="rg-new", location="Atlantis")
    refused = shop.refused("CreateOrder", name="abc", host="a.com", resourceGroup="rg-web", sku="S2")
    assert refused.code == "UnknownSku"


@pytest.mark.parametrize(("offer", "limit"), [("PayAsYouGo", 10), ("EnterpriseAgreement", 10), ("MSDN", 3)])
def test_the_quota_of_an_offer(shop: Shop, offer: str, limit: int) -> None:
    from msgspec.structs import replace

    from store.resources import Subscription

    subscription = next(shop.world.all(Subscription))
    shop.put(replace(subscription, properties=replace(subscription.properties, offer=offer)))
    for number in range(limit):
        shop.buy(f"cert{number:02}")
    refused = shop.refused("CreateOrder", name="more", host="contoso.com", resourceGroup="rg-web")
    assert refused.code == "QuotaExceeded"
    assert str(limit) in refused.message


@pytest.mark.parametrize(
    ("fault", "arguments", "code"),
    [
        ("SetOffer", {"offer": "Student"}, "OfferNotSupported"),
        ("SetOffer", {"offer": "FreeTrial"}, "OfferNotSupported"),
        ("SetCard", {"valid": False}, "PaymentMethodInvalid"),
        ("SetCloud", {"cloud": "AzureUSGovernment"}, "CloudNotSupported"),
        ("SetSubscriptionState", {"to": "Suspended"}, "ReadOnlyDisabledSubscription"),
    ],
)
def test_what_a_subscription_needs_to_buy(
    shop: Shop, fault: str, arguments: dict[str, object], code: str
) -> None:
    shop.do(fault, **arguments)
    refused = shop.refused("CreateOrder", name="abc", host="contoso.com", resourceGroup="rg-web")
    assert refused.code == code


def test_a_reader_may_not_buy(shop: Shop) -> None:
    reader = shop.add_user("eve", "Reader")
    refused = shop.refused("CreateOrder", reader, name="abc", host="contoso.com", resourceGroup="rg-web")
    assert refused.code == "AuthorizationFailed"


def test_the_names_of_a_certificate_follow_host_product_and_proof(shop: Shop) -> None:
    shop.buy("apex", "contoso.com")
    shop.buy("sub", "shop.contoso.com")
    shop.buy("wild", "*.contoso.com", sku="W1")
    shop.buy("country", "contoso.co.uk")
    both = ("contoso.com", "www.contoso.com")
    for method in (Method.DOMAIN, Method.MAIL, Method.MANUAL_TXT):
        assert names_for(shop.world, shop.order("apex"), method) == both
    for method in (Method.APP_SERVICE, Method.MANUAL_HTML):
        assert names_for(shop.world, shop.order("apex"), method) == ("contoso.com",)
    assert names_for(shop.world, shop.order("sub"), Method.MAIL) == ("shop.contoso.com",)
    assert names_for(shop.world, shop.order("wild"), Method.MAIL) == ("*.contoso.com", "contoso.com")
    assert "www.contoso.co.uk" in names_for(shop.world, shop.order("country"), Method.MAIL)


def test_other_offers_buy_three_until_support_raises_the_limit(shop: Shop) -> None:
    shop.do("SetOffer", offer="DevTest")
    for number in range(3):
        shop.buy(f"order{number}")
    asked = {"name": "order3", "host": "contoso.com", "resourceGroup": "rg-web"}
    assert shop.refused("CreateOrder", **asked).code == "QuotaExceeded"
    assert shop.refused("RaiseOrderLimit", limit=0).code == "InvalidLimit"
    shop.do("RaiseOrderLimit", limit=4)
    shop.do("CreateOrder", **asked)
    assert shop.refused("CreateOrder", **{**asked, "name": "order4"}).code == "QuotaExceeded"
