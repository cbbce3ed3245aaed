"""The ASN.1 types of a PFX file, for asn1crypto. Sources: RFC 7292 appendix D, RFC 5652, RFC 8018, RFC 9579.

Values whose type hangs on an object identifier stay untyped (`AnyValue`) until their reader has seen that.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from asn1crypto.core import Any as AnyValue
from asn1crypto.core import Integer, ObjectIdentifier, OctetString, Sequence, SequenceOf, SetOf

from store.x509.pfx.ber import first_element

_Loaded = TypeVar("_Loaded")


class Algorithm(Sequence):  # type: ignore[misc]
    """AlgorithmIdentifier."""

    _fields: ClassVar = [("algorithm", ObjectIdentifier), ("parameters", AnyValue, {"optional": True})]


class Pbes2(Sequence):  # type: ignore[misc]
    """PBES2-params."""

    _fields: ClassVar = [("derivation", Algorithm), ("scheme", Algorithm)]


class Pbmac1(Sequence):  # type: ignore[misc]
    """PBMAC1-params."""

    _fields: ClassVar = [("derivation", Algorithm), ("scheme", Algorithm)]


class ContentInfo(Sequence):  # type: ignore[misc]
    """ContentInfo (PKCS #7)."""

    _fields: ClassVar = [
        ("content_type", ObjectIdentifier),
        ("content", AnyValue, {"explicit": 0, "optional": True}),
    ]


class AuthenticatedSafe(SequenceOf):  # type: ignore[misc]
    """The parts of the file."""

    _child_spec = ContentInfo


class DigestInfo(Sequence):  # type: ignore[misc]
    """DigestInfo (PKCS #7)."""

    _fields: ClassVar = [("algorithm", Algorithm), ("digest", OctetString)]


class MacData(Sequence):  # type: ignore[misc]
    """The seal; with PBMAC1 its salt and rounds mean nothing."""

    _fields: ClassVar = [("mac", DigestInfo), ("salt", OctetString), ("rounds", Integer, {"default": 1})]


class Pfx(Sequence):  # type: ignore[misc]
    """The whole file."""

    _fields: ClassVar = [
        ("version", Integer),
        ("content", ContentInfo),
        ("mac", MacData, {"optional": True}),
    ]


class SafeBag(Sequence):  # type: ignore[misc]
    """An entry: a key, a certificate, or anything else."""

    _fields: ClassVar = [
        ("bag_id", ObjectIdentifier),
        ("value", AnyValue, {"explicit": 0}),
        ("attributes", AnyValue, {"optional": True}),
    ]


class SafeContents(SequenceOf):  # type: ignore[misc]
    """The entries of a part."""

    _child_spec = SafeBag


class CertificateBag(Sequence):  # type: ignore[misc]
    """CertBag."""

    _fields: ClassVar = [("kind", ObjectIdentifier), ("value", AnyValue, {"explicit": 0})]


class EncryptedKey(Sequence):  # type: ignore[misc]
    """EncryptedPrivateKeyInfo."""

    _fields: ClassVar = [("algorithm", Algorithm), ("content", OctetString)]


class PrivateKey(Sequence):  # type: ignore[misc]
    """PrivateKeyInfo (PKCS #8, RFC 5958)."""

    _fields: ClassVar = [
        ("version", Integer),
        ("algorithm", Algorithm),
        ("key", OctetString),
        ("attributes", AnyValue, {"optional": True}),
        ("public_key", AnyValue, {"optional": True}),
    ]


class _Values(SetOf):  # type: ignore[misc]
    _child_spec = AnyValue


class Attribute(Sequence):  # type: ignore[misc]
    """A PKCS12Attribute."""

    _fields: ClassVar = [("kind", ObjectIdentifier), ("values", _Values)]


class Attributes(SetOf):  # type: ignore[misc]
    """The attributes of an entry."""

    _child_spec = Attribute


def load(spec: type[_Loaded], data: bytes) -> _Loaded:
    """The first element of `data`, in any BER, as that type; readers pass over what follows it.

    Raises `BerError` and whatever asn1crypto raises.
    """
    loaded: _Loaded = spec.load(first_element(data).der, strict=True)  # type: ignore[attr-defined]
    return loaded


def parsed(spec: type[_Loaded], value: Any) -> _Loaded:
    """An untyped value as that type; raises whatever asn1crypto raises."""
    typed: _Loaded = value if isinstance(value, spec) else value.parse(spec)
    return typed
