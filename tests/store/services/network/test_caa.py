"""Which CA the CAA records let issue: a table of RFC 8659, and what Azure asks of customers' records."""

from __future__ import annotations

import pytest

from store.services.network.caa import caa_refusal, names_asked, read_caa
from tests.support.cloud import Cloud, zone

CA = "godaddy.com"
#: Names and values of CAA records in the zone contoso.com, the name asked for, and whether the CA may issue.
TABLE: list[tuple[list[tuple[str, str]], str, bool]] = [
    # No records, and records that say nothing about issuing.
    ([], "contoso.com", True),
    ([("@", "0 iodef mailto:a@contoso.com")], "contoso.com", True),
    ([("@", "0 contactemail a@contoso.com")], "contoso.com", True),
    ([("@", "0 issuemail ;")], "contoso.com", True),
    ([("@", "0 unknown x")], "contoso.com", True),
    # Whom issue names.
    ([("@", "0 issue godaddy.com")], "contoso.com", True),
    ([("@", '0 issue "GoDaddy.COM"')], "contoso.com", True),
    ([("@", "0 ISSUE godaddy.com")], "contoso.com", True),
    ([("@", '0\tissue\t" godaddy.com "')], "contoso.com", True),
    ([("@", "0 issue letsencrypt.org")], "contoso.com", False),
    ([("@", "0 issue www.godaddy.com")], "contoso.com", False),
    ([("@", "0 issue letsencrypt.org"), ("@", "0 issue godaddy.com")], "contoso.com", True),
    # Nobody: empty and malformed values.
    ([("@", "0 issue ;")], "contoso.com", False),
    ([("@", '0 issue ""')], "contoso.com", False),
    ([("@", '0 issue "%%%%%"')], "contoso.com", False),
    ([("@", "0 issue -godaddy.com")], "contoso.com", False),
    ([("@", "0 issue ;"), ("@", "0 issue godaddy.com")], "contoso.com", True),
    # Parameters.
    ([("@", '0 issue "godaddy.com;"')], "contoso.com", True),
    ([("@", '0 issue "godaddy.com; policy=ev"')], "contoso.com", True),
    ([("@", '0 issue "godaddy.com; cansignhttpexchanges=yes; policy=ev"')], "contoso.com", True),
    ([("@", '0 issue "godaddy.com; no parameter"')], "contoso.com", False),
    ([("@", '0 issue "godaddy.com; account=abc1___d234"')], "contoso.com", False),
    ([("@", '0 issue "godaddy.com; Account = 1"')], "contoso.com", False),
    ([("@", '0 issue "godaddy.com; policy=ev; accounturi=https://ca.example/1"')], "contoso.com", False),
    ([("@", '0 issue "godaddy.com; validationmethods=dns-01"')], "contoso.com", False),
    ([("@", '0 issue "godaddy.com; account=1"'), ("@", "0 issue godaddy.com")], "contoso.com", True),
    # Critical records.
    ([("@", "128 issue godaddy.com")], "contoso.com", True),
    ([("@", "128 future x"), ("@", "0 issue godaddy.com")], "contoso.com", False),
    ([("@", "255 future x")], "contoso.com", False),
    ([("@", "127 future x")], "contoso.com", True),
    ([("@", "128 iodef mailto:a@contoso.com")], "contoso.com", True),
    # Wild cards.
    ([("@", "0 issuewild ;")], "contoso.com", True),
    ([("@", "0 issue godaddy.com"), ("@", "0 issuewild ;")], "*.contoso.com", False),
    ([("@", "0 issue ;"), ("@", "0 issuewild godaddy.com")], "*.contoso.com", True),
    ([("@", "0 issue ;"), ("@", "0 issuewild godaddy.com")], "contoso.com", False),
    ([("@", "0 issue godaddy.com")], "*.contoso.com", True),
    ([("@", "0 issue ;")], "*.contoso.com", False),
    ([("@", "0 issuewild letsencrypt.org")], "www.contoso.com", True),
    ([("shop", "0 issuewild ;")], "*.shop.contoso.com", False),
    # Upwards.
    ([("@", "0 issue letsencrypt.org")], "deep.www.contoso.com", False),
    ([("@", "0 issue letsencrypt.org"), ("shop", "0 issue godaddy.com")], "shop.contoso.com", True),
    ([("@", "0 issue godaddy.com"), ("shop", "0 issue ;")], "a.shop.contoso.com", False),
    ([("@", "0 issue ;"), ("shop", "0 iodef mailto:a@contoso.com")], "a.shop.contoso.com", True),
    ([("sub.shop", "0 issue ;")], "shop.contoso.com", True),
    # Records of a wild card name stand for names that do not exist.
    ([("*", "0 issue ;")], "any.contoso.com", False),
    ([("*", "0 issue ;")], "contoso.com", True),
]


