"""The world's own certificates and keys, base64 in documents: only a hand makes them unreadable."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache

from store.errors import AzureError


@lru_cache(maxsize=64)
def stored_certificate(text: str, whose: str) -> bytes:
    """The DER of a stored certificate; `whose` names it in a sentence.

    Raises `AzureError` StoredValueUnreadable.
    """
    from store.x509.certificates import load_certificate

    data = _decoded(text, whose)
    try:
        load_certificate(data)
    except AzureError:
        raise _unreadable(whose) from None
    return data


def stored_key(text: str, whose: str) -> bytes:
    """The PKCS#8 of a stored private key; raises as `stored_certificate`."""
    from store.x509.keys import load_key

    data = _decoded(text, whose)
    try:
        load_key(data)
    except AzureError:
        raise _unreadable(whose) from None
    return data


def _decoded(text: str, whose: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise _unreadable(whose) from None


def _unreadable(whose: str) -> AzureError:
    return AzureError(
        "StoredValueUnreadable",
        f"{whose} cannot be read as it stands in the state file: it was changed there by hand.",
        "Put the value back as it was, or return to an earlier state: Undo, or a bookmark.",
    )
