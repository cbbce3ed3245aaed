"""Why bytes that claim to be a certificate cannot be read as one."""

from __future__ import annotations

import re
from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_public_key

from store.x509.faults import without_warnings
from store.x509.pfx.ber import BerError, to_definite

#: The fields in which the library may stop, by a word of where it says it was, and their usual names.
_FIELDS = {
    "validity": "its dates",
    "serial": "its serial number",
    "subject_public_key": "its public key",
    "spki": "its public key",
    "Invalid key": "its public key",
    "subject": "its subject",
    "issuer": "its issuer",
    "extension": "an extension",
    "signature": "its signature",
    "version": "its version",
}
_OTHERS: dict[str, Callable[[bytes], object]] = {
    "a certificate request": x509.load_der_x509_csr,
    "a revocation list": x509.load_der_x509_crl,
    "a public key": load_der_public_key,
}


def certificate_fault(data: bytes) -> str:
    """The fault of these bytes, as the end of a sentence: "it ends too early"; "" without one."""
    if not data:
        return "its text is not base64"
    try:
        der = to_definite(data)
    except BerError as error:
        return str(error)
    with without_warnings():
        for kind, load in _OTHERS.items():
            if _error(load, data) is None:
                return f"it is {kind}"
        trouble = _error(_read_whole, data)
        if trouble is None:
            return ""
        if der != data and _error(_read_whole, der) is None:
            return "it is not in DER, which certificates must be in"
    return _where(str(trouble))


def _read_whole(data: bytes) -> None:
    certificate = x509.load_der_x509_certificate(data)
    for read in ("subject", "issuer", "not_valid_before_utc", "not_valid_after_utc", "extensions"):
        getattr(certificate, read)
    certificate.public_key()


def _error(read: Callable[[bytes], object], data: bytes) -> BaseException | None:
    try:
        read(data)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # A panic of the library's native part is not an `Exception`.
        return error
    return None


def _where(message: str) -> str:
    location = re.search(r"location: \[(.*)\]", message)
    text = (location[1] if location else message).replace("tbs_cert", "")
    for word, field in _FIELDS.items():
        if word.lower() in text.lower():
            return f"{field} cannot be read"
    return "its structure is not that of a certificate"
