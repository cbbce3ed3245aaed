"""Private keys: real ones, as unencrypted PKCS#8 DER."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from store.errors import AzureError

PrivateKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

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
        rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    )
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


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
