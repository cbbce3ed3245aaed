"""Private keys from outside: PKCS#8 bytes of a PFX, and key files as PEM or DER."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
)

from store.errors import AzureError
from store.secret import Secret
from store.x509.certificates import key_type_and_size, public_key_hash
from store.x509.command_lines import AES_KEY
from store.x509.faults import reading
from store.x509.pem import blocks
from store.x509.pfx.cipher import decrypt, spellings
from store.x509.pfx.derivations import check_work, password_fault
from store.x509.pfx.structure import read_encrypted_key

#: OpenSSL's own limit for RSA; arithmetic on larger numbers is for attackers.
_MOST_BITS = 16_384


class ForeignKey(NamedTuple):
    """A readable key: unencrypted PKCS#8 DER, kind, bits, and the hash of its public half."""

    der: bytes
    kind: str
    bits: int
    public_key_hash: str

    def __repr__(self) -> str:
        return f"ForeignKey({self.kind} {self.bits})"


def read_key(der: bytes) -> ForeignKey:
    """The key in unencrypted DER (PKCS#8, PKCS#1 or SEC 1); raises `AzureError` KeyUnreadable."""
    with reading("KeyUnreadable", "The private key cannot be read."):
        return _foreign(load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True))


def read_key_file(data: bytes, password: Secret | None = None) -> ForeignKey:
    """The one private key of a PEM or DER file, encrypted or not.

    Raises `AzureError` KeyUnreadable, KeyPasswordRequired, KeyPasswordIncorrect or PfxRoundsTooMany.
    """
    keys = [block for block in blocks(data) if block.label.endswith("PRIVATE KEY")]
    if not keys:
        return _read_der(data, password)
    if len(keys) > 1:
        raise AzureError("KeyUnreadable", f"The file holds {len(keys)} private keys; one is needed.")
    key = keys[0]
    if key.label == "ENCRYPTED PRIVATE KEY":
        return _read_encrypted(key.der, password)
    if b"Proc-Type" in key.text:
        return _read_old_pem(key.text, password)
    return read_key(key.der)


def _read_der(data: bytes, password: Secret | None) -> ForeignKey:
    try:
        return read_key(data)
    except AzureError:
        try:
            read_encrypted_key(data)
        except AzureError:
            raise AzureError("KeyUnreadable", "The file holds no private key that can be read.") from None
    return _read_encrypted(data, password)


def _read_encrypted(der: bytes, password: Secret | None) -> ForeignKey:
    with reading("KeyUnreadable", "The encrypted private key cannot be read."):
        bag = read_encrypted_key(der)
    text = _text(password)
    if bag.encryption is None or not bag.encryption.cipher:
        cipher = bag.encryption.name if bag.encryption else "nothing"
        raise AzureError(
            "KeyUnreadable",
            f"The private key is encrypted with {cipher}, which is not opened here.",
            f"Write it again: {AES_KEY}",
        )
    check_work([bag.encryption])
    plain = decrypt(bag.encryption, bag.content, spellings(text)[0])
    if plain is None:
        raise AzureError("KeyPasswordIncorrect", "The password of the private key is incorrect.")
    with reading("KeyPasswordIncorrect", "The password of the private key is incorrect."):
        return _foreign(load_der_private_key(plain, None, unsafe_skip_rsa_key_validation=True))


def _read_old_pem(text: bytes, password: Secret | None) -> ForeignKey:
    # The encryption of OpenSSL's own PEM format derives its key in one round: safe to hand on.
    secret = _text(password).encode("utf-8")
    with reading("KeyPasswordIncorrect", "The password of the private key is incorrect."):
        return _foreign(load_pem_private_key(text, secret, unsafe_skip_rsa_key_validation=True))


def _text(password: Secret | None) -> str:
    if not password:
        raise AzureError("KeyPasswordRequired", "The private key is encrypted: its password is needed.")
    text = password.reveal()
    if fault := password_fault(text):
        raise AzureError("KeyPasswordIncorrect", f"The password of the private key cannot be right: {fault}.")
    return text


def _foreign(key: PrivateKeyTypes) -> ForeignKey:
    kind, bits = key_type_and_size(key)
    if isinstance(key, rsa.RSAPrivateKey) and not _sound(key):
        raise ValueError("the numbers of the key do not fit together")
    return ForeignKey(
        der=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        kind=kind,
        bits=bits,
        public_key_hash=public_key_hash(key.public_key()),  # type: ignore[arg-type]
    )


def _sound(key: rsa.RSAPrivateKey) -> bool:
    """Whether the numbers are an RSA key, primality left out: that test takes seconds on a large key."""
    if key.key_size > _MOST_BITS:
        return False
    numbers = key.private_numbers()
    p, q, d = numbers.p, numbers.q, numbers.d
    public = numbers.public_numbers
    return (
        min(p, q) > 1
        and p * q == public.n
        and public.e * d % (p - 1) == 1
        and public.e * d % (q - 1) == 1
        and (numbers.dmp1, numbers.dmq1) == (d % (p - 1), d % (q - 1))
        and numbers.iqmp * q % p == 1
    )
