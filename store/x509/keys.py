"""Private keys: real ones, as unencrypted PKCS#8 DER."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Protocol, TypeAlias, TypeVar

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from store.errors import AzureError

_EXPONENT = 65537
#: Order of the group of P-256 (SEC 2, section 2.4.2).
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

PrivateKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Made = TypeVar("Made", covariant=True)


class _Builder(Protocol[Made]):
    """A builder of certificates or requests."""

    def sign(
        self, private_key: PrivateKey, algorithm: SHA256, *, ecdsa_deterministic: bool | None
    ) -> Made: ...


#: The kinds of key `new_key` makes: size in bits, or 0 for an EC key on P-256.
KINDS = {"rsa1024": 1024, "rsa2048": 2048, "rsa3072": 3072, "rsa4096": 4096, "ec": 0}


def new_key(kind: str) -> bytes:
    """A new private key as PKCS#8 DER; an RSA key takes from 10 ms to seconds, an EC key no time.

    Raises `AzureError` UnknownKeyKind.
    """
    if kind not in KINDS:
        raise AzureError(
            "UnknownKeyKind", f"There is no kind of key '{kind}'.", f"Choose one of {', '.join(KINDS)}."
        )
    bits = KINDS[kind]
    key: PrivateKey = (
        rsa.generate_private_key(_EXPONENT, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    )
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def demo_key(kind: str, source: Random) -> bytes:
    """A key that a source of chance draws (PKCS#8 DER): of RSA from a stock of primes, known to everybody.

    Kinds beside "rsa2048" and "ec" are made anew. Raises `AzureError` UnknownKeyKind.
    """
    if kind == "ec":
        drawn = ec.derive_private_key(source.randrange(1, _P256_ORDER), ec.SECP256R1())
        return drawn.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    if kind != "rsa2048":
        return new_key(kind)
    first, second = source.sample(_primes(), 2)
    exponent = pow(_EXPONENT, -1, (first - 1) * (second - 1))
    numbers = rsa.RSAPrivateNumbers(
        p=first,
        q=second,
        d=exponent,
        dmp1=exponent % (first - 1),
        dmq1=exponent % (second - 1),
        iqmp=rsa.rsa_crt_iqmp(first, second),
        public_numbers=rsa.RSAPublicNumbers(_EXPONENT, first * second),
    )
    key = numbers.private_key(unsafe_skip_rsa_key_validation=True)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


@cache
def _primes() -> tuple[int, ...]:
    """The stock: primes of 1,024 bits whose two highest bits are set, so that two make 2,048 bits."""
    text = Path(__file__).with_name("demo_primes.txt").read_text(encoding="ascii")
    return tuple(int(line, 36) for line in text.split())


def signed(builder: _Builder[Made], key: PrivateKey) -> Made:
    """What a builder of the library makes, signed with SHA-256, the same whenever it is made.

    An EC signature follows from key and content alone (RFC 6979); those of RSA with PKCS #1 v1.5 padding do
    anyway, and take no such wish.
    """
    repeatable = True if isinstance(key, ec.EllipticCurvePrivateKey) else None
    return builder.sign(key, SHA256(), ecdsa_deterministic=repeatable)


@lru_cache(maxsize=32)
def load_key(der: bytes) -> PrivateKey:
    """The key object of a DER that `new_key` made; raises `AzureError` KeyUnreadable.

    The checks of an RSA key cost thousands of times its loading and are left out: the bytes are ours.
    """
    try:
        key = load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    except Exception:
        raise AzureError("KeyUnreadable", "The private key cannot be read.") from None
    if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        raise AzureError("KeyUnreadable", "The private key is neither RSA nor EC.")
    return key
