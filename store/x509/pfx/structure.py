"""What a PFX file is made of, read without any key derivation: ciphers, rounds, seal, bags.

The only user of asn1crypto. `cryptography` reads nearly every cipher and does not say which it was, so
the rules of App Service need this look. Source: RFC 7292 (PKCS #12), RFC 8018 (PKCS #5).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

import msgspec
from asn1crypto.algos import DigestInfo, Pbes1Params, Pbes2Params, Pbkdf2Params
from asn1crypto.core import Any as AnyValue
from asn1crypto.core import Integer, ObjectIdentifier, OctetString, Sequence, SequenceOf

from store.errors import AzureError
from store.x509.pfx.algorithms import PBES1, PBES2_CIPHERS, PRFS, Encryption, unknown_encryption
from store.x509.pfx.ber import BerError, encode, to_definite

#: More bags than this are no certificate with its chain.
MOST_BAGS = 200
#: Safe contents may stand in safe contents; nobody writes them more than once.
_DEEPEST = 4

_DATA, _ENCRYPTED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.6"
_BAGS = "1.2.840.113549.1.12.10.1."
_PBES2, _PBKDF2 = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12"
_X509_CERTIFICATE = "1.2.840.113549.1.9.22.1"

_Loaded = TypeVar("_Loaded")


class Mac(msgspec.Struct, frozen=True, kw_only=True):
    """The seal over the file: `content` are the sealed bytes; an empty `hash` is one we do not know."""

    hash: str
    digest: bytes
    salt: bytes
    rounds: int
    content: bytes


class Bag(msgspec.Struct, frozen=True, kw_only=True):
    """A "key" (PKCS#8 DER), a "shrouded key" (its ciphertext), a "certificate" (DER) or "other"."""

    kind: str
    content: bytes = b""
    encryption: Encryption | None = None

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
    """The whole file: its seal, if any, and its parts."""

    mac: Mac | None
    safes: tuple[Safe, ...]

    @property
    def bags(self) -> tuple[Bag, ...]:
        """All bags that can be seen without a password."""
        return tuple(bag for safe in self.safes for bag in safe.bags)


class _Algorithm(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [("algorithm", ObjectIdentifier), ("parameters", AnyValue, {"optional": True})]


class _ContentInfo(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [
        ("content_type", ObjectIdentifier),
        ("content", AnyValue, {"explicit": 0, "optional": True}),
    ]


class _AuthenticatedSafe(SequenceOf):  # type: ignore[misc]
    _child_spec = _ContentInfo


class _MacData(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [("mac", DigestInfo), ("salt", OctetString), ("rounds", Integer, {"default": 1})]


class _Pfx(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [
        ("version", Integer),
        ("content", _ContentInfo),
        ("mac", _MacData, {"optional": True}),
    ]


class _EncryptedContent(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [
        ("content_type", ObjectIdentifier),
        ("algorithm", _Algorithm),
        ("content", OctetString, {"implicit": 0, "optional": True}),
    ]


class _EncryptedData(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [
        ("version", Integer),
        ("encrypted", _EncryptedContent),
        ("rest", AnyValue, {"optional": True}),
    ]


class _Bag(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [
        ("bag_id", ObjectIdentifier),
        ("value", AnyValue, {"explicit": 0}),
        ("attributes", AnyValue, {"optional": True}),
    ]


class _SafeContents(SequenceOf):  # type: ignore[misc]
    _child_spec = _Bag


class _CertificateBag(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [("kind", ObjectIdentifier), ("value", AnyValue, {"explicit": 0})]


class _EncryptedKey(Sequence):  # type: ignore[misc]
    _fields: ClassVar = [("algorithm", _Algorithm), ("content", OctetString)]


def looks_like_pfx(data: bytes) -> bool:
    """Whether the bytes begin as a PFX does: a sequence, and in it the version 3."""
    if data[:1] != b"\x30" or len(data) < 2:
        return False
    header = 2 + (data[1] & 0x7F if data[1] > 0x80 else 0)
    return data[header : header + 3] == b"\x02\x01\x03"


def read_outline(data: bytes) -> Outline:
    """The structure of a PFX file; raises `AzureError` NotAPfx or PfxDamaged."""
    if not looks_like_pfx(data):
        raise AzureError("NotAPfx", "The file is not a PFX file.")
    with _damage():
        pfx = _load(_Pfx, data)
        if (kind := pfx["content"]["content_type"].dotted) != _DATA:
            raise AzureError("PfxDamaged", f"The PFX file is not sealed by a password (content {kind}).")
        content = bytes(_as(OctetString, pfx["content"]["content"]))
        safes = tuple(_safe(info) for info in _load(_AuthenticatedSafe, content))
        return Outline(mac=_mac(pfx["mac"], content), safes=safes)


def read_bags(content: bytes) -> tuple[Bag, ...]:
    """The bags in decrypted safe contents; raises `AzureError` PfxDamaged."""
    with _damage():
        return tuple(_bags(_load(_SafeContents, content), 0))


def read_encrypted_key(der: bytes) -> Bag:
    """The "shrouded key" in an EncryptedPrivateKeyInfo (RFC 5958); raises `AzureError` PfxDamaged."""
    with _damage():
        return _shrouded(_load(_EncryptedKey, der))


@contextmanager
def _damage() -> Iterator[None]:
    # asn1crypto raises ValueError, TypeError, KeyError, OverflowError, RecursionError … as it comes.
    try:
        yield
    except AzureError:
        raise
    except BerError as error:
        raise AzureError("PfxDamaged", f"The PFX file is damaged: {error}.") from error
    except Exception as error:
        raise AzureError("PfxDamaged", "The PFX file is damaged: its structure is broken.") from error


def _load(spec: type[_Loaded], data: bytes) -> _Loaded:
    loaded: _Loaded = spec.load(to_definite(data), strict=True)  # type: ignore[attr-defined]
    return loaded


def _as(spec: type[_Loaded], value: Any) -> _Loaded:
    parsed: _Loaded = value if isinstance(value, spec) else value.parse(spec)
    return parsed


def _mac(mac: Any, content: bytes) -> Mac | None:
    if not isinstance(mac, _MacData):
        return None
    name = mac["mac"]["digest_algorithm"]["algorithm"].native
    return Mac(
        hash=name if name in PRFS else "",
        digest=mac["mac"]["digest"].native,
        salt=mac["salt"].native,
        rounds=mac["rounds"].native,
        content=content,
    )


def _safe(info: Any) -> Safe:
    kind = info["content_type"].dotted
    if kind == _DATA:
        return Safe(bags=read_bags(bytes(_as(OctetString, info["content"]))))
    if kind != _ENCRYPTED_DATA:
        return Safe(encryption=unknown_encryption(kind))
    encrypted: Any = _as(_EncryptedData, info["content"])["encrypted"]
    return Safe(encryption=_encryption(encrypted["algorithm"]), content=bytes(encrypted["content"]))


def _bags(contents: Any, depth: int) -> Iterator[Bag]:
    if len(contents) > MOST_BAGS or depth > _DEEPEST:
        raise AzureError("PfxTooManyBags", f"The PFX file has more than {MOST_BAGS} entries.")
    for bag in contents:
        kind = bag["bag_id"].dotted.removeprefix(_BAGS)
        if kind == "6":
            yield from _bags(_as(_SafeContents, bag["value"]), depth + 1)
        else:
            yield _bag(kind, bag["value"])


def _bag(kind: str, value: Any) -> Bag:
    match kind:
        case "1":
            return Bag(kind="key", content=encode(b"\x30", _as(Sequence, value).contents))
        case "2":
            return _shrouded(_as(_EncryptedKey, value))
        case "3":
            certificate: Any = _as(_CertificateBag, value)
            if certificate["kind"].dotted == _X509_CERTIFICATE:
                return Bag(kind="certificate", content=bytes(_as(OctetString, certificate["value"])))
    return Bag(kind="other")


def _shrouded(key: Any) -> Bag:
    return Bag(
        kind="shrouded key",
        content=bytes(key["content"]),
        encryption=_encryption(key["algorithm"]),
    )


def _encryption(algorithm: Any) -> Encryption:
    oid = algorithm["algorithm"].dotted
    if oid == _PBES2:
        return _pbes2(_as(Pbes2Params, algorithm["parameters"]))
    if oid not in PBES1:
        return unknown_encryption(oid)
    parameters: Any = _as(Pbes1Params, algorithm["parameters"])
    return msgspec.structs.replace(
        PBES1[oid], salt=parameters["salt"].native, rounds=parameters["iterations"].native
    )


def _pbes2(parameters: Any) -> Encryption:
    derivation, scheme = parameters["key_derivation_func"], parameters["encryption_scheme"]
    oid = scheme["algorithm"].dotted
    template = PBES2_CIPHERS.get(oid) or unknown_encryption(oid, "PBES2")
    if derivation["algorithm"].dotted != _PBKDF2:
        # scrypt and whatever comes after it: memory-hard, so never run on a stranger's word.
        return msgspec.structs.replace(template, cipher="")
    inner: Any = _as(Pbkdf2Params, derivation["parameters"])
    prf = inner["prf"]["algorithm"].native
    return msgspec.structs.replace(
        template,
        cipher=template.cipher if prf in PRFS else "",
        hash=prf,
        salt=inner["salt"].native,
        rounds=inner["iteration_count"].native,
        iv=_initial_vector(template.cipher, scheme["parameters"]),
    )


def _initial_vector(cipher: str, parameters: Any) -> bytes:
    if cipher in {"", "rc4"}:
        return b""
    value = parameters.parsed if isinstance(parameters, AnyValue) else parameters
    return bytes(value["iv"] if cipher == "rc2" else value)
