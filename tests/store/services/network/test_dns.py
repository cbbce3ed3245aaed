"""What the simulated internet answers: zones, wild cards, CAA."""

from __future__ import annotations

import pytest

from store.resources import DnsZone, Record, RecordType, ZoneProperties
from store.services.network.dns import caa_allows, lookup, read_caa, zones_over
from tests.support.cloud import Cloud


def zone(cloud: Cloud, name: str, *records: tuple[str, str, str], private: bool = False) -> None:
    """Write a zone with these records: type, name, value."""
    made = tuple(Record(type=RecordType(kind), name=at, value=value) for kind, at, value in records)
    kind = "Private" if private else "Public"
    cloud.put(
        DnsZone(
            id=f"/zones/{kind}/{name}", name=name, properties=ZoneProperties(records=made, zone_type=kind)
        )
    )


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


@pytest.mark.parametrize(
    ("records", "host", "allowed"),
    [
        ([], "contoso.com", True),
        ([("@", "0 issue godaddy.com")], "contoso.com", True),
        ([("@", '0 issue "GoDaddy.com; account=1"')], "www.contoso.com", True),
        ([("@", "0 issue letsencrypt.org")], "contoso.com", False),
        ([("@", "0 issue letsencrypt.org")], "deep.www.contoso.com", False),
        ([("@", "0 issue letsencrypt.org"), ("@", "0 issue godaddy.com")], "contoso.com", True),
        ([("@", "0 issue ;")], "contoso.com", False),
        ([("@", "0 iodef mailto:a@contoso.com")], "contoso.com", True),
        ([("@", "0 issue letsencrypt.org"), ("shop", "0 issue godaddy.com")], "shop.contoso.com", True),
        ([("@", "0 issue godaddy.com"), ("shop", "0 issue ;")], "a.shop.contoso.com", False),
        ([("@", "0 issuewild ;")], "contoso.com", True),
        ([("@", "0 issue godaddy.com"), ("@", "0 issuewild ;")], "*.contoso.com", False),
        ([("@", "0 issue ;"), ("@", "0 issuewild godaddy.com")], "*.contoso.com", True),
        ([("@", "0 issue ;")], "*.contoso.com", False),
        ([("@", "128 future x"), ("@", "0 issue godaddy.com")], "contoso.com", False),
    ],
)
def test_caa_says_who_may_issue(records: list[tuple[str, str]], host: str, allowed: bool) -> None:
    cloud = Cloud()
    zone(cloud, "contoso.com", *(("CAA", name, value) for name, value in records))
    assert caa_allows(cloud.world, host, "godaddy.com") is allowed


@pytest.mark.parametrize(
    "value", ["", "0", "issue godaddy.com", "-1 issue a.com", "0 issue", "999 issue a.com", "² issue a"]
)
def test_what_is_no_caa_record(value: str) -> None:
    assert read_caa(value) is None
