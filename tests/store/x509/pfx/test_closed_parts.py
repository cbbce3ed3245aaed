"""What a password does not open is said to be there, with the reason; no such file is called damaged."""

from __future__ import annotations

import pytest

from store.errors import AzureError
from store.x509.keys import new_key
from store.x509.pfx.cipher import bytewise
from store.x509.pfx.derivations import MOST_RC2
from store.x509.pfx.open import open_bytes
from store.x509.pfx.parameters import LONGEST_KEY
from store.x509.requirements.report import PORTAL_SENTENCE, Report
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
    octets,
    oid,
    pbe,
    sealed_pfx,
    sequence,
    unsealed_pfx,
)

_SCRYPT = sequence(
    oid("1.2.840.113549.1.5.13"),
    sequence(
        sequence(
            oid("1.3.6.1.4.1.11591.4.11"), sequence(octets(b"salt"), integer(2), integer(1), integer(1))
        ),
        sequence(oid("2.16.840.1.101.3.4.1.42"), octets(bytes(16))),
    ),
)


def _certificates(site: Site) -> bytes:
    ders = (site.leaf.certificate, *site.authority.chain)
    return encrypted_safe(pbe(10), encrypt(sequence(*map(certificate_bag, ders))))


def _key(key: bytes, password: str = PASSWORD, algorithm: bytes = b"") -> bytes:
    return clear_safe(bag(2, sequence(algorithm or pbe(10), octets(encrypt(key, password)))))


def _not_damaged(report: Report) -> Report:
    assert not report.accepted and report.code
    assert {line.code for line in report.lines}.isdisjoint({"PfxDamaged", "PfxNoKey", "PfxUnreadable"})
    return report


def test_a_key_under_another_password_is_there_but_locked(site: Site) -> None:
    for data in (
        sealed_pfx(_key(site.key, "another"), _certificates(site)),
        unsealed_pfx(_key(site.key, "another"), _certificates(site)),
    ):
        report = _not_damaged(site.judge(data))
        assert report.code == "PfxKeyLocked"
        assert report.message == PORTAL_SENTENCE
        assert report.line("key").found == "there, but this password does not open it"
        assert report.line("password").verdict == "passed"
        with pytest.raises(AzureError) as refusal:
            raise open_bytes(data, PASSWORD).key_fault() or AssertionError
        assert refusal.value.code == "PfxKeyLocked"


def test_a_second_key_that_stays_locked_does_not_stand_in_the_way(site: Site) -> None:
    data = sealed_pfx(_key(new_key("ec"), "another"), _key(site.key), _certificates(site))
    report = site.judge(data)
    assert report.accepted and "another key: this password does not open it" in report.line("key").found


def test_an_algorithm_that_is_not_run_here_is_named(site: Site) -> None:
    scrypt = _not_damaged(site.judge(sealed_pfx(_key(site.key, algorithm=_SCRYPT), _certificates(site))))
    assert (
        "key derived by scrypt" in scrypt.line("key").found and scrypt.line("key").code == "PfxCipherUnknown"
    )
    for safe in (
        encrypted_safe(_SCRYPT, bytes(64)),
        sequence(oid("1.2.840.113549.1.7.3"), explicit(sequence())),
    ):
        report = _not_damaged(site.judge(unsealed_pfx(safe)))
        assert (
            report.code == "PfxCipherUnknown" and "which is not opened here" in report.line("password").found
        )


def test_more_rc2_than_is_decrypted_here_is_said_to_be_so(site: Site) -> None:
    half = encrypted_safe(pbe(5, b"s", "1.2.840.113549.1.12.1.6"), bytes(MOST_RC2 // 2 + 8))
    report = _not_damaged(site.judge(unsealed_pfx(half, half)))
    assert report.code == "PfxTooMuchRc2" and "200,016 octets in RC2" in report.line("file").found


def test_a_seal_that_is_not_computed_here_is_named(site: Site) -> None:
    kdf = sequence(oid("1.2.840.113549.1.5.12"), sequence(octets(b"s"), integer(5), integer(LONGEST_KEY + 1)))
    pbmac1 = sequence(oid("1.2.840.113549.1.5.14"), sequence(kdf, sequence(oid("1.2.840.113549.2.9"))))
    for algorithm, name in (
        (pbmac1, f"a key of {LONGEST_KEY + 1} octets"),
        (sequence(oid("1.2.3.4")), "1.2.3.4"),
    ):
        content = sequence(clear_safe(bag(1, site.key)), clear_safe(certificate_bag(site.leaf.certificate)))
        mac = sequence(sequence(algorithm, octets(bytes(32))), octets(b"s"), integer(1))
        data = sequence(integer(3), sequence(oid("1.2.840.113549.1.7.1"), explicit(octets(content))), mac)
        report = _not_damaged(site.judge(data, year="2026"))
        assert "the seal is not computed here" in report.line("file").found
        assert name in report.line("password").found


def test_a_file_that_was_signed_instead_is_not_damaged(site: Site) -> None:
    signed = sequence(integer(3), sequence(oid("1.2.840.113549.1.7.2"), explicit(sequence())))
    report = _not_damaged(site.judge(signed))
    assert report.code == "PfxNotPasswordSealed" and "signature" in report.line("file").found


def test_letters_that_a_writer_spelled_byte_by_byte_are_noticed(site: Site) -> None:
    data = sealed_pfx(_key(site.key), _certificates(site), password=bytewise("pässwörd"))
    report = _not_damaged(site.judge(data, "pässwörd"))
    assert report.code == "PfxPasswordIncorrect" and "ASCII" in report.line("password").repair


def test_a_seal_of_another_password_is_not_called_damage(site: Site) -> None:
    """openssl pkcs12 -export -twopass."""
    other = bytewise("seäl")
    data = sealed_pfx(_key(site.key), _certificates(site), password=other)
    report = _not_damaged(site.judge(data))
    assert report.code == "PfxSealBroken" and "another password" in report.line("password").found


@pytest.mark.parametrize("key", [b"\x30\x00", b"\x30\x03\x02\x01\x00"])
def test_a_key_that_is_none_is_called_broken(key: bytes, site: Site) -> None:
    report = site.judge(unsealed_pfx(clear_safe(bag(1, key))))
    assert report.line("key").code == "PfxKeyBroken"


def test_numbers_that_make_no_key_are_called_so(site: Site, rsa_key: bytes) -> None:
    broken = bytearray(rsa_key)
    broken[300] ^= 1
    report = _not_damaged(site.judge(sealed_pfx(_key(bytes(broken)), _certificates(site))))
    assert report.code == "PfxKeyBroken" and "its numbers do not make a key" in report.line("key").found
