"""Zones, their records and mailboxes, and domains bought through Azure."""

from __future__ import annotations

import pytest

from store.operations.naming import resolve
from store.operations.registry import from_json
from store.resources import AppServiceDomain, DnsZone, Record, RecordType
from tests.support.cloud import Cloud


def zone(cloud: Cloud, name: str = "contoso.com") -> DnsZone:
    return next(one for one in cloud.world.all(DnsZone) if one.name == name)


def records(cloud: Cloud) -> list[tuple[str, str, str]]:
    return [(one.type.value, one.name, one.value) for one in zone(cloud).properties.records]


def test_one_public_zone_answers_for_a_domain(cloud: Cloud) -> None:
    assert cloud.refused("CreateZone", name="Contoso.com.", resourceGroup="rg-api").code == "Conflict"
    cloud.do("CreateZone", name="contoso.com", resourceGroup="rg-api", zoneType="private")
    assert cloud.refused("CreateZone", name="contoso.com", resourceGroup="rg-api").code == "Conflict"
    assert cloud.refused("AddRecord", zone="contoso.com", type="A", value="1.2.3.4").code == "AmbiguousName"
    cloud.do("CreateZone", name="bücher.example", resourceGroup="rg-web")
    assert zone(cloud, "xn--bcher-kva.example")


@pytest.mark.parametrize("name", ["contoso", "a_b.com", "*.contoso.com", "", "10.0.0.1"])
def test_zones_need_a_domain(cloud: Cloud, name: str) -> None:
    assert cloud.refused("CreateZone", name=name, resourceGroup="rg-web").code == "InvalidZoneName"


def test_a_private_zone_has_no_caa_records(cloud: Cloud) -> None:
    cloud.do("CreateZone", name="corp.example", resourceGroup="rg-web", zoneType="Private")
    asked = {"zone": "corp.example", "type": "CAA", "value": "0 issue godaddy.com"}
    assert cloud.refused("AddRecord", **asked).code == "InvalidRecordType"


def test_an_unknown_type_of_zone(cloud: Cloud) -> None:
    asked = {"name": "fabrikam.com", "resourceGroup": "rg-web", "zoneType": "Secret"}
    assert cloud.refused("CreateZone", **asked).code == "InvalidZoneType"


def test_a_deleted_zone_takes_its_records_along(cloud: Cloud) -> None:
    cloud.do("AddRecord", zone="contoso.com", type="A", value="20.50.2.10")
    assert "records (1)" in cloud.do("DeleteZone", zone="contoso.com")
    cloud.do("CreateZone", name="contoso.com", resourceGroup="rg-api")
    assert records(cloud) == []


@pytest.mark.parametrize(
    ("type_", "name", "value"),
    [
        ("A", "@", "20.50.2.10"),
        ("a", "*", "20.50.2.10"),
        ("CNAME", "www", "contoso-app.azurewebsites.net"),
        ("CNAME", "www.shop", "contoso-app.azurewebsites.net."),
        ("TXT", "asuid.www", "9F2C"),
        ("TXT", "@", "x" * 255),
        ("CAA", "@", "0 issue godaddy.com"),
        ("CAA", "@", '0 issue "letsencrypt.org; validationmethods=dns-01"'),
        ("CAA", "@", "0 issuewild ;"),
        ("CAA", "@", "128 iodef mailto:security@contoso.com"),
        ("CAA", "@", "0 contactemail admin@contoso.com"),
        ("CAA", "@", "128 issuemail ;"),
        ("CAA", "@", "0 future anything"),
        ("CAA", "@", '0 issue ""'),
        ("CAA", "@", "0 issue " + "x" * 1016),
    ],
)
def test_records_that_are_taken(cloud: Cloud, type_: str, name: str, value: str) -> None:
    cloud.do("AddRecord", zone="contoso.com", type=type_, name=name, value=value)
    assert records(cloud) == [(type_.upper(), name, value)]


