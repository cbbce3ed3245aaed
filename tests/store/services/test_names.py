"""What Azure accepts as a name."""

from __future__ import annotations

import pytest

from store.services import names


@pytest.mark.parametrize("name", ["abc", "contosocert", "A1b2C3", "x" * 30])
def test_order_names_that_are_taken(name: str) -> None:
    assert names.order_name(name) == ""


@pytest.mark.parametrize("name", ["", "ab", "x" * 31, "contoso-cert", "contoso cert", "contosocért", "abc\n"])
def test_order_names_that_are_refused(name: str) -> None:
    assert names.order_name(name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("contoso-kv", ""),
        ("a" * 24, ""),
        ("kv", "3-24"),
        ("a" * 25, "it has 25"),
        ("contoso_kv", "letters, digits and hyphens"),
        ("1kv", "begin with a letter"),
        ("-kv", "begin with a letter"),
        ("kv-", "end with a letter or digit"),
        ("kv--kv", "two hyphens"),
        ("ключ", "letters, digits and hyphens"),
    ],
)
def test_vault_names(name: str, why: str) -> None:
    found = names.vault_name(name)
    assert (why in found) and bool(found) == bool(why)


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (names.secret_name, "contosocert4d58b001-ab6a", "a_b"),
        (names.secret_name, "x" * 127, "x" * 128),
        (names.site_name, "contoso-app", "-contoso"),
        (names.site_name, "a1", "a"),
        (names.site_name, "a" * 60, "contoso-"),
        (names.plan_name, "plan-web", "plan_web"),
        (names.plan_name, "p" * 60, "p" * 61),
        (names.resource_group, "rg_(web).1", "rg/web"),
        (names.resource_group, "gruppe-ä", "rg."),
        (names.resource_group, "x" * 90, "x" * 91),
        (names.lock_name, "AppServiceCertificateLock", "a/b"),
        (names.lock_name, "keep it", "keep it "),
        (names.lock_name, "x" * 90, "x" * 91),
        (names.lock_name, "Sperre ä", "a\x1bb"),
    ],
)
def test_other_names(rule: names.Rule, good: str, bad: str) -> None:
    assert rule(good) == ""
    assert rule(bad)
    assert rule("")


@pytest.mark.parametrize(
    "host",
    [
        "contoso.com",
        "WWW.Contoso.COM",
        "a-b.contoso.com",
        "bücher.example",
        "xn--bcher-kva.example",
        "1.a.com",
    ],
)
def test_hosts_that_are_taken(host: str) -> None:
    assert names.host_name(host) == ""
    assert names.host_name(f"*.{host}", wildcard=True) == ""
    assert names.host_name(f"*.{host}")


@pytest.mark.parametrize(
    "host",
    [
        "",
        "contoso",
        ".contoso.com",
        "contoso..com",
        "contoso.com.",
        "-a.contoso.com",
        "a-.contoso.com",
        "a_b.contoso.com",
        "con toso.com",
        "contoso.com\n",
        "10.0.0.1",
        "a" * 64 + ".com",
        ".".join(["a" * 60] * 5),
        "*.*.contoso.com",
        "a.*.contoso.com",
        "*contoso.com",
        "\ud800.com",
        "ü" * 64 + ".com",
    ],
)
def test_hosts_that_are_refused(host: str) -> None:
    assert names.host_name(host)
    assert names.host_name(host, wildcard=True)
