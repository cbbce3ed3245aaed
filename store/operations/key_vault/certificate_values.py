"""Certificates as values of secrets: base64 of a PKCS#12 without a password."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from store.errors import AzureError
from store.secret import Secret


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate with its key as a vault keeps it, and the facts it shows. Dates are UTC."""

    value: str = ""
    thumbprint: str = ""
    subject: str = ""
    issuer: str = ""
    host_names: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None

    def __repr__(self) -> str:
        return f"Contents({self.thumbprint})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # Rich prints the fields of a struct in tracebacks, past `__repr__`.
        return []


#: What a value that holds no readable certificate contains.
NOTHING = Contents()


def contents(value: str) -> Contents:
    """The certificate and key in a secret's value; `NOTHING` where it is no PFX, or needs a password.

    Key Vault keeps any text; whether it is of use shows at the import.
    """
    try:
        data = b64decode(value, validate=True)
    except ValueError:
        return NOTHING
    try:
        return msgspec.structs.replace(_read(data, ""), value=value)
    except AzureError:
        return NOTHING


def imported(data: bytes, password: Secret) -> Contents:
    """The certificate of a PFX file with the chain in it, as a vault stores it: without a password.

    Raises `AzureError`: the codes of `x509.pfx.open.open_bytes` and of its `Opened.key_fault`, PfxNoKey,
    KeyUnreadable.
    """
    return _read(data, password.reveal())


def _read(data: bytes, password: str) -> Contents:
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
    return packed(key.der, leaf, (*chain.above, *chain.others))


def packed(key: bytes, leaf: bytes, chain: Sequence[bytes]) -> Contents:
    """Key (PKCS#8 DER), leaf and chain (DER) as a secret's value; raises `AzureError` KeyUnreadable."""
    from store.x509.certificates import describe
    from store.x509.pfx.build import build_pfx

    facts = describe(leaf)
    return Contents(
        value=b64encode(build_pfx(key, leaf, chain, None)).decode("ascii"),
        thumbprint=facts.thumbprint,
        subject=facts.subject,
        issuer=facts.issuer,
        host_names=facts.all_names,
        not_before=facts.not_before,
        not_after=facts.not_after,
    )
