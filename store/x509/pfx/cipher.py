"""Running what a PFX names: key derivation, decryption, the seal. Every call's work is known beforehand.

Source: RFC 7292 appendix B (key derivation), RFC 8018 (PBES1, PBES2).
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, SEED, Camellia, TripleDES
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from store.x509.faults import quietly
from store.x509.pfx import rc2
from store.x509.pfx.algorithms import Encryption
from store.x509.pfx.structure import Mac

#: What the derived octets are for (RFC 7292, appendix B.3).
_KEY, _INITIAL_VECTOR, _SEAL = 1, 2, 3
#: Our RC2 is written in Python; a chain of certificates is a hundredth of this.
_LONGEST_RC2 = 200_000


def passwords_of(text: str) -> tuple[bytes, ...]:
    """The password as PKCS #12 derives from it; the empty one has two spellings in the wild."""
    encoded = text.encode("utf-16-be") + b"\0\0"
    return (encoded,) if text else (encoded, b"")


def seal_fits(mac: Mac, password: bytes) -> bool:
    """Whether the seal was made with this password (as of `passwords_of`) over these very bytes."""
    size = hashlib.new(mac.hash).digest_size
    key = _pkcs12_key(password, mac.salt, mac.rounds, _SEAL, size, mac.hash)
    return hmac.compare_digest(hmac.digest(key, mac.content, mac.hash), mac.digest)


def decrypt(encryption: Encryption, data: bytes, text: str, password: bytes) -> bytes | None:
    """The plaintext, or None when the padding says that the password is another one.

    One plaintext in 256 of a wrong password has good padding by chance: look at what comes out.
    """
    if not encryption.cipher:
        return None
    try:
        key, initial_vector = _key_and_iv(encryption, text, password)
        with quietly():
            return _unpadded(encryption, _run(encryption, key, initial_vector, data))
    except (ValueError, TypeError, OverflowError):
        return None


def _key_and_iv(encryption: Encryption, text: str, password: bytes) -> tuple[bytes, bytes]:
    salt, rounds, size = encryption.salt, encryption.rounds, encryption.key_octets
    if encryption.derivation == "pbkdf2":
        return hashlib.pbkdf2_hmac(encryption.hash, text.encode("utf-8"), salt, rounds, size), encryption.iv
    if encryption.derivation == "pbkdf1":
        digest = text.encode("utf-8") + salt
        for _ in range(rounds):
            digest = hashlib.new(encryption.hash, digest).digest()
        return digest[:8], digest[8:16]
    key = _pkcs12_key(password, salt, rounds, _KEY, size, encryption.hash)
    stream = encryption.cipher == "rc4"
    return key, b"" if stream else _pkcs12_key(password, salt, rounds, _INITIAL_VECTOR, 8, encryption.hash)


def _pkcs12_key(password: bytes, salt: bytes, rounds: int, purpose: int, size: int, name: str) -> bytes:
    make = getattr(hashlib, name)
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
        if len(data) > _LONGEST_RC2:
            raise ValueError("too long for RC2")
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
