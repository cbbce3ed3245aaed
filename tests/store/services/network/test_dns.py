"""What the simulated internet answers: zones, wild cards, aliases."""

from __future__ import annotations

import pytest

from store.resources import RecordType
from store.services.network.dns import ask, lookup, zones_over
from store.services.network.limits import LONGEST_ALIAS_PATH
from tests.support.cloud import Cloud, zone


def answers(cloud: Cloud, host: str, kind: RecordType = RecordType.A) -> list[str]:
    return [record.value for record in lookup(cloud.world, host, kind)]


@pytest.fixture
def cloud() -> Cloud:
    made = Cloud()
    zone(
        made,
        "contoso.com",
        ("A", "@", "20.50.2.10"),
        ("A", "*", "20.50.2.11"),
        ("A", "*.dev", "20.50.2.12"),
        ("TXT", "asuid.shop", "id"),
        ("CNAME", "www", "contoso-app.azurewebsites.net"),
    )
    return made


@pytest.mark.parametrize(
    ("host", "value"),
    [
        ("contoso.com", "20.50.2.10"),
        ("Contoso.COM.", "20.50.2.10"),
        ("api.contoso.com", "20.50.2.11"),
        ("a.b.contoso.com", "20.50.2.11"),
        ("x.dev.contoso.com", "20.50.2.12"),
        ("y.x.dev.contoso.com", "20.50.2.12"),
    ],
)
def test_names_and_wild_cards(cloud: Cloud, host: str, value: str) -> None:
    assert answers(cloud, host) == [value]


@pytest.mark.parametrize(
    "host",
    [
        "dev.contoso.com",  # exists, because something lies below it
        "shop.contoso.com",
        "a.asuid.shop.contoso.com",
        "www.contoso.com",  # an alias has no address of its own
        "fabrikam.com",
        "notcontoso.com",
        "com",
        "",
    ],
)
def test_names_without_an_address(cloud: Cloud, host: str) -> None:
    assert answers(cloud, host) == []


def test_the_nearest_public_zone_answers(cloud: Cloud) -> None:
    zone(cloud, "shop.contoso.com", ("A", "@", "20.50.2.20"))
    zone(cloud, "contoso.com", ("A", "@", "10.0.0.1"), private=True)
    assert answers(cloud, "shop.contoso.com") == ["20.50.2.20"]
    assert answers(cloud, "contoso.com") == ["20.50.2.10"]
    assert answers(cloud, "api.shop.contoso.com") == []
    assert [one.name for one in zones_over(cloud.world, "a.shop.contoso.com")] == [
        "shop.contoso.com",
        "contoso.com",
    ]


def test_aliases_are_followed_across_zones(cloud: Cloud) -> None:
    zone(cloud, "fabrikam.com", ("TXT", "proof", "token"), ("CNAME", "hop", "proof.fabrikam.com."))
    zone(cloud, "shop.contoso.com", ("CNAME", "id", "HOP.fabrikam.com"))
    answer = ask(cloud.world, "id.shop.contoso.com", RecordType.TXT)
    assert [one.value for one in answer.records] == ["token"]
    assert answer.path == ("id.shop.contoso.com", "hop.fabrikam.com", "proof.fabrikam.com")


def test_aliases_that_lead_to_themselves_have_no_answer(cloud: Cloud) -> None:
    zone(cloud, "fabrikam.com", ("CNAME", "a", "b.fabrikam.com"), ("CNAME", "b", "a.fabrikam.com"))
    zone(cloud, "own.com", ("CNAME", "a", "a.own.com"))
    for host in ("a.fabrikam.com", "a.own.com"):
        answer = ask(cloud.world, host, RecordType.A)
        assert not answer.records and "circle" in answer.problem


@pytest.mark.parametrize(("aliases", "found"), [(LONGEST_ALIAS_PATH - 1, True), (LONGEST_ALIAS_PATH, False)])
def test_aliases_in_a_row_are_followed_up_to_a_limit(cloud: Cloud, aliases: int, found: bool) -> None:
    hops = [("CNAME", f"h{number}", f"h{number + 1}.fabrikam.com") for number in range(aliases)]
    zone(cloud, "fabrikam.com", *hops, ("A", f"h{aliases}", "20.50.2.30"))
    answer = ask(cloud.world, "h0.fabrikam.com", RecordType.A)
    assert bool(answer.records) is found is not bool(answer.problem)