@pytest.mark.parametrize(
    ("type_", "name", "value", "code"),
    [
        ("A", "@", "20.50.2", "InvalidRecordValue"),
        ("A", "@", "20.50.2.256", "InvalidRecordValue"),
        ("A", "@", "contoso.com", "InvalidRecordValue"),
        ("A", "@", "::1", "InvalidRecordValue"),
        ("CNAME", "www", "20.50.2.10", "InvalidRecordValue"),
        ("CNAME", "www", "http://contoso.com/", "InvalidRecordValue"),
        ("CNAME", "@", "contoso-app.azurewebsites.net", "InvalidRecordName"),
        ("TXT", "@", "", "InvalidRecordValue"),
        ("TXT", "@", "x" * 256, "InvalidRecordValue"),
        ("TXT", "@", "a\x1bb", "InvalidRecordValue"),
        ("CAA", "@", "godaddy.com", "InvalidRecordValue"),
        ("CAA", "@", "0 issue", "InvalidRecordValue"),
        ("CAA", "@", "0 all-ow godaddy.com", "InvalidRecordValue"),
        ("CAA", "@", "0 issue " + "x" * 1017, "InvalidRecordValue"),
        ("CAA", "@", "256 issue godaddy.com", "InvalidRecordValue"),
        ("A", "a..b", "20.50.2.10", "InvalidRecordName"),
        ("A", "a.*", "20.50.2.10", "InvalidRecordName"),
        ("A", "a b", "20.50.2.10", "InvalidRecordName"),
        ("A", ".".join(["a" * 60] * 5), "20.50.2.10", "InvalidRecordName"),
        ("MX", "@", "10 mail.contoso.com", "InvalidRecordType"),
    ],
)
def test_records_that_are_refused(cloud: Cloud, type_: str, name: str, value: str, code: str) -> None:
    refused = cloud.refused("AddRecord", zone="contoso.com", type=type_, name=name, value=value)
    assert refused.code == code
    assert records(cloud) == []


@pytest.mark.parametrize("ttl", [0, -1, 2**31])
def test_ttls_out_of_range(cloud: Cloud, ttl: int) -> None:
    asked = {"zone": "contoso.com", "type": "A", "value": "20.50.2.10", "ttl": ttl}
    assert cloud.refused("AddRecord", **asked).code == "InvalidTtl"


def test_a_cname_stands_alone(cloud: Cloud) -> None:
    cloud.do("AddRecord", zone="contoso.com", type="CNAME", name="www", value="a.example.com")
    for type_, value in (("TXT", "x"), ("CNAME", "b.example.com"), ("A", "20.50.2.10")):
        asked = {"zone": "contoso.com", "type": type_, "name": "WWW", "value": value}
        assert cloud.refused("AddRecord", **asked).code == "RecordConflict"
    cloud.do("AddRecord", zone="contoso.com", type="A", name="shop", value="20.50.2.10")
    cloud.do("AddRecord", zone="contoso.com", type="A", name="shop", value="20.50.2.11")
    for value, code in (("20.50.2.10", "RecordExists"), ("20.50.2.011", "InvalidRecordValue")):
        asked = {"zone": "contoso.com", "type": "A", "name": "shop", "value": value}
        assert cloud.refused("AddRecord", **asked).code == code
    asked = {"zone": "contoso.com", "type": "CNAME", "name": "shop", "value": "a.example.com"}
    assert cloud.refused("AddRecord", **asked).code == "RecordConflict"


def test_one_value_or_the_whole_record_set_is_removed(cloud: Cloud) -> None:
    for value in ("one", "two", "three"):
        cloud.do("AddRecord", zone="contoso.com", type="TXT", value=value)
    cloud.do("RemoveRecord", zone="contoso.com", type="txt", value="two")
    assert [value for _, _, value in records(cloud)] == ["one", "three"]
    none = {"zone": "contoso.com", "type": "TXT", "value": "two"}
    assert cloud.refused("RemoveRecord", **none).code == "RecordNotFound"
    assert "2 records" in cloud.do("RemoveRecord", zone="contoso.com", type="TXT", name="@")
    assert records(cloud) == []


