"""Certificate revocation lists, signed by the authority whose certificates they name.

Source: RFC 5280, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from store.x509.keys import load_key, signed


class Revoked(NamedTuple):
    """An entry of a list: a serial number, when, and a reason as RFC 5280 writes it ("": none is given)."""

    serial: int
    at: datetime
    reason: str = ""


def revocation_list(
    certificate: bytes,
    key: bytes,
    revoked: Iterable[Revoked],
    *,
    number: int,
    updated: datetime,
    next_update: datetime,
) -> bytes:
    """The list (DER) of the authority with this certificate and key (DER, PKCS#8 DER); times are UTC.

    Raises `AzureError` KeyUnreadable.
    """
    loaded = load_key(key)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(x509.load_der_x509_certificate(certificate).subject)
        .last_update(_whole_second(updated))
        .next_update(_whole_second(next_update))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(loaded.public_key()), critical=False
        )
    )
    for one in revoked:
        builder = builder.add_revoked_certificate(_entry(one))
    return signed(builder, loaded).public_bytes(Encoding.DER)


def _entry(revoked: Revoked) -> x509.RevokedCertificate:
    builder = (
        x509.RevokedCertificateBuilder()
        .serial_number(revoked.serial)
        .revocation_date(_whole_second(revoked.at))
    )
    if revoked.reason:
        reason = x509.CRLReason(x509.ReasonFlags(revoked.reason))
        builder = builder.add_extension(reason, critical=False)
    return builder.build()


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