@pytest.mark.parametrize(("records", "host", "allowed"), TABLE)
def test_who_may_issue(records: list[tuple[str, str]], host: str, allowed: bool) -> None:
    cloud = Cloud()
    zone(cloud, "contoso.com", *(("CAA", name, value) for name, value in records))
    assert (caa_refusal(cloud.world, [host], CA) is None) is allowed


@pytest.mark.parametrize(
    ("own", "target", "allowed"),
    [
        ("", "0 issue ;", False),
        ("0 issue ;", "0 issue godaddy.com", True),  # the target's set ends the way up
        ("0 issue ;", "", False),  # an empty answer at the target: on with the parent of the alias
        ("0 issue godaddy.com", "", True),
        ("0 issue godaddy.com", "0 issue letsencrypt.org", False),
    ],
)
def test_an_alias_is_asked_at_its_target(own: str, target: str, allowed: bool) -> None:
    cloud = Cloud()
    zone(
        cloud,
        "contoso.com",
        ("CNAME", "shop", "hop.fabrikam.com"),
        *([("CAA", "@", own)] if own else []),
    )
    zone(
        cloud,
        "fabrikam.com",
        ("CAA", "@", "0 issue ;"),  # above the target: nobody asks there
        ("CNAME", "hop", "target.fabrikam.com"),
        *([("CAA", "target", target)] if target else [("A", "target", "20.50.2.10")]),
    )
    refused = caa_refusal(cloud.world, ["shop.contoso.com"], CA)
    assert (refused is None) is allowed
    if target and refused:
        assert "target.fabrikam.com (shop.contoso.com is an alias of it)" in refused.said


def test_aliases_without_an_end_let_nobody_issue() -> None:
    cloud = Cloud()
    zone(cloud, "contoso.com", ("CNAME", "a", "b.contoso.com"), ("CNAME", "b", "a.contoso.com"))
    refused = caa_refusal(cloud.world, ["a.contoso.com"], CA)
    assert refused is not None and "circle" in refused.said
    assert caa_refusal(cloud.world, ["contoso.com"], CA) is None


def test_every_name_of_a_certificate_is_asked_for() -> None:
    cloud = Cloud()
    zone(cloud, "contoso.com", ("CAA", "www", "0 issue ;"))
    assert caa_refusal(cloud.world, ["contoso.com"], CA) is None
    refused = caa_refusal(cloud.world, ["contoso.com", "www.contoso.com"], CA)
    assert refused is not None and "issue for www.contoso.com" in refused.said


@pytest.mark.parametrize(
    ("value", "host", "advice"),
    [
        ("0 issue letsencrypt.org", "contoso.com", 'Add the CAA record 0 issue "godaddy.com".'),
        ("0 issuewild ;", "*.contoso.com", 'Add the CAA record 0 issuewild "godaddy.com".'),
        ("0 issue godaddy.com; account=1", "contoso.com", '0 issue "godaddy.com" without a parameter.'),
        ("128 future x", "contoso.com", "Remove that record"),
    ],
)
def test_a_refusal_says_what_would_help(value: str, host: str, advice: str) -> None:
    cloud = Cloud()
    zone(cloud, "contoso.com", ("CAA", "@", value))
    refused = caa_refusal(cloud.world, [host], CA)
    assert refused is not None and refused.said.endswith(".") and advice in refused.advice


def test_names_asked_are_those_upwards_and_their_aliases() -> None:
    cloud = Cloud()
    zone(cloud, "contoso.com", ("CNAME", "www", "www.fabrikam.com"))
    asked = list(names_asked(cloud.world, ["*.www.contoso.com"]))
    assert asked == ["www.contoso.com", "www.fabrikam.com", "contoso.com", "com"]


@pytest.mark.parametrize(
    "value",
    ["", "0", "issue godaddy.com", "-1 issue a.com", "0 issue", "999 issue a.com", "² issue a", "0 is-sue a"],
)
def test_what_is_no_caa_record(value: str) -> None:
    assert read_caa(value) is None
