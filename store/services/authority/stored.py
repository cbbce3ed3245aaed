"""The world's own certificates and keys, base64 in documents: only a hand makes them unreadable."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache
from typing import Literal

from store.errors import AzureError


@lru_cache(maxsize=64)
def stored_certificate(text: str, whose: str) -> bytes:
    """The DER of a stored certificate; `whose` names it in a sentence.

    Raises `AzureError` StoredValueUnreadable.
    """
    data = _decoded(text, whose)
    _read(data, whose, "certificate")
    return data


def stored_key(text: str, whose: str) -> bytes:
    """The PKCS#8 of a stored private key; raises as `stored_certificate`."""
    data = _decoded(text, whose)
    _read(data, whose, "key")
    return data


@lru_cache(maxsize=64)
def key_hash(certificate: bytes, whose: str) -> str:
    """The SHA-256 of a certificate's public key; raises as `stored_certificate`."""
    return _read(certificate, whose, "certificate")


def _decoded(text: str, whose: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise _unreadable(whose) from None


def _read(data: bytes, whose: str, kind: Literal["certificate", "key"]) -> str:
    """The hash of a certificate's public key; "" for a private key, which only has to be one."""
    # Reading takes libraries that the start need not wait for.
    from store.x509 import certificates, keys

    try:
        if kind == "certificate":
            return certificates.describe(data).public_key_hash
        keys.load_key(data)
    except AzureError:
        raise _unreadable(whose) from None
    return ""


def _unreadable(whose: str) -> AzureError:
    return AzureError(
        "StoredValueUnreadable",
        f"{whose} cannot be read as it stands in the state file: it was changed there by hand.",
        "Put the value back as it was, or return to an earlier state: Undo, or a bookmark.",
    )
