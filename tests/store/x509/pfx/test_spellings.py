"""Every freedom of BER at every level: the file is read as its DER is."""

from __future__ import annotations

import random

import pytest

from store.x509.pfx.ber import DEEPEST as DEEPEST
from store.x509.pfx.ber import BerTooLarge, encode, first_element, implicit_octets, to_definite
from store.x509.pfx.build import build_pfx
from tests.support.pfx_parts import (
    PASSWORD,
    Site,
    bag,
    certificate_bag,
    clear_safe,
    encrypt,
    encrypted_safe,
    explicit,
    integer,
    needs_openssl,
    octets,
    oid,
    openssl,
    pbe,
    sequence,
    unsealed_pfx,
)
from tests.support.pfx_spellings import Spelling, in_pieces, indefinite, long_length, respell, spelled


def _pieces(size: int) -> Spelling:
    return lambda tag, content: (
        in_pieces(b"\x24", content, size or len(content) or 1) if tag == b"\x04" else encode(tag, content)
    )


def _empty_pieces(tag: bytes, content: bytes) -> bytes:
    empty = octets(b"")
    return encode(b"\x24", empty + octets(content) + empty) if tag == b"\x04" else encode(tag, content)


def _nested_pieces(tag: bytes, content: bytes) -> bytes:
    if tag != b"\x04":
        return encode(tag, content)
    half = len(content) // 2
    inner = indefinite(b"\x24", octets(content[:half]) + encode(b"\x24", octets(content[half:])))
    return encode(b"\x24", inner)


def _open_ended(tag: bytes, content: bytes) -> bytes:
    if tag == b"\x04":
        return indefinite(b"\x24", octets(content[:5]) + octets(content[5:]))
    return indefinite(tag, content) if tag[0] & 0x20 else encode(tag, content)


SPELLINGS: dict[str, Spelling] = {
    "pieces of 3": _pieces(3),
    "pieces of 1000": _pieces(1000),
    "one piece": _pieces(0),
    "empty pieces": _empty_pieces,
    "nested pieces": _nested_pieces,
    "no lengths": _open_ended,
    "long lengths": long_length,
}


@pytest.fixture(scope="module")
def encrypted(site: Site) -> bytes:
    """A file without a seal, so that its inside can be spelled otherwise: key and certificates encrypted."""
    certificates = [certificate_bag(der) for der in (site.leaf.certificate, *site.authority.chain)]
    key = sequence(pbe(10), octets(encrypt(site.key)))
    return unsealed_pfx(encrypted_safe(pbe(10), encrypt(sequence(*certificates))), clear_safe(bag(2, key)))


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_a_file_in_other_ber_is_the_same_file(spell: Spelling, site: Site, encrypted: bytes) -> None:
    data = spelled(encrypted, spell)
    assert data != encrypted
    report = site.judge(data)
    assert report.accepted, report.code
    assert report.lines[1:] == site.judge(encrypted).lines[1:]


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_what_was_encrypted_may_be_in_other_ber_too(spell: Spelling, site: Site) -> None:
    certificates = [certificate_bag(der) for der in (site.leaf.certificate, *site.authority.chain)]
    inside = spelled(sequence(bag(1, site.key), *certificates), spell)
    assert site.judge(unsealed_pfx(encrypted_safe(pbe(10), encrypt(inside)))).accepted


@needs_openssl
@pytest.mark.parametrize("name", [name for name in SPELLINGS if name != "long lengths"])
def test_openssl_reads_the_same_spellings(name: str, encrypted: bytes) -> None:
    """All but lengths of ten octets, which are longer than it reads a header."""
    data = spelled(encrypted, SPELLINGS[name])
    openssl("pkcs12", "-legacy", "-noout", "-nomacver", "-passin", f"pass:{PASSWORD}", data=data)


@pytest.mark.parametrize("seed", range(40))
def test_any_mixture_of_spellings_is_read(seed: int, site: Site, encrypted: bytes) -> None:
    assert site.judge(respell(encrypted, random.Random(seed))).accepted


def test_the_order_of_parts_and_entries_does_not_matter(site: Site) -> None:
    key = bag(2, sequence(pbe(10), octets(encrypt(site.key))))
    leaf, *above = (certificate_bag(der) for der in (site.leaf.certificate, *site.authority.chain))
    other = bag(5, sequence(oid("1.2.3.4"), explicit(octets(b"secret"))))
    parts: list[tuple[bytes, ...]] = [
        (clear_safe(key), clear_safe(leaf, *above)),
        (clear_safe(*above), clear_safe(), clear_safe(leaf), clear_safe(other, key)),
        (clear_safe(above[1], key, leaf, other, above[0]),),
        (clear_safe(bag(6, sequence(key))), clear_safe(bag(6, sequence(leaf, bag(6, sequence(*above)))))),
    ]
    for safes in parts:
        assert site.judge(unsealed_pfx(*safes)).accepted


def test_pieces_under_an_implicit_tag_are_one_string() -> None:
    def whole(inner: bytes) -> bytes:
        return implicit_octets(to_definite(inner))

    assert whole(b"\x80\x02ab") == b"ab"
    assert whole(b"\xa0\x80\x04\x01a\x24\x80\x04\x01b\x04\x00\x00\x00\x04\x01c\x00\x00") == b"abc"
    assert whole(b"\xa0\x00") == whole(b"\xa0\x80\x00\x00") == whole(b"\x80\x00") == b""


def test_nesting_beyond_reason_is_too_much_but_not_damage(site: Site) -> None:
    deep = b"\x04\x00"
    for _ in range(DEEPEST + 1):
        deep = encode(b"\x24", deep)
    with pytest.raises(BerTooLarge):
        first_element(deep)
    data = sequence(integer(3), sequence(oid("1.2.840.113549.1.7.1"), explicit(deep)))
    report = site.judge(data)
    assert report.code == "PfxTooManyBags" and "nested" in report.line("file").found


def test_a_key_in_ber_is_read(site: Site) -> None:
    """PKCS#8 and the key inside it without lengths."""

    def no_lengths(tag: bytes, content: bytes) -> bytes:
        return indefinite(tag, content) if tag[0] & 0x20 else encode(tag, content)

    key = spelled(site.key, no_lengths)
    certificates = [certificate_bag(der) for der in (site.leaf.certificate, *site.authority.chain)]
    report = site.judge(unsealed_pfx(encrypted_safe(pbe(10), encrypt(sequence(bag(1, key), *certificates)))))
    assert report.accepted and report.parts is not None and report.parts.key == site.key


def test_a_certificate_with_ber_around_it_is_read_as_der(site: Site) -> None:
    der = site.leaf.certificate
    inside = der[4:]
    data = build_pfx(site.key, der, site.authority.chain, None)
    assert site.judge(data).facts is not None
    ber = indefinite(b"\x30", inside)
    certificates = [certificate_bag(each) for each in (ber, *site.authority.chain)]
    report = site.judge(
        unsealed_pfx(encrypted_safe(pbe(10), encrypt(sequence(bag(1, site.key), *certificates))))
    )
    assert report.accepted and report.facts is not None and report.facts.thumbprint == site.leaf.thumbprint
