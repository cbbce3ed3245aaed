"""Which key with which certificate: as the writer paired them, whatever the order; the choice is stated."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

from store.x509.authority import IssuedCertificate, LeafRequest, issue
from store.x509.keys import new_key
from tests.support.pfx_parts import (
    NOW,
    Site,
    attributes,
    bag,
    ca_certificate,
    certificate_bag,
    clear_safe,
    encrypt,
    leaf,
    octets,
    pbe,
    sequence,
    unsealed_pfx,
)


def _key_bag(key: bytes, mark: bytes = b"") -> bytes:
    return bag(2, sequence(pbe(10), octets(encrypt(key))), attributes(mark))


def _certificate(site: Site, key: bytes, name: str, days: int) -> IssuedCertificate:
    return issue(
        site.authority,
        LeafRequest(
            key=key,
            common_name=name,
            names=[name],
            not_before=NOW - timedelta(days=1),
            not_after=NOW + timedelta(days=days),
            serial=days,
        ),
    )


def _seen(site: Site, *bags: bytes) -> tuple[str, str]:
    """The leaf that the report is about, and its key line; the same in every order of the bags."""
    above = [certificate_bag(der) for der in site.authority.chain]
    reports = [site.judge(unsealed_pfx(clear_safe(*order, *above))) for order in permutations(bags)]
    lines = {(each.facts.common_name if each.facts else "", each.line("key").found) for each in reports}
    assert len(lines) == 1
    return lines.pop()


def test_the_certificate_of_two_for_a_key_is_the_one_that_its_writer_marked(site: Site) -> None:
    """A certificate renewed with its key: the older one is marked."""
    old, new = (_certificate(site, site.key, name, days) for name, days in (("old", 30), ("new", 300)))
    marked = certificate_bag(old.certificate, attributes(b"\1"))
    name, found = _seen(site, _key_bag(site.key, b"\1"), marked, certificate_bag(new.certificate))
    assert name == "old"
    assert (
        "2 certificates have their key in the file; taken is old until 2022-08-31: as the file pairs" in found
    )


def test_without_marks_it_is_the_one_that_is_valid_longest(site: Site) -> None:
    bags = [certificate_bag(_certificate(site, site.key, f"n{days}", days).certificate) for days in (9, 99)]
    name, found = _seen(site, _key_bag(site.key), *bags)
    assert name == "n99" and "taken is n99 until 2022-11-08: it is valid longest" in found


def test_two_whole_pairs_are_one_choice_in_any_order(site: Site) -> None:
    other = new_key("ec")
    first, second = _certificate(site, site.key, "first", 50), _certificate(site, other, "second", 60)
    name, found = _seen(
        site,
        _key_bag(site.key, b"\1"),
        _key_bag(other, b"\2"),
        certificate_bag(first.certificate, attributes(b"\1")),
        certificate_bag(second.certificate, attributes(b"\2")),
    )
    assert name == "second" and "2 keys in the file" in found and "valid longest" in found


def test_the_certificate_of_a_server_goes_before_that_of_an_authority(site: Site) -> None:
    """Somebody exported the authority's own key too."""
    authority = site.authority
    name, found = _seen(
        site,
        _key_bag(authority.root_key),
        _key_bag(site.key),
        certificate_bag(site.leaf.certificate),
        certificate_bag(authority.root_certificate),
    )
    assert name == "contoso.com" and "the others are of authorities" in found


def test_a_mark_that_the_keys_belie_is_passed_over_and_named(site: Site) -> None:
    stranger = certificate_bag(leaf(site.authority, new_key("ec"), serial=9).certificate, attributes(b"\1"))
    name, found = _seen(
        site, _key_bag(site.key, b"\1"), stranger, certificate_bag(site.leaf.certificate, attributes(b"\2"))
    )
    assert name == "contoso.com" and "pairs the key with another certificate" in found


def test_the_only_pair_needs_no_word(site: Site) -> None:
    _, found = _seen(
        site, _key_bag(site.key, b"\1"), certificate_bag(site.leaf.certificate, attributes(b"\1"))
    )
    assert found == "EC 256, matches the certificate"
    _, found = _seen(site, certificate_bag(site.leaf.certificate), _key_bag(site.key))
    assert found == "EC 256, matches the certificate"


def test_a_certificate_that_cannot_be_read_is_counted(site: Site) -> None:
    broken = certificate_bag(b"\x30\x03\x02\x01\x00")
    _, found = _seen(site, _key_bag(site.key), certificate_bag(site.leaf.certificate), broken)
    assert found == "EC 256, matches the certificate (1 certificate cannot be read)"


def test_a_key_whose_certificate_is_missing_is_a_mismatch(site: Site) -> None:
    lone = ca_certificate("One", site.key, "One", site.key)
    data = unsealed_pfx(clear_safe(_key_bag(new_key("ec"), b"\1"), certificate_bag(lone, attributes(b"\1"))))
    assert site.judge(data).code == "PfxKeyMismatch"
