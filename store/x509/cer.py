"""Public certificates (.cer): one certificate, DER or PEM, and never a private key.

Source: "Upload a public certificate" in "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from typing import NamedTuple

from store.errors import AzureError
from store.files.user_files import LARGEST, LARGEST_WORDS
from store.x509 import pem
from store.x509.certificates import CertificateFacts, describe
from store.x509.command_lines import CER_FROM_BASE64
from store.x509.file_kinds import from_base64, is_certificate, kind_of, wide_text
from store.x509.foreign_keys import read_key
from store.x509.pfx.structure import looks_like_pfx, read_encrypted_key
from store.x509.unreadable import certificate_fault

_CERTIFICATE_LABELS = frozenset({"CERTIFICATE", "X509 CERTIFICATE"})
_NEXT = "Export the certificate alone, as DER or base64 X.509 (.CER)."


class PublicCertificate(NamedTuple):
    """A .cer file that is taken: the certificate as DER, and its facts."""

    der: bytes
    facts: CertificateFacts


def read_cer(data: bytes) -> PublicCertificate:
    """The one certificate in the bytes of a .cer file.

    Raises `AzureError` PrivateKeyInCer, SeveralCertificatesInCer, CertificateUnreadable, NotACertificate
    or FileTooLarge. Nothing of a private key is kept, not in the message either.
    """
    if len(data) > LARGEST:
        raise AzureError(
            "FileTooLarge", f"The file is larger than {LARGEST_WORDS}.", "A certificate has a few KB."
        )
    der = _from_pem(data) if pem.is_pem(data) else _from_der(data)
    try:
        return PublicCertificate(der, describe(der))
    except AzureError as error:
        raise _unreadable(der) from error


def _from_pem(data: bytes) -> bytes:
    blocks = pem.blocks(data)
    # A key whose end was cut off is a key as well.
    if b"PRIVATE KEY-----" in data or any("PRIVATE KEY" in block.label for block in blocks):
        raise _private_key()
    found = [block.der for block in blocks if block.label in _CERTIFICATE_LABELS]
    if len(found) > 1:
        message = f"The file holds {len(found)} certificates; a .cer file has one."
        raise AzureError("SeveralCertificatesInCer", message, "Upload them one by one.")
    if not found:
        raise AzureError("NotACertificate", "The file is PEM text, but holds no certificate.", _NEXT)
    return found[0]


def _from_der(data: bytes) -> bytes:
    try:
        describe(data)
    except AzureError as error:
        raise _refusal(data) from error
    return data


def _refusal(data: bytes) -> AzureError:
    """Why these bytes, which are no readable certificate, are refused."""
    if looks_like_pfx(data):
        return _private_key()
    for read in (read_key, read_encrypted_key):
        try:
            read(data)
        except AzureError:
            continue
        return _private_key()
    if (wide := wide_text(data))[0]:
        return AzureError("NotACertificate", f"{wide[0]}.", wide[1])
    if is_certificate(from_base64(data)):
        message = "The file is the base64 text of a certificate without the lines BEGIN and END."
        return AzureError("NotACertificate", message, f"Decode it first: {CER_FROM_BASE64}")
    if data[:1] != b"\x30" or not data:
        kind = kind_of(data)[0].removesuffix(", not a PFX").replace("is not a PFX", "is no certificate")
        return AzureError("NotACertificate", f"{kind}.", _NEXT)
    if kind_of(data)[0].startswith("The file is a PKCS#7"):
        return AzureError(
            "NotACertificate", "The file is a PKCS#7 bundle (.p7b), not one certificate.", _NEXT
        )
    return _unreadable(data)


def _unreadable(der: bytes) -> AzureError:
    fault = certificate_fault(der)
    reason = f": {fault}" if fault else ""
    return AzureError("CertificateUnreadable", f"The certificate cannot be read{reason}.", _NEXT)


def _private_key() -> AzureError:
    message = "The file holds a private key; a public certificate must not. Nothing of it was kept."
    return AzureError("PrivateKeyInCer", message, _NEXT)
