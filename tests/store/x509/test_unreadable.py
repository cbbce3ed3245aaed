"""Certificates that cannot be read, or that libraries warn about: reason, next step, a quiet stderr."""

from __future__ import annotations

import warnings
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from store.errors import AzureError
from store.operations.arguments import File
from store.operations.web.uploads import UploadCertificate
from store.secret import Secret
from store.x509.cer import read_cer
from store.x509.keys import load_key, new_key
from store.x509.merge import read_certificates
from store.x509.pem import encode as pem
from tests.support.app_cloud import Stage
from tests.support.pfx_parts import (
    NOW,
    PASSWORD,
    Site,
    bag,
    certificate_bag,
    clear_safe,
    encrypt,
    needs_openssl,
    octets,
    openssl,
    pbe,
    sealed_pfx,
    sequence,
)
from tests.support.pfx_spellings import indefinite


def _changed(der: bytes, old: bytes, new: bytes) -> bytes:
    assert old in der
    return der.replace(old, new, 1)


def _cases(site: Site) -> dict[str, bytes]:
    der, key = site.leaf.certificate, load_key(site.key)
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(key, SHA256())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "it ends too early": der[:-1],
        "1 more byte follows its end": der + b"\n",
        "it is a certificate request": request.public_bytes(Encoding.DER),
        "it is a public key": public,
        "its dates cannot be read": _changed(der, b"\x17\x0d22", b"\x17\x0dx2"),
        "its public key cannot be read": _changed(der, b"\x03\x42\x00\x04", b"\x03\x42\x00\x09"),
        "it is not in DER, which certificates must be in": indefinite(b"\x30", der[4:]),
        "its structure is not that of a certificate": sequence(octets(b"x")),
    }


def test_a_cer_file_that_cannot_be_read_says_why_and_what_to_do(site: Site) -> None:
    for reason, data in _cases(site).items():
        for file in (data, pem("CERTIFICATE", data).encode()):
            with pytest.raises(AzureError) as refusal:
                read_cer(file)
            assert refusal.value.code == "CertificateUnreadable"
            assert refusal.value.message == f"The certificate cannot be read: {reason}."
            assert "Export the certificate alone" in refusal.value.next_step
        with pytest.raises(AzureError, match=reason):
            read_certificates(pem("CERTIFICATE", data).encode())


def test_broken_base64_is_named() -> None:
    text = b"-----BEGIN CERTIFICATE-----\nMII*\n-----END CERTIFICATE-----\n"
    with pytest.raises(AzureError, match="its text is not base64"):
        read_cer(text)


#: Parts of a subject that have not the length of RFC 5280.
_ODD_PARTS = {
    "name": (NameOID.COMMON_NAME, "x" * 62 + ".com"),
    "no name": (NameOID.COMMON_NAME, ""),
    "country": (NameOID.COUNTRY_NAME, "DEU"),
}


def _odd_part(key: bytes, part: x509.ObjectIdentifier, value: str) -> bytes:
    """A self-signed certificate with such a part in its subject."""
    name = x509.Name([x509.NameAttribute(part, value, _validate=False)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(load_key(key).public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=99))
    )
    return builder.sign(load_key(key), SHA256()).public_bytes(Encoding.DER)


def _serial_zero(key: bytes, folder: Path) -> bytes:
    """A self-signed certificate with the serial number 0."""
    (folder / "key.pem").write_text(pem("PRIVATE KEY", key))
    words = ("req", "-x509", "-key", folder / "key.pem", "-subj", "/CN=contoso.com", "-set_serial", "0")
    return openssl(*words, "-outform", "DER")


@needs_openssl
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("name", "has 66 characters, RFC 5280 allows 64"),
        ("no name", "the common name is empty, RFC 5280 allows 1 to 64"),
        ("country", "the country DEU has 3 characters, RFC 5280 allows 2"),
        ("serial", "the serial number of contoso.com is not positive, as RFC 5280 asks"),
    ],
)
@pytest.mark.filterwarnings("always")
def test_what_libraries_warn_about_stands_in_the_report_and_not_on_stderr(
    kind: str, words: str, site: Site, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    key = new_key("ec")
    with warnings.catch_warnings(record=True) as seen:
        odd = kind in _ODD_PARTS
        certificate = _odd_part(key, *_ODD_PARTS[kind]) if odd else _serial_zero(key, tmp_path)
        x509.load_der_x509_certificate(certificate).subject.rdns  # noqa: B018 - the library warns here
    assert seen, "nothing to be kept quiet"
    file = tmp_path / "odd.pfx"
    bags = clear_safe(bag(2, sequence(pbe(10), octets(encrypt(key)))), certificate_bag(certificate))
    file.write_bytes(sealed_pfx(bags))
    with warnings.catch_warnings(record=True) as heard:
        report = site.judge(file.read_bytes())
        read_cer(certificate)
        stage = Stage()
        stage.new_site("contoso-app", "contoso.com")
        upload = UploadCertificate(site="contoso-app", file=File(str(file)), password=Secret(PASSWORD))
        stage.do(upload)
    assert report.accepted and words in report.line("chain").found
    assert [str(each.message) for each in heard] == []
    assert capfd.readouterr().err == ""
