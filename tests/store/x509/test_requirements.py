"""The report: every rule, on files as people make them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from store.eras import era
from store.secret import Secret
from store.x509.authority import AuthorityKeys, LeafRequest, self_signed
from store.x509.keys import new_key
from store.x509.pem import encode as pem
from store.x509.pfx.build import build_pfx
from store.x509.requirements.check import Surroundings, check_pfx
from store.x509.requirements.report import PORTAL_SENTENCE, RULES
from tests.support.pfx_parts import (
    NOW,
    PASSWORD,
    TRIPLE_DES,
    YEAR,
    Site,
    ca_certificate,
    export,
    leaf,
    needs_openssl,
    openssl,
)


@pytest.fixture
def whole(site: Site) -> list[bytes]:
    return [site.leaf.certificate, *site.authority.chain]


def test_a_good_file_meets_every_rule(site: Site, good_pfx: bytes) -> None:
    report = site.judge(good_pfx, host="www.contoso.com")
    assert report.accepted and report.bindable and not report.code and not report.message
    assert report.error() is None
    assert {line.verdict for line in report.lines} == {"passed", "not checked"}
    assert [line.id for line in report.lines if line.verdict == "not checked"] == ["duplicate"]
    assert [line.id for line in report.lines] == [
        rule for rule in RULES if rule not in {"no-password", "content-type", "vault-key"}
    ]
    assert report.facts is not None and report.facts.thumbprint == site.leaf.thumbprint
    assert report.parts is not None and report.parts.leaf == site.leaf.certificate
    assert report.parts.key == site.key and report.parts.chain == site.authority.chain
    assert "BEGIN" not in repr(report) and str(site.key)[4:40] not in repr(report)


def test_the_vault_form_is_not_password_protected(site: Site, vault_pfx: bytes) -> None:
    for password in ("", "anything"):
        report = site.judge(vault_pfx, password)
        assert report.code == "PfxPasswordRequired" and report.message == PORTAL_SENTENCE
        assert report.line("cipher").verdict == "failed" and "clear" in report.line("cipher").found
        assert report.facts is not None and not report.accepted


@needs_openssl
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (TRIPLE_DES, ""),
        (("-legacy",), ""),
        (("-keypbe", "PBE-SHA1-3DES"), ""),
        ((*TRIPLE_DES, "-nomac"), ""),
        ((*TRIPLE_DES, "-iter", "20000"), ""),
        ((), "PfxCipherNotTripleDes"),
        (("-keypbe", "AES-128-CBC", "-certpbe", "PBE-SHA1-3DES"), "PfxCipherNotTripleDes"),
        (("-legacy", "-keypbe", "PBE-SHA1-RC2-40"), "PfxCipherNotTripleDes"),
        (("-legacy", "-keypbe", "PBE-SHA1-RC4-128"), "PfxCipherNotTripleDes"),
        (("-keypbe", "NONE", "-certpbe", "NONE"), "PfxCipherNotTripleDes"),
        (("-keypbe", "aria-256-cbc", "-certpbe", "aria-256-cbc"), "PfxCipherNotTripleDes"),
    ],
)
def test_ciphers(options: tuple[str, ...], code: str, site: Site, whole: list[bytes], tmp_path: Path) -> None:
    report = site.judge(export(tmp_path, site.key, whole, *options))
    assert (report.code, report.accepted) == (code, not code)
    assert "0 octets" not in report.line("cipher").found
    if code:
        assert report.message == PORTAL_SENTENCE
        assert "-keypbe PBE-SHA1-3DES" in report.line("cipher").repair
        assert "-legacy" in report.line("cipher").repair


@needs_openssl
def test_wrong_and_empty_passwords(site: Site, whole: list[bytes], good_pfx: bytes, tmp_path: Path) -> None:
    assert site.judge(good_pfx, "wrong").code == "PfxPasswordIncorrect"
    assert site.judge(good_pfx, "").code == "PfxPasswordRequired"
    assert site.judge(good_pfx, "s3cret\0").code == "PfxPasswordInvalid"
    assert site.judge(good_pfx, "x" * 1025).code == "PfxPasswordInvalid"
    assert site.judge(good_pfx, "\ud800").code == "PfxPasswordInvalid"
    unsealed = export(tmp_path, site.key, whole, *TRIPLE_DES, "-nomac")
    assert site.judge(unsealed, "wrong").code == "PfxPasswordIncorrect"
    empty = export(tmp_path, site.key, whole, *TRIPLE_DES, password="")
    for password in ("", "anything"):
        report = site.judge(empty, password)
        assert report.code == "PfxPasswordRequired" and report.facts is not None


def test_damage_is_told_from_a_wrong_password(site: Site, good_pfx: bytes) -> None:
    for data in (good_pfx[:-1], good_pfx[: len(good_pfx) // 2], good_pfx[:8]):
        report = site.judge(data)
        assert report.code == "PfxDamaged" and report.lines[0].verdict == "failed", len(data)
    assert "too early" in site.judge(good_pfx[:-1]).lines[0].found
    changed = bytearray(good_pfx)
    changed[300] ^= 1
    report = site.judge(bytes(changed))
    assert (
        report.code == "PfxSealBroken" and "bytes of the file were changed" in report.line("password").found
    )


def test_bytes_after_the_end_are_passed_over_and_named(site: Site, good_pfx: bytes) -> None:
    """As OpenSSL and Windows do."""
    for extra, words in ((b"\n", "1 byte after its end"), (good_pfx, "bytes after its end")):
        report = site.judge(good_pfx + extra)
        assert report.accepted and words in report.line("file").found


def test_files_that_are_something_else(site: Site) -> None:
    der = site.leaf.certificate
    cases = {
        b"": "empty",
        b"\xfe\xed\xfe\xed" + bytes(40): "JKS",
        b"PK\x03\x04" + bytes(40): "ZIP",
        pem("CERTIFICATE", der).encode(): "PEM text (certificate)",
        (pem("PRIVATE KEY", site.key) + pem("CERTIFICATE", der)).encode(): "private key, certificate",
        der: "a certificate (DER)",
        site.key: "another structure",
        bytes(range(256)): "not a PFX",
        b"\x30\x82\x0a": "too early",
    }
    for data, word in cases.items():
        report = site.judge(data)
        assert report.code == "NotAPfx" and report.message == PORTAL_SENTENCE
        assert word in report.lines[0].found
        assert {line.verdict for line in report.lines[1:]} == {"not checked"}
    assert site.judge(bytes(2**20 + 1)).code == "FileTooLarge"


@needs_openssl
def test_a_bundle_and_a_secret_as_text(site: Site, good_pfx: bytes, tmp_path: Path) -> None:
    chain = tmp_path / "chain.pem"
    chain.write_text(pem("CERTIFICATE", site.leaf.certificate))
    bundle = openssl("crl2pkcs7", "-nocrl", "-certfile", chain, "-outform", "DER")
    assert "PKCS#7" in site.judge(bundle).lines[0].found
    assert "base64" in site.judge(base64.encodebytes(good_pfx)).lines[0].found


@needs_openssl
def test_small_keys_are_refused(site: Site, tmp_path: Path) -> None:
    openssl("genrsa", "-out", tmp_path / "small.pem", "1024")
    small = openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER", "-in", tmp_path / "small.pem")
    made = leaf(site.authority, small)
    report = site.judge(export(tmp_path, small, [made.certificate, *site.authority.chain], *TRIPLE_DES))
    assert report.code == "PfxKeyTooSmall" and report.line("key").found == "RSA 1024"
    assert report.line("chain").verdict == "passed"


def test_rsa_keys_are_accepted(site: Site, rsa_key: bytes) -> None:
    made = leaf(site.authority, rsa_key)
    report = site.judge(build_pfx(rsa_key, made.certificate, site.authority.chain, Secret(PASSWORD)))
    assert report.accepted and report.line("key").found.startswith("RSA 2048, matches")


@needs_openssl
def test_key_and_certificate_must_be_there(site: Site, whole: list[bytes], tmp_path: Path) -> None:
    assert site.judge(export(tmp_path, None, whole, "-legacy")).code == "PfxNoKey"
    bare = export(tmp_path, site.key, whole, "-nocerts", *TRIPLE_DES)
    assert site.judge(bare).code == "PfxNoCertificate"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([], "the leaf alone; CN=Sim Secure Certificate Authority - G2"),
        (["intermediate"], "Sim Root - G2, O=certblade simulated CA is missing"),
        (["root"], "Sim Secure Certificate Authority - G2, O=certblade simulated CA is missing"),
        (["stranger's intermediate", "stranger's root"], "did not sign CN=contoso.com"),
    ],
)
def test_incomplete_chains(chosen: list[str], words: str, site: Site, stranger: AuthorityKeys) -> None:
    by_name = {
        "intermediate": site.authority.intermediate_certificate,
        "root": site.authority.root_certificate,
        "stranger's intermediate": stranger.intermediate_certificate,
        "stranger's root": stranger.root_certificate,
    }
    chain = [by_name[name] for name in chosen]
    report = site.judge(build_pfx(site.key, site.leaf.certificate, chain, Secret(PASSWORD)))
    assert report.code == "PfxChainIncomplete" and "chain is incomplete" in report.message
    assert words in report.line("chain").found
    assert (
        report.line("trust").verdict == "not checked"
        and "leaf, intermediates and root" in report.line("chain").repair
    )


def test_issuers_in_a_circle(site: Site) -> None:
    """Two authorities that signed each other: no root, and no end without a memory of the way."""
    first, second = new_key("ec"), new_key("ec")
    one = ca_certificate("One", first, "Two", second)
    two = ca_certificate("Two", second, "One", first)
    ring = AuthorityKeys(
        root_certificate=two, root_key=second, intermediate_certificate=one, intermediate_key=first
    )
    report = site.judge(build_pfx(site.key, leaf(ring, site.key).certificate, [one, two], Secret(PASSWORD)))
    assert report.code == "PfxChainIncomplete" and "circle" in report.line("chain").found


def test_order_duplicates_and_extras_do_not_matter(site: Site, stranger: AuthorityKeys) -> None:
    root, middle = site.authority.root_certificate, site.authority.intermediate_certificate
    chain = [stranger.root_certificate, root, stranger.intermediate_certificate, middle, root]
    report = site.judge(build_pfx(site.key, site.leaf.certificate, chain, Secret(PASSWORD)))
    assert report.accepted and "2 more certificates not of the chain" in report.line("chain").found
    assert report.parts is not None and report.parts.chain == (middle, root)


def test_self_signed_is_uploaded_but_not_trusted(site: Site) -> None:
    made = self_signed(
        LeafRequest(
            key=site.key,
            common_name="lab.example",
            names=(),
            not_before=NOW,
            not_after=NOW + YEAR,
            serial=3,
            client_auth=False,
        )
    )
    data = build_pfx(site.key, made.certificate, (), Secret(PASSWORD))
    report = site.judge(data)
    assert report.accepted and report.bindable is False and not report.code
    assert report.line("trust").verdict == "warning"
    asked = site.judge(data, host="lab.example")
    assert (
        asked.accepted and asked.code == "CertificateNotTrusted" and asked.line("trust").verdict == "failed"
    )


def test_trust_is_of_keys_not_names(site: Site, stranger: AuthorityKeys) -> None:
    made = leaf(stranger, site.key)
    report = site.judge(build_pfx(site.key, made.certificate, stranger.chain, Secret(PASSWORD)))
    assert report.accepted and report.bindable is False
    assert report.line("trust").code == "CertificateNotTrusted"


@pytest.mark.parametrize(("octets", "accepted"), [(8, True), (10, True), (11, False), (20, False)])
def test_serials(octets: int, accepted: bool, site: Site) -> None:
    made = leaf(
        site.authority,
        site.key,
        serial=(1 << (8 * octets - 1)) - 1 if octets == 20 else (1 << 8 * octets) - 1,
    )
    data = build_pfx(site.key, made.certificate, site.authority.chain, Secret(PASSWORD))
    report = site.judge(data)
    assert report.accepted is accepted
    assert report.line("serial").found == f"{2 * octets} digits"
    assert report.code == ("" if accepted else "PfxSerialTooLong")
    assert site.judge(data, year="2026").accepted


def test_duplicates(site: Site, good_pfx: bytes) -> None:
    report = check_pfx(
        good_pfx,
        Secret(PASSWORD),
        Surroundings(era=era("2022"), now=NOW, trusted_roots=(), duplicates={site.leaf.thumbprint.lower()}),
    )
    assert report.code == "PfxDuplicate" and not report.accepted
    assert report.message == f"Another certificate exists with same thumbprint {site.leaf.thumbprint}."
