"""Files made to hurt: every one ends in a sentence, soon, and nothing is printed."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    pkcs12,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import AzureError
from store.x509.cer import read_cer
from store.x509.file_kinds import kind_of
from store.x509.keys import load_key
from store.x509.merge import merge
from store.x509.paths.limits import MOST_CERTIFICATES
from store.x509.pfx.ber import DEEPEST, MOST, BerError, encode, to_definite
from store.x509.pfx.cipher import decrypt, spellings
from store.x509.pfx.derivations import MOST_RC2, MOST_ROUNDS, MOST_ROUNDS_IN_ALL
from store.x509.pfx.structure import DEEPEST_SAFES, MOST_BAGS, looks_like_pfx, read_outline
from store.x509.requirements.report import Report
from tests.support.pfx_parts import (
    PASSWORD,
    TRIPLE_DES,
    Site,
    bag,
    certificate_bag,
    clear_safe,
    encrypt,
    encrypted_safe,
    explicit,
    export,
    indefinite,
    integer,
    needs_openssl,
    octets,
    oid,
    openssl,
    pbe,
    sequence,
    unsealed_pfx,
)

_FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(autouse=True)
def _silent_and_soon(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < 20
    output = capfd.readouterr()
    assert output.out == output.err == ""


def sound(report: Report) -> Report:
    """The report itself, once it is one: a verdict, a sentence, and every line in its place."""
    assert report.accepted is (not report.code) or report.line("duplicate").verdict != "passed"
    assert bool(report.code) is bool(report.message) is any(line.verdict == "failed" for line in report.lines)
    assert report.code != "PfxUnreadable", "an exception nobody thought of"
    assert all(line.found and line.title and line.source for line in report.lines)
    assert all(line.code for line in report.lines if line.verdict in {"failed", "warning"})
    return report


def test_rounds_are_read_before_they_are_run(site: Site) -> None:
    count = MOST_ROUNDS + 1
    start = time.perf_counter()
    for data in (
        unsealed_pfx(clear_safe(bag(2, sequence(pbe(count), octets(bytes(64)))))),
        unsealed_pfx(encrypted_safe(pbe(count), bytes(64))),
        unsealed_pfx(clear_safe(bag(6, sequence(bag(2, sequence(pbe(count), octets(bytes(64)))))))),
        unsealed_pfx(*[encrypted_safe(pbe(MOST_ROUNDS_IN_ALL // 4 + 1), bytes(64)) for _ in range(4)]),
        unsealed_pfx(encrypted_safe(pbes2(count), bytes(64))),
    ):
        report = sound(site.judge(data))
        assert report.code == "PfxRoundsTooMany" and "-iter 2048" in report.lines[0].repair
    assert time.perf_counter() - start < 1


def pbes2(rounds: int, derivation: str = "1.2.840.113549.1.5.12") -> bytes:
    """PBES2 with AES-256."""
    kdf = sequence(oid(derivation), sequence(octets(b"saltsalt"), integer(rounds)))
    cipher = sequence(oid("2.16.840.1.101.3.4.1.42"), octets(bytes(16)))
    return sequence(oid("1.2.840.113549.1.5.13"), sequence(kdf, cipher))


@needs_openssl
def test_as_many_rounds_as_allowed_are_run(site: Site, tmp_path: Path) -> None:
    whole = [site.leaf.certificate, *site.authority.chain]
    data = export(tmp_path, site.key, whole, *TRIPLE_DES, "-iter", str(MOST_ROUNDS))
    assert sound(site.judge(data)).accepted
    assert sound(site.judge(data, "wrong")).code == "PfxPasswordIncorrect"


def test_rounds_hidden_inside_encrypted_bags_are_not_run(site: Site) -> None:
    """A key whose rounds can be read only after its safe was decrypted."""
    inside = sequence(bag(2, sequence(pbe(MOST_ROUNDS + 1), octets(bytes(64)))))
    report = sound(site.judge(unsealed_pfx(encrypted_safe(pbe(10), encrypt(inside)))))
    assert report.code == "PfxRoundsTooMany"


def test_a_key_in_clear_inside_an_encrypted_safe_is_as_safe_as_that(site: Site) -> None:
    bags = sequence(bag(1, site.key), *map(certificate_bag, (site.leaf.certificate, *site.authority.chain)))
    report = sound(site.judge(unsealed_pfx(encrypted_safe(pbe(10), encrypt(bags)))))
    assert report.accepted and report.line("cipher").found == "3DES (PBE-SHA1-3DES)"
    twice = unsealed_pfx(clear_safe(bag(1, site.key)), encrypted_safe(pbe(10), encrypt(bags)))
    report = sound(site.judge(twice))
    assert report.code == "PfxCipherNotTripleDes" and "2 keys in the file" in report.line("key").found


@pytest.mark.parametrize(
    "data",
    [
        unsealed_pfx(encrypted_safe(pbes2(1000, "1.3.6.1.4.1.11591.4.11"), bytes(64))),
        unsealed_pfx(encrypted_safe(sequence(oid("1.2.3.4.5")), bytes(64))),
        unsealed_pfx(encrypted_safe(pbe(1, bytes(2000)), bytes(64))),
        unsealed_pfx(encrypted_safe(pbe(0), bytes(64))),
        unsealed_pfx(encrypted_safe(pbe(5), bytes(63))),
        unsealed_pfx(encrypted_safe(pbe(5), b"")),
        unsealed_pfx(encrypted_safe(pbe(5, b""), bytes(64))),
        unsealed_pfx(encrypted_safe(pbe(5, b"s", "1.2.840.113549.1.12.1.6"), bytes(MOST_RC2 + 8))),
        unsealed_pfx(sequence(oid("1.2.840.113549.1.7.3"), explicit(sequence()))),
        unsealed_pfx(clear_safe(*[bag(3, b"\x30\x00")] * (MOST_BAGS + 1))),
        unsealed_pfx(clear_safe(*[certificate_bag(bytes([n])) for n in range(MOST_CERTIFICATES + 1)])),
        unsealed_pfx(clear_safe(bag(1, b"\x30\x00"))),
        unsealed_pfx(clear_safe()),
        unsealed_pfx(),
        sequence(integer(3)),
        sequence(integer(3), sequence(oid("1.2.840.113549.1.7.2"), explicit(sequence()))),
        sequence(integer(3), sequence(oid("1.2.840.113549.1.7.1"))),
        b"\x30\x80\x02\x01\x03" + b"\x30\x80" * DEEPEST + b"\0\0" * (DEEPEST + 1),
        b"\x30\x80\x02\x01\x03" + b"\x24\x80" * DEEPEST + b"\0\0" * (DEEPEST + 1),
        encode(b"\x30", b"\x02\x01\x03" + b"\x05\x00" * MOST),
    ],
    ids=range(20),
)
def test_strange_structures(data: bytes, site: Site) -> None:
    start = time.perf_counter()
    report = sound(site.judge(data))
    assert report.code and not report.accepted
    assert time.perf_counter() - start < 5


def test_entries_are_counted_over_all_parts(site: Site) -> None:
    half = [bag(5, octets(b""))] * (MOST_BAGS // 2 + 1)
    for safes in (
        [clear_safe(*half), clear_safe(*half)],
        [encrypted_safe(pbe(10), encrypt(sequence(*half)))] * 2,
        [clear_safe(bag(6, sequence(*half)), bag(6, sequence(*half)))],
    ):
        assert sound(site.judge(unsealed_pfx(*safes))).code == "PfxTooManyBags"


def test_nested_safes_are_read_and_end_somewhere(site: Site) -> None:
    nested = certificate_bag(site.leaf.certificate)
    for depth in range(1, DEEPEST_SAFES + 2):
        nested = bag(6, sequence(nested))
        report = sound(site.judge(unsealed_pfx(clear_safe(nested))))
        assert (report.code == "PfxTooManyBags") is (depth > DEEPEST_SAFES)
    assert "deep in one another" in report.line("file").found


def test_indefinite_lengths_are_read(site: Site, good_pfx: bytes, vault_pfx: bytes) -> None:
    """As Bouncy Castle and old Windows write them."""
    report = sound(site.judge(indefinite(good_pfx)))
    assert report.accepted and indefinite(good_pfx) != good_pfx
    assert site.judge(indefinite(good_pfx)[:-1]).code == "PfxDamaged"
    certificates = map(certificate_bag, (site.leaf.certificate, *site.authority.chain))
    inner = indefinite(sequence(bag(1, site.key), *certificates))
    inside = sequence(oid("1.2.840.113549.1.7.1"), explicit(octets(inner)))
    safe = encrypted_safe(pbe(10), encrypt(inner))
    for each in (inside, safe):
        data = unsealed_pfx(each)
        assert site.judge(indefinite(data)).facts is not None


@needs_openssl
def test_openssl_reads_what_we_call_indefinite(good_pfx: bytes, tmp_path: Path) -> None:
    file = tmp_path / "ber.pfx"
    file.write_bytes(indefinite(good_pfx))
    openssl("pkcs12", "-legacy", "-in", file, "-noout", "-passin", f"pass:{PASSWORD}")


def test_ber_is_made_definite(good_pfx: bytes) -> None:
    assert to_definite(good_pfx) == good_pfx == to_definite(indefinite(good_pfx))
    for data in (b"", b"\x30", b"\x04\x80\0\0", b"\x30\x81", b"\x1f\xff\xff"):
        with pytest.raises(BerError):
            to_definite(data)


@needs_openssl
@pytest.mark.parametrize("mac", ["SHA1", "SHA256", "SHA384", "SHA512", "MD5", "SHA3-256"])
def test_seals_of_every_hash(mac: str, site: Site, tmp_path: Path) -> None:
    whole = [site.leaf.certificate, *site.authority.chain]
    data = export(tmp_path, site.key, whole, *TRIPLE_DES[:4], "-macalg", mac)
    assert sound(site.judge(data)).accepted
    assert sound(site.judge(data, "wrong")).code == "PfxPasswordIncorrect"


def test_the_library_is_satisfied_with_many_rounds(site: Site) -> None:
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(100_000)
        .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .build(PASSWORD.encode())
    )
    data = pkcs12.serialize_key_and_certificates(None, load_key(site.key), None, None, encryption)
    assert sound(site.judge(data)).code == "PfxNoCertificate"


@_FUZZ
@given(st.data())
def test_mutations_of_a_good_file(site: Site, good_pfx: bytes, data: st.DataObject) -> None:
    mutated = bytearray(good_pfx)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        match data.draw(st.integers(0, 3)):
            case 0:
                mutated[at] = data.draw(st.integers(0, 255))
            case 1:
                del mutated[at : at + data.draw(st.integers(1, 40))]
            case 2:
                mutated[at:at] = data.draw(st.binary(max_size=20))
            case _:
                mutated[at] ^= 1 << data.draw(st.integers(0, 7))
        if not mutated:
            break
    report = sound(site.judge(bytes(mutated)))
    # A change that the seal does not cover (an attribute, a length spelled otherwise) may pass.
    assert report.facts is None or report.code or report.accepted
    for read in (read_cer, kind_of, looks_like_pfx, lambda each: merge([each])):
        try:
            read(bytes(mutated))
        except AzureError:
            continue


@_FUZZ
@given(st.data())
def test_mutations_of_clear_bags(site: Site, vault_pfx: bytes, data: st.DataObject) -> None:
    """Without a seal every mutation reaches the readers of keys and certificates."""
    bags = [bag(1, site.key), *map(certificate_bag, (site.leaf.certificate, *site.authority.chain))]
    mutated = bytearray(unsealed_pfx(clear_safe(*bags)))
    for _ in range(data.draw(st.integers(1, 3))):
        mutated[data.draw(st.integers(60, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    sound(site.judge(bytes(mutated)))


@_FUZZ
@given(st.binary(max_size=300), st.text(max_size=20))
def test_random_bytes_and_passwords(site: Site, good_pfx: bytes, data: bytes, password: str) -> None:
    assert sound(site.judge(data, password)).code in {"NotAPfx", "PfxDamaged"}
    assert sound(site.judge(good_pfx, password)).code.startswith("PfxPassword")


@_FUZZ
@given(st.binary(max_size=200))
def test_random_certificates(data: bytes) -> None:
    for text in (
        data,
        b"-----BEGIN CERTIFICATE-----\n" + base64.b64encode(data) + b"\n-----END CERTIFICATE-----",
    ):
        with pytest.raises(AzureError):
            read_cer(text)


def test_decryption_of_nonsense_is_no_plaintext(good_pfx: bytes) -> None:
    for each in read_outline(good_pfx).bags:
        assert each.encryption is not None
        assert decrypt(each.encryption, b"odd", spellings("x")[0]) is None
        assert decrypt(each.encryption, b"", spellings("x")[0]) is None


def test_aes_of_the_library_is_aes(site: Site) -> None:
    key = load_key(site.key)
    data = pkcs12.serialize_key_and_certificates(
        None, key, None, None, BestAvailableEncryption(PASSWORD.encode())
    )
    assert "AES-256" in sound(site.judge(data)).line("cipher").found
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"pw"))
    with pytest.raises(AzureError, match="PrivateKeyInCer"):
        read_cer(der)
