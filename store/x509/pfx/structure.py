"""The structure of a PFX file, read without any key derivation: ciphers, rounds, seal, bags.

`cryptography` reads nearly every cipher and does not say which it was, so the rules of App Service need
this look. Source: RFC 7292 (PKCS #12).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from asn1crypto.core import OctetString, Sequence

from store.errors import AzureError
from store.x509.pfx.algorithms import Encryption, unknown_encryption
from store.x509.pfx.ber import (
    BerError,
    BerTooLarge,
    children,
    contents,
    encode,
    first_element,
    header,
    implicit_octets,
)
from store.x509.pfx.parameters import Seal, read_encryption, read_seal
from store.x509.pfx.schema import (
    Algorithm,
    Attributes,
    AuthenticatedSafe,
    CertificateBag,
    EncryptedKey,
    Pfx,
    PrivateKey,
    SafeContents,
    load,
    parsed,
)

#: More bags than this are no certificate with its chain.
MOST_BAGS = 200
#: Safe contents may stand in safe contents; OpenSSL follows ten levels of them.
DEEPEST_SAFES = 12

_DATA, _ENCRYPTED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.6"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
#: The beginning of every PKCS #7 content type, 1.2.840.113549.1.7.
_PKCS7 = bytes.fromhex("2a864886f70d0107")
_BAGS = "1.2.840.113549.1.12.10.1."
_X509_CERTIFICATE = "1.2.840.113549.1.9.22.1"
_LOCAL_KEY_ID = "1.2.840.113549.1.9.21"


class Bag(msgspec.Struct, frozen=True, kw_only=True):
    """A "key" (PKCS#8 DER), a "shrouded key" (its ciphertext), a "certificate" (DER) or "other".

    `local_key_id` is the mark by which a writer pairs a key with its certificate, b"" without it.
    """

    kind: str
    content: bytes = b""
    encryption: Encryption | None = None
    local_key_id: bytes = b""

    @property
    def is_key(self) -> bool:
        """Whether a private key is in it, encrypted or not."""
        return self.kind in {"key", "shrouded key"}

    def __repr__(self) -> str:
        return f"Bag({self.kind})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # A key in clear must not stand in a traceback.
        return [("kind", self.kind)]


class Safe(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the file: bags in clear, or (`encryption` set) the ciphertext of bags."""

    encryption: Encryption | None = None
    content: bytes = b""
    bags: tuple[Bag, ...] = ()


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file: its seal, if any, its parts, its version, and the number of bytes after its end."""

    seal: Seal | None
    safes: tuple[Safe, ...]
    extra: int = 0
    version: int = 3

    @property
    def bags(self) -> tuple[Bag, ...]:
        """All bags that can be seen without a password."""
        return tuple(bag for safe in self.safes for bag in safe.bags)


def looks_like_pfx(data: bytes) -> bool:
    """Whether the bytes begin as a PFX does: with the version 3, or another and a PKCS #7 type.

    The rest may be cut off.
    """
    try:
        outer = header(data)
        version = header(data, outer.begin)
        if (outer.tag, version.tag) != (b"\x30", b"\x02") or version.length is None:
            return False
        end = version.begin + version.length
        if data[version.begin : end] == b"\x03":
            return True
        inner = header(data, end)
        kind = header(data, inner.begin)
    except BerError:
        return False
    return (inner.tag, kind.tag) == (b"\x30", b"\x06") and data.startswith(_PKCS7, kind.begin)


def read_outline(data: bytes) -> Outline:
    """The structure of a PFX file.

    Raises `AzureError` NotAPfx, PfxDamaged, PfxTooManyBags, or PfxNotPasswordSealed for a file that its
    writer signed instead.
    """
    if not looks_like_pfx(data):
        raise AzureError("NotAPfx", "The file is not a PFX file.")
    with _damage():
        der, extra = first_element(data)
        pfx: Any = load(Pfx, der)
        kind = pfx["content"]["content_type"].dotted
        if kind == _SIGNED_DATA:
            raise AzureError(
                "PfxNotPasswordSealed",
                "The PFX file is sealed with a signature, not with a password.",
                "Export it again with a password.",
            )
        if kind != _DATA:
            raise AzureError("PfxDamaged", f"The PFX file is damaged: its content is of the type {kind}.")
        content = bytes(parsed(OctetString, pfx["content"]["content"]))
        parts: Any = load(AuthenticatedSafe, content)
        safes = tuple(_safe(info) for info in parts)
        seal = read_seal(pfx["mac"], content) if isinstance(pfx["mac"], Sequence) else None
        outline = Outline(seal=seal, safes=safes, extra=extra, version=pfx["version"].native)
        check_count(len(outline.bags))
        return outline


def read_bags(content: bytes) -> tuple[Bag, ...]:
    """The bags in decrypted safe contents; raises `AzureError` PfxDamaged or PfxTooManyBags."""
    with _damage():
        return tuple(_bags(load(SafeContents, content), 0))


def read_encrypted_key(der: bytes) -> Bag:
    """The "shrouded key" in an EncryptedPrivateKeyInfo (RFC 5958); raises `AzureError` PfxDamaged."""
    with _damage():
        return _shrouded(load(EncryptedKey, der))


def key_algorithm(data: bytes) -> str:
    """The object identifier of an unencrypted PKCS#8 key, "" for bytes that are none."""
    try:
        key: Any = load(PrivateKey, data)
        bytes(key["key"])
        oid: str = key["algorithm"]["algorithm"].dotted
    except Exception:
        return ""
    return oid


def der_key(data: bytes) -> bytes:
    """A PKCS#8 key in any BER as DER, the key proper inside its OCTET STRING too; raises `BerError`."""
    der = first_element(data).der
    key: Any = load(PrivateKey, der)
    inner = bytes(key["key"])
    parts = [key["version"].dump(), key["algorithm"].dump()]
    return encode(b"\x30", b"".join([*parts, encode(b"\x04", first_element(inner).der)]))


@contextmanager
def _damage() -> Iterator[None]:
    # asn1crypto raises ValueError, TypeError, KeyError, OverflowError, RecursionError … as it comes.
    try:
        yield
    except AzureError:
        raise
    except BerTooLarge as error:
        raise AzureError("PfxTooManyBags", f"The PFX file has too many parts: {error}.") from error
    except BerError as error:
        raise AzureError("PfxDamaged", f"The PFX file is damaged: {error}.") from error
    except Exception as error:
        raise AzureError("PfxDamaged", "The PFX file is damaged: its structure is broken.") from error


def _safe(info: Any) -> Safe:
    kind = info["content_type"].dotted
    if kind == _DATA:
        return Safe(bags=read_bags(bytes(parsed(OctetString, info["content"]))))
    if kind != _ENCRYPTED_DATA:
        return Safe(encryption=unknown_encryption(kind))
    # Not by a schema: whether the ciphertext is whole or in pieces shows in the tag alone.
    _, encrypted, *_ = children(parsed(Sequence, info["content"]).contents)
    _, algorithm, *ciphertext = children(contents(encrypted))
    content = implicit_octets(ciphertext[0]) if ciphertext else b""
    return Safe(encryption=read_encryption(load(Algorithm, algorithm), len(content)), content=content)


def check_count(bags: int) -> None:
    """Raises `AzureError` PfxTooManyBags for more entries than are looked at."""
    if bags > MOST_BAGS:
        raise AzureError("PfxTooManyBags", f"The PFX file has more than {MOST_BAGS} entries.")


def _bags(listed: Any, depth: int) -> Iterator[Bag]:
    check_count(len(listed))
    if depth > DEEPEST_SAFES:
        told = f"The PFX file has entries more than {DEEPEST_SAFES} deep in one another."
        raise AzureError("PfxTooManyBags", told)
    for bag in listed:
        kind = bag["bag_id"].dotted.removeprefix(_BAGS)
        if kind == "6":
            yield from _bags(parsed(SafeContents, bag["value"]), depth + 1)
        else:
            yield msgspec.structs.replace(
                _bag(kind, bag["value"]), local_key_id=_local_key_id(bag["attributes"])
            )


def _bag(kind: str, value: Any) -> Bag:
    match kind:
        case "1":
            return Bag(kind="key", content=encode(b"\x30", parsed(Sequence, value).contents))
        case "2":
            return _shrouded(parsed(EncryptedKey, value))
        case "3":
            certificate: Any = parsed(CertificateBag, value)
            if certificate["kind"].dotted == _X509_CERTIFICATE:
                return Bag(kind="certificate", content=bytes(parsed(OctetString, certificate["value"])))
    return Bag(kind="other")


def _local_key_id(attributes: Any) -> bytes:
    try:
        for attribute in parsed(Attributes, attributes):
            if attribute["kind"].dotted == _LOCAL_KEY_ID:
                return bytes(parsed(OctetString, attribute["values"][0]))
    except Exception:
        # Attributes decide nothing but the pairing, which the public key decides as well.
        return b""
    return b""


def _shrouded(key: Any) -> Bag:
    content = bytes(key["content"])
    return Bag(
        kind="shrouded key", content=content, encryption=read_encryption(key["algorithm"], len(content))
    )
