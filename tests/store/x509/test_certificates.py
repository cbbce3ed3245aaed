"""Facts of certificates, names they cover, and the .cer files that are taken."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from store.errors import AzureError
from store.hostnames import covers
from store.x509.authority import AuthorityKeys, LeafRequest, new_authority, self_signed
from store.x509.cer import read_cer
from store.x509.certificates import describe
from store.x509.chain import build_chain
from store.x509.fields import serial_octets, serial_text
from store.x509.file_kinds import kind_of
from store.x509.keys import new_key
from store.x509.pem import blocks
from store.x509.pem import encode as pem
from tests.support.pfx_parts import NOW, YEAR, Site, leaf, needs_openssl, openssl


@pytest.mark.parametrize(
    ("names", "host", "expected"),
    [
        (["contoso.com"], "contoso.com", True),
        (["contoso.com"], "CONTOSO.com.", True),
        (["Contoso.COM."], "contoso.com", True),
        (["contoso.com"], "www.contoso.com", False),
        (["*.contoso.com"], "www.contoso.com", True),
        (["*.contoso.com"], "contoso.com", False),
        (["*.contoso.com"], "a.b.contoso.com", False),
        (["*.contoso.com"], ".contoso.com", False),
        (["*.contoso.com"], "*.contoso.com", True),
        (["w*.contoso.com"], "www.contoso.com", False),
        (["*"], "contoso", False),
        (["www.contoso.com"], "*.contoso.com", False),
        (["xn--bcher-kva.example"], "bücher.example", True),
        (["bücher.example"], "XN--BCHER-KVA.example", True),
        (["contoso.com", "b\0d"], "b\0d", False),
        ([], "contoso.com", False),
        (["contoso.com"], "", False),
        (["contoso.com"], "\ud800", False),
        (["contoso.com"], "a" * 100_000, False),
    ],
)
def test_covers(names: list[str], host: str, expected: bool) -> None:
    assert covers(names, host) is expected


@pytest.mark.parametrize(
    ("serial", "text", "octets"),
    [
        (0, "00", 1),
        (0x7F, "7F", 1),
        (0x80, "80", 1),
        (2**80 - 1, "FF" * 10, 10),
        (2**80, "01" + "00" * 10, 11),
        (-1, "FF", 1),
        (-129, "FF7F", 2),
    ],
)
def test_serial_counts_the_value_not_its_padding(serial: int, text: str, octets: int) -> None:
    assert (serial_text(serial), serial_octets(serial)) == (text, octets)


def test_cer_as_der_and_as_pem(site: Site) -> None:
    der = site.leaf.certificate
    for data in (der, pem("CERTIFICATE", der).encode(), b"Bag\r\n" + pem("X509 CERTIFICATE", der).encode()):
        assert read_cer(data).der == der
        assert read_cer(data).facts.thumbprint == site.leaf.thumbprint


def test_cer_refuses_what_is_no_single_certificate(site: Site, good_pfx: bytes) -> None:
    der, key = site.leaf.certificate, site.key
    certificate = pem("CERTIFICATE", der).encode()
    cases = {
        b"": "NotACertificate",
        b"hello": "NotACertificate",
        certificate * 2: "SeveralCertificatesInCer",
        certificate + pem("PRIVATE KEY", key).encode(): "PrivateKeyInCer",
        certificate + b"-----BEGIN RSA PRIVATE KEY-----\nAAAA": "PrivateKeyInCer",
        pem("ENCRYPTED PRIVATE KEY", key).encode(): "PrivateKeyInCer",
        key: "PrivateKeyInCer",
        good_pfx: "PrivateKeyInCer",
        der + b"x": "CertificateUnreadable",
        der[:-1]: "CertificateUnreadable",
        pem("CERTIFICATE", der[:-9]).encode(): "CertificateUnreadable",
        pem("CERTIFICATE REQUEST", der).encode(): "NotACertificate",
        b"-----BEGIN CERTIFICATE-----\nMIIB": "NotACertificate",
        b"\xfe\xed\xfe\xed" + bytes(50): "NotACertificate",
        bytes(2**20 + 1): "FileTooLarge",
    }
    for data, code in cases.items():
        with pytest.raises(AzureError) as caught:
            read_cer(data)
        assert caught.value.code == code, data[:40]
        assert base64.b64encode(key).decode()[:40] not in str(caught.value)


def test_text_that_windows_or_a_mail_made_of_a_file_is_named(site: Site, good_pfx: bytes) -> None:
    """UTF-16, as `>` of Windows PowerShell writes it, and base64 without the lines around it."""
    text = pem("CERTIFICATE", site.leaf.certificate)
    for data in (text.encode("utf-16"), text.encode("utf-16-le"), text.encode("utf-16-be")):
        with pytest.raises(AzureError, match="UTF-16") as caught:
            read_cer(data)
        assert "-Encoding ascii" in caught.value.next_step
        assert kind_of(data)[0].startswith("The file is UTF-16 text")
    assert kind_of(base64.b64encode(good_pfx))[0] == "The file is the base64 text of a PFX"
    with pytest.raises(AzureError, match="without the lines BEGIN and END") as caught:
        read_cer(base64.encodebytes(site.leaf.certificate))
    assert "base64 -d" in caught.value.next_step


def test_pem_with_many_openings_takes_linear_time() -> None:
    data = b"-----BEGIN CERTIFICATE-----\n" * 37_000
    assert blocks(data) == []
    assert len(blocks(data + b"-----END CERTIFICATE-----")) == 1


def test_unreadable_certificates_have_a_sentence() -> None:
    for data in (b"", b"\x30\x00", b"\x30\x80", bytes(100), b"\x30\x84\xff\xff\xff\xff"):
        with pytest.raises(AzureError, match="CertificateUnreadable"):
            describe(data)


def test_chain_is_found_in_any_order(site: Site) -> None:
    root, middle = site.authority.root_certificate, site.authority.intermediate_certificate
    for pool in ([root, middle], [middle, root], [middle, middle, root, site.leaf.certificate]):
        chain = build_chain(site.leaf.certificate, pool)
        assert chain.complete
        assert chain.certificates == (site.leaf.certificate, middle, root)


def test_chain_names_what_is_missing(site: Site) -> None:
    chain = build_chain(site.leaf.certificate, [site.authority.intermediate_certificate])
    assert not chain.complete and chain.missing.startswith("CN=Sim Root - G2")
    chain = build_chain(site.leaf.certificate, [site.authority.root_certificate])
    assert "CN=Sim Secure Certificate Authority - G2" in chain.reason and "missing" in chain.reason


def test_chain_wants_the_signature_not_the_name(site: Site) -> None:
    other = new_authority("GoDaddy", key_kind="ec", now=NOW, serials=(5, 6))
    chain = build_chain(site.leaf.certificate, other.chain)
    assert not chain.complete and "did not sign" in chain.reason
    assert build_chain(site.leaf.certificate, [*other.chain, *site.authority.chain]).complete


def test_chain_wants_issuers_that_may_issue(site: Site) -> None:
    key = new_key("ec")
    parent = self_signed(
        LeafRequest(
            key=key,
            common_name="parent.example",
            names=(),
            not_before=NOW,
            not_after=NOW + YEAR,
            serial=4,
            client_auth=False,
        )
    )
    fake = AuthorityKeys(
        root_certificate=b"", root_key=b"", intermediate_certificate=parent.certificate, intermediate_key=key
    )
    chain = build_chain(leaf(fake, site.key).certificate, [parent.certificate])
    assert not chain.complete and "not allowed to issue" in chain.reason


def test_too_many_certificates_are_not_looked_at(site: Site) -> None:
    with pytest.raises(AzureError, match="PfxTooManyCertificates"):
        build_chain(site.leaf.certificate, [bytes([n]) for n in range(60)])


@needs_openssl
def test_certificates_of_openssl(tmp_path: Path) -> None:
    """A version 1 root, a 20-octet serial, a curve: what openssl writes by default is read."""
    key = tmp_path / "key.pem"
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", key)
    data = openssl("req", "-x509", "-key", key, "-subj", "/C=US/O=Ümlaut/CN=lab", "-utf8", "-outform", "DER")
    facts = describe(data)
    assert facts.self_signed and facts.is_ca and (facts.key_type, facts.key_size) == ("EC", 384)
    assert facts.subject == "CN=lab, O=Ümlaut, C=US"
    assert facts.serial_octets >= 18 and len(facts.serial_number) == 2 * facts.serial_octets
    assert facts.not_after - facts.not_before == timedelta(days=30)