def test_a_read_only_lock_guards_the_records(cloud: Cloud) -> None:
    cloud.do("AddLock", scope="contoso.com", name="frozen", level="Read-only")
    asked = {"zone": "contoso.com", "type": "A", "value": "20.50.2.10"}
    assert cloud.refused("AddRecord", **asked).code == "ScopeLocked"
    cloud.do("EditLock", lock="frozen", level="Delete")
    cloud.do("AddRecord", **asked)
    cloud.do("AddRecord", **{**asked, "value": "20.50.2.11"})
    # One of several records only changes the set; with the last the set is deleted, as the zone would be.
    cloud.do("RemoveRecord", **asked)
    assert cloud.refused("RemoveRecord", **{**asked, "value": "20.50.2.11"}).code == "ScopeLocked"
    assert cloud.refused("DeleteZone", zone="contoso.com").code == "ScopeLocked"


def test_mailboxes(cloud: Cloud) -> None:
    cloud.do("SetMailboxes", zone="contoso.com", mailboxes=["Admin", "admin ", "hostmaster"])
    assert zone(cloud).properties.mailboxes == ("admin", "hostmaster")
    assert cloud.do("SetMailboxes", zone="contoso.com").endswith("none.")
    wrong = {"zone": "contoso.com", "mailboxes": ["admin@contoso.com"]}
    assert cloud.refused("SetMailboxes", **wrong).code == "InvalidMailbox"


def test_a_domain_is_bought_once_for_its_public_zone(cloud: Cloud) -> None:
    wrong = {"zone": "contoso.com", "domain": "fabrikam.com"}
    assert cloud.refused("BuyDomain", **wrong).code == "InvalidDomain"
    cloud.do("BuyDomain", zone="contoso.com", domain="Contoso.com")
    (domain,) = cloud.world.all(AppServiceDomain)
    assert (domain.name, domain.properties.dns_zone_id) == ("contoso.com", zone(cloud).id)
    again = {"zone": "contoso.com", "domain": "contoso.com"}
    assert cloud.refused("BuyDomain", **again).code == "DomainNotAvailable"
    cloud.do("CreateZone", name="hidden.com", resourceGroup="rg-web", zoneType="Private")
    private = {"zone": "hidden.com", "domain": "hidden.com"}
    assert cloud.refused("BuyDomain", **private).code == "InvalidDomain"


def test_records_are_what_was_asked_for(cloud: Cloud) -> None:
    cloud.do("AddRecord", zone="contoso.com", type="txt", name="", value=" token ", ttl=60)
    assert zone(cloud).properties.records == (
        Record(type=RecordType.TXT, name="@", value="token", ttl=60, automatic=False),
    )


@pytest.mark.parametrize(
    ("type_", "name", "value", "options"),
    [
        ("CAA", "@", '0 issue ";"', "-n @ --flags 0 --tag issue --value ';'"),
        (
            "CAA",
            "@",
            "128 issue godaddy.com; account=42",
            "-n @ --flags 128 --tag issue --value 'godaddy.com; account=42'",
        ),
        (
            "CAA",
            "@",
            "0\tiodef\tmailto:Sec@contoso.com",
            "-n @ --flags 0 --tag iodef --value mailto:Sec@contoso.com",
        ),
        ("TXT", "*", "it's", """-n '*' -v 'it'"'"'s'"""),
        ("CNAME", "www", "contoso-app.azurewebsites.net", "-n www -c contoso-app.azurewebsites.net"),
    ],
)
def test_the_command_line_has_the_record_as_it_was_asked_for(
    cloud: Cloud, type_: str, name: str, value: str, options: str
) -> None:
    asked = from_json(
        {"operation": "AddRecord", "zone": "contoso.com", "type": type_, "name": name, "value": value}
    )
    line = resolve(asked, cloud.world).az(cloud.world)
    assert line is not None and line.endswith(options)
