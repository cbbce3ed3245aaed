"""Certificates on their way into a vault: from a file or from a key, as the value that a secret will have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from store.errors import AzureError
from store.secret import Secret
from store.services.key_vault.secrets import value_too_long
from store.services.key_vault.stored_certificates import PEM, PKCS12, Examined, examine, of_pem, to_value
from store.world import View


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate with its key as a vault keeps it: the value and its content type, and what is in it."""

    value: str
    content_type: str = PKCS12
    examined: Examined

    def __repr__(self) -> str:
        return f"Contents({self.examined.thumbprint})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # Rich prints the fields of a struct in tracebacks, past `__repr__`.
        return []


def imported(view: View, data: bytes, password: Secret) -> Contents:
    """The certificate of a PFX or PEM file with the chain in it, as a vault stores it: without a password.

    Raises `AzureError`: the codes of `x509.pfx.open.open_bytes` and of its `Opened.key_fault`, PfxNoKey,
    KeyUnreadable, SecretTooLong, and those of `x509.pem_certificates.read_pem_certificate`.
    """
    from store.x509.pem import is_pem

    found = _from_pem(data) if is_pem(data) else _from_pfx(view, data, password.reveal())
    refused = value_too_long(found.value)
    if refused is not None:
        raise refused
    return found


def _from_pem(data: bytes) -> Contents:
    from store.x509.pem_certificates import read_pem_certificate

    leaf, text = read_pem_certificate(data)
    return Contents(value=text, content_type=PEM, examined=of_pem(leaf))


def _from_pfx(view: View, data: bytes, password: str) -> Contents:
    from store.x509.chain import build_chain
    from store.x509.pfx.open import open_bytes

    opened = open_bytes(data, password)
    key, leaf = opened.pair()
    if key is None or leaf is None:
        raise opened.key_fault() or AzureError(
            "PfxNoKey",
            "The file has no certificate together with its private key.",
            "Export it again with the private key.",
        )
    chain = build_chain(leaf, opened.certificates)
    return packed(view, key.der, leaf, (*chain.above, *chain.others))


def packed(
    view: View, key: bytes, leaf: bytes, chain: Sequence[bytes], *, generated: bool = False
) -> Contents:
    """Key (PKCS#8 DER), leaf and chain (DER) as a secret's value; the vault has `generated` the key, or not.

    Raises `AzureError` KeyUnreadable.
    """
    from store.x509.pfx.build import build_pfx

    value = to_value(build_pfx(key, leaf, chain, None))
    return Contents(value=value, examined=examine(view, value, PKCS12, generated=generated))
