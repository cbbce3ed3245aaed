"""The encryption algorithms a PFX may name. Source: RFC 7292 appendix C, RFC 8018 appendix B."""

from __future__ import annotations

import msgspec

#: Hashes of seals and of key derivation that we run.
PRFS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})


class Encryption(msgspec.Struct, frozen=True, kw_only=True):
    """An algorithm with its parameters, ready to be run; an empty `cipher` is one we do not run.

    `key_octets` is the length of the derived key, `effective_bits` what RC2 makes of it; without `iv`
    the derivation makes that too.
    """

    name: str
    cipher: str
    derivation: str
    key_octets: int
    hash: str = "sha1"
    effective_bits: int = 0
    salt: bytes = b""
    rounds: int = 1
    iv: bytes = b""

    @property
    def triple_des(self) -> bool:
        """Triple DES with three keys, whichever standard wraps it; with two it is another, weaker cipher."""
        return self.cipher == "3des" and self.key_octets == 24


def unknown_encryption(oid: str, standard: str = "") -> Encryption:
    """An algorithm we know by its number only."""
    name = f"{oid} ({standard})" if standard else oid
    return Encryption(name=name, cipher="", derivation="", key_octets=0)


def _pkcs12(name: str, cipher: str, octets: int, bits: int = 0) -> Encryption:
    return Encryption(name=name, cipher=cipher, derivation="pkcs12", key_octets=octets, effective_bits=bits)


def _pbes1(name: str, cipher: str, digest: str) -> Encryption:
    return Encryption(
        name=name, cipher=cipher, derivation="pbkdf1", key_octets=8, hash=digest, effective_bits=64
    )


def _pbes2(name: str, cipher: str, octets: int) -> Encryption:
    return Encryption(
        name=f"{name} (PBES2)",
        cipher=cipher,
        derivation="pbkdf2",
        key_octets=octets,
        effective_bits=octets * 8,
    )


#: Schemes that name cipher and derivation in one, by object identifier.
PBES1 = {
    "1.2.840.113549.1.12.1.1": _pkcs12("RC4-128 (PBE-SHA1-RC4-128)", "rc4", 16),
    "1.2.840.113549.1.12.1.2": _pkcs12("RC4-40 (PBE-SHA1-RC4-40)", "rc4", 5),
    "1.2.840.113549.1.12.1.3": _pkcs12("3DES (PBE-SHA1-3DES)", "3des", 24),
    "1.2.840.113549.1.12.1.4": _pkcs12("2DES (PBE-SHA1-2DES)", "3des", 16),
    "1.2.840.113549.1.12.1.5": _pkcs12("RC2-128 (PBE-SHA1-RC2-128)", "rc2", 16, 128),
    "1.2.840.113549.1.12.1.6": _pkcs12("RC2-40 (PBE-SHA1-RC2-40)", "rc2", 5, 40),
    "1.2.840.113549.1.5.3": _pbes1("DES (PBE-MD5-DES)", "des", "md5"),
    "1.2.840.113549.1.5.6": _pbes1("RC2-64 (PBE-MD5-RC2-64)", "rc2", "md5"),
    "1.2.840.113549.1.5.10": _pbes1("DES (PBE-SHA1-DES)", "des", "sha1"),
    "1.2.840.113549.1.5.11": _pbes1("RC2-64 (PBE-SHA1-RC2-64)", "rc2", "sha1"),
}

#: Ciphers of PBES2, by object identifier.
PBES2_CIPHERS = {
    "2.16.840.1.101.3.4.1.2": _pbes2("AES-128-CBC", "aes", 16),
    "2.16.840.1.101.3.4.1.22": _pbes2("AES-192-CBC", "aes", 24),
    "2.16.840.1.101.3.4.1.42": _pbes2("AES-256-CBC", "aes", 32),
    "1.2.840.113549.3.7": _pbes2("3DES", "3des", 24),
    "1.3.14.3.2.7": _pbes2("DES", "des", 8),
    "1.2.840.113549.3.2": _pbes2("RC2", "rc2", 16),
    "1.2.840.113549.3.4": _pbes2("RC4", "rc4", 16),
    "1.2.392.200011.61.1.1.1.2": _pbes2("Camellia-128-CBC", "camellia", 16),
    "1.2.392.200011.61.1.1.1.4": _pbes2("Camellia-256-CBC", "camellia", 32),
    "1.2.410.200004.1.4": _pbes2("SEED-CBC", "seed", 16),
}
