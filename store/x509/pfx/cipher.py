"""Running what a PFX names: key derivation, decryption, the seal. Every call's work is bounded beforehand.

Sources: RFC 7292 appendix B (key derivation), RFC 8018 (PBES1, PBES2), RFC 9579 (PBMAC1).
"""

from __future__ import annotations

import hashlib
import hmac
from functools import partial
from typing import NamedTuple

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, SEED, Camellia, TripleDES
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from store.x509.faults import without_warnings
from store.x509.pfx import rc2
from store.x509.pfx.algorithms import Encryption
from store.x509.pfx.parameters import Seal

#: What the derived octets are for (RFC 7292, appendix B.3).
_KEY, _INITIAL_VECTOR, _SEAL = 1, 2, 3


class Password(NamedTuple):
    """A password in the two forms that derivations take: text for PKCS #5, octets for PKCS #12."""

    text: str
    octets: bytes

    def __repr__(self) -> str:
        return "Password(…)"


def spellings(text: str) -> tuple[Password, ...]:
    """The password as files are written with it; the empty one has two spellings in the wild."""
    whole = Password(text, text.encode("utf-16-be") + b"\0\0")
    return (whole,) if text else (whole, Password(text, b""))


def bytewise(text: str) -> Password | None:
    """The password as programs spell it that take every byte of UTF-8 for a letter; None for plain ASCII.

    OpenSSL before 1.1 did, and node-forge does.
    """
    if text.isascii():
        return None
    return spellings(text.encode("utf-8").decode("latin-1"))[0]


def seal_fits(seal: Seal, password: Password) -> bool:
    """Whether the seal was made with this password over these very bytes; `ValueError` for no seal to run."""
    if seal.derivation == "pbkdf2":
        key = hashlib.pbkdf2_hmac(
            seal.prf, password.text.encode("utf-8"), seal.salt, seal.rounds, seal.key_octets
        )
    else:
        size = hashlib.new(seal.hash).digest_size
        key = pkcs12_key(password.octets, seal.salt, seal.rounds, _SEAL, size, seal.hash)
    return hmac.compare_digest(hmac.digest(key, seal.content, seal.hash), seal.digest)


def decrypt(encryption: Encryption, data: bytes, password: Password) -> bytes | None:
    """The plaintext, or None where the padding shows that the password is wrong.

    One plaintext in 256 of a wrong password has good padding by chance: look at what comes out.
    """
    if not encryption.cipher:
        return None
    try:
        key, initial_vector = _key_and_iv(encryption, password)
        with without_warnings():
            return _unpadded(encryption, _run(encryption, key, initial_vector, data))
    except (ValueError, TypeError, OverflowError):
        return None


def _key_and_iv(encryption: Encryption, password: Password) -> tuple[bytes, bytes]:
    salt, rounds, size = encryption.salt, encryption.rounds, encryption.key_octets
    text = password.text.encode("utf-8")
    if encryption.derivation == "pbkdf2":
        return hashlib.pbkdf2_hmac(encryption.hash, text, salt, rounds, size), encryption.iv
    if encryption.derivation == "pbkdf1":
        digest = text + salt
        for _ in range(rounds):
            digest = hashlib.new(encryption.hash, digest).digest()
        return digest[:8], digest[8:16]
    key = pkcs12_key(password.octets, salt, rounds, _KEY, size, encryption.hash)
    if encryption.cipher == "rc4":
        return key, b""
    return key, pkcs12_key(password.octets, salt, rounds, _INITIAL_VECTOR, 8, encryption.hash)


def pkcs12_key(password: bytes, salt: bytes, rounds: int, purpose: int, size: int, name: str) -> bytes:
    """The key derivation of PKCS #12 (RFC 7292, appendix B.2); `purpose` is 1 key, 2 vector, 3 seal."""
    make = getattr(hashlib, name, None) or partial(hashlib.new, name)
    width = make().block_size
    start = bytes([purpose]) * width
    mixed = _filled(salt, width) + _filled(password, width)
    derived = b""
    while True:
        digest: bytes = make(start + mixed).digest()
        for _ in range(rounds - 1):
            digest = make(digest).digest()
        derived += digest
        if len(derived) >= size:
            return derived[:size]
        step = int.from_bytes(_filled(digest, width)[:width], "big") + 1
        mixed = b"".join(
            ((int.from_bytes(mixed[at : at + width], "big") + step) % (1 << 8 * width)).to_bytes(width, "big")
            for at in range(0, len(mixed), width)
        )


def _filled(data: bytes, width: int) -> bytes:
    """The data repeated up to the next multiple of `width`."""
    if not data:
        return b""
    size = width * -(-len(data) // width)
    return (data * -(-size // len(data)))[:size]


def _run(encryption: Encryption, key: bytes, initial_vector: bytes, data: bytes) -> bytes:
    if encryption.cipher == "rc2":
        return rc2.decrypt_cbc(key, encryption.effective_bits, initial_vector, data)
    if encryption.cipher == "rc4":
        return Cipher(ARC4(key), None).decryptor().update(data)
    decryptor = Cipher(_block_cipher(encryption.cipher, key), CBC(initial_vector)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _block_cipher(cipher: str, key: bytes) -> BlockCipherAlgorithm:
    match cipher:
        case "aes":
            return AES(key)
        case "camellia":
            return Camellia(key)
        case "seed":
            return SEED(key)
    # DES is triple DES with one key three times, the two-key form repeats the first.
    return TripleDES((key * 3)[:24])


def _unpadded(encryption: Encryption, plain: bytes) -> bytes | None:
    if encryption.cipher == "rc4":
        return plain
    count = plain[-1] if plain else 0
    good = 0 < count <= 16 and plain.endswith(bytes([count]) * count)
    return plain[:-count] if good else None
