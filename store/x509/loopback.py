"""A certification authority for the loopback interface alone, and the server certificate it signs.

It is of one installation, is put into no trust store, and by its name constraints cannot vouch for any other
name: clients refuse what it signs for a foreign host. Source: RFC 5280, 4.2.1.10.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from store.errors import AzureError
from store.x509.faults import reading
from store.x509.fields import AUTHORITY_USAGE, EC_USAGE

_AUTHORITY_DAYS, _SERVER_DAYS = 3650, 397
#: Clocks that are behind must not find a certificate that is not valid yet.
_BEFORE = timedelta(days=1)
#: A certificate is made anew when less than this is left of it.
_SPARE = timedelta(days=30)
_NETWORK = IPv4Network("127.0.0.0/8")


class Pair(NamedTuple):
    """A certificate and its private key, both PEM; the key is never printed."""

    certificate: bytes
    key: bytes

    def __repr__(self) -> str:
        return "Pair(…)"


def new_loopback_authority(name: str, now: datetime) -> Pair:
    """An authority of this common name, valid for ten years from `now` (UTC)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    allowed: list[Any] = [x509.DNSName("localhost"), x509.IPAddress(_NETWORK)]
    builder = (
        _builder(subject, subject, key, now, _AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(AUTHORITY_USAGE, critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return _signed(builder, key, key)


def loopback_server(authority: Pair, names: Sequence[str], address: str, now: datetime) -> Pair:
    """A server certificate with a key of its own for these DNS names and this address.

    Raises `AzureError` KeyUnreadable where the authority's files are damaged.
    """
    with reading("KeyUnreadable", "The authority of the loopback interface cannot be read."):
        issuer = x509.load_pem_x509_certificate(authority.certificate)
        signer = load_pem_private_key(authority.key, None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise AzureError("KeyUnreadable", "The authority of the loopback interface cannot be read.")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    general: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    general.append(x509.IPAddress(IPv4Address(address)))
    builder = (
        _builder(subject, issuer.subject, key, now, _SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(EC_USAGE, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(general), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    return _signed(builder, key, signer)


def usable(certificate: bytes, now: datetime) -> bool:
    """Whether a PEM certificate is good for some weeks yet; raises `AzureError` CertificateUnreadable."""
    with reading("CertificateUnreadable", "The certificate cannot be read."):
        return x509.load_pem_x509_certificate(certificate).not_valid_after_utc > now + _SPARE


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _signed(
    builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey
) -> Pair:
    certificate = builder.sign(signer, SHA256()).public_bytes(Encoding.PEM)
    return Pair(certificate, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
