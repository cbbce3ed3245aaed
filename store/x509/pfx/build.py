"""Writing PFX (PKCS#12) files: the Key Vault form without a password, the App Service form with 3DES."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import (
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import PBES

from store.errors import AzureError
from store.secret import Secret
from store.x509.certificates import load_certificate
from store.x509.chain import build_chain
from store.x509.faults import without_warnings
from store.x509.keys import PrivateKey, load_key
from store.x509.pfx.open import open_bytes

#: Rounds of key derivation in the files we write, as OpenSSL does.
ROUNDS = 2048


def build_pfx(
    key: bytes,
    certificate: bytes,
    chain: Sequence[bytes],
    password: Secret | None,
    friendly_name: str = "",
    *,
    aes: bool = False,
) -> bytes:
    """A PFX of key (PKCS#8 DER), leaf and chain (DER, intermediate to root).

    Without a password it is what Key Vault hands out: nothing encrypted, and it opens with the empty
    password. With one it is what App Service takes at an upload: key and certificates in 3DES, or with `aes`
    what OpenSSL 3 writes when nothing else is asked of it: AES-256.
    Raises `AzureError` KeyUnreadable, CertificateUnreadable, PfxPasswordRequired or PfxKeyMismatch.
    Source: "Add and manage TLS/SSL certificates".
    """
    leaf = _certificate(certificate)
    above = [_certificate(der) for der in chain]
    sealed = NoEncryption() if password is None else _sealed(password, aes=aes)
    return _serialize(load_key(key), leaf, above, sealed, friendly_name.encode("utf-8") or None)


def protect_pfx(data: bytes, password: Secret, *, opened_with: Secret | None = None) -> bytes:
    """The same key and certificates in 3DES with this password: what App Service takes at an upload.

    `opened_with` is the password of `data`; without it, it is the Key Vault form that has none.
    Certificates come out in the order leaf to root, others after them. Raises `AzureError` NotAPfx,
    PfxDamaged, PfxRoundsTooMany, PfxPasswordIncorrect, PfxPasswordRequired, PfxKeyMismatch.
    """
    # Reading needs the structure parser, writing does not: most processes only write.
    opened = open_bytes(data, opened_with.reveal() if opened_with else "")
    key, leaf = opened.pair()
    if key is None or leaf is None:
        raise opened.key_fault() or AzureError(
            "PfxKeyMismatch", "The PFX file has no private key with its certificate."
        )
    chain = build_chain(leaf, opened.certificates)
    rest = [der for der in opened.certificates if der not in chain.certificates]
    return build_pfx(key.der, leaf, [*chain.above, *rest], password)


def _serialize(
    key: PrivateKey,
    leaf: x509.Certificate,
    chain: list[x509.Certificate],
    encryption: KeySerializationEncryption,
    friendly_name: bytes | None,
) -> bytes:
    try:
        with without_warnings():
            return pkcs12.serialize_key_and_certificates(friendly_name, key, leaf, chain or None, encryption)
    except (ValueError, TypeError) as error:
        raise AzureError("PfxKeyMismatch", f"The PFX file cannot be written: {error}") from None


def _sealed(password: Secret, *, aes: bool) -> KeySerializationEncryption:
    text = password.reveal()
    if not text or "\0" in text:
        raise AzureError("PfxPasswordRequired", "The password must not be empty, and no NUL may be in it.")
    return (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(PBES.PBESv2SHA256AndAES256CBC if aes else PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .hmac_hash(SHA256() if aes else SHA1())
        .build(text.encode("utf-8"))
    )


@lru_cache(maxsize=64)
def _certificate(der: bytes) -> x509.Certificate:
    # The same intermediate and root stand in every file of an authority.
    return load_certificate(der)
