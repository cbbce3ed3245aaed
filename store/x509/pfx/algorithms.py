"""The algorithms a PFX may name: ciphers, hashes, kinds of key.

Sources: RFC 7292 appendix C (PKCS #12), RFC 8018 appendix B (PKCS #5), RFC 9579 (PBMAC1).
"""

from __future__ import annotations

import hashlib

import msgspec

#: Hashes of seals, by object identifier, under the names `hashlib` has for them.
HASHES = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "1.3.36.3.2.1": "ripemd160",
    "1.2.156.10197.1.401": "sm3",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.5": "sha512_224",
    "2.16.840.1.101.3.4.2.6": "sha512_256",
    "2.16.840.1.101.3.4.2.7": "sha3_224",
    "2.16.840.1.101.3.4.2.8": "sha3_256",
    "2.16.840.1.101.3.4.2.9": "sha3_384",
    "2.16.840.1.101.3.4.2.10": "sha3_512",
}
#: The keyed forms (HMAC) of the same hashes: of PBKDF2 and PBMAC1.
HMACS = {
    "1.2.840.113549.2.6": "md5",
    "1.2.840.113549.2.7": "sha1",
    "1.2.840.113549.2.8": "sha224",
    "1.2.840.113549.2.9": "sha256",
    "1.2.840.113549.2.10": "sha384",
    "1.2.840.113549.2.11": "sha512",
    "1.2.840.113549.2.12": "sha512_224",
    "1.2.840.113549.2.13": "sha512_256",
    "1.2.156.10197.1.401.2": "sm3",
    "2.16.840.1.101.3.4.2.13": "sha3_224",
    "2.16.840.1.101.3.4.2.14": "sha3_256",
    "2.16.840.1.101.3.4.2.15": "sha3_384",
    "2.16.840.1.101.3.4.2.16": "sha3_512",
}

#: Names of what is not run here, so that a report need not show a bare object identifier.
_NAMES = {
    "1.2.840.113549.1.7.3": "the public key of a recipient",
    "1.2.840.113549.2.2": "MD2",
    "1.2.840.113549.2.4": "MD4",
    "1.0.10118.3.0.55": "Whirlpool",
    "1.2.643.7.1.1.2.2": "GOST R 34.11-2012 (256 bits)",
    "1.2.643.7.1.1.2.3": "GOST R 34.11-2012 (512 bits)",
    "1.2.643.2.2.9": "GOST R 34.11-94",
    "1.2.643.2.2.21": "GOST 28147-89",
    "1.2.156.10197.1.104.2": "SM4-CBC",
    "1.2.410.200046.1.1.2": "ARIA-128-CBC",
    "1.2.410.200046.1.1.7": "ARIA-192-CBC",
    "1.2.410.200046.1.1.12": "ARIA-256-CBC",
    "1.2.840.113533.7.66.10": "CAST5-CBC",
    "1.3.6.1.4.1.188.7.1.1.2": "IDEA-CBC",
    "1.3.6.1.4.1.3029.1.2": "Blowfish-CBC",
    "2.16.840.1.101.3.4.1.3": "AES-128-OFB",
    "2.16.840.1.101.3.4.1.23": "AES-192-OFB",
    "2.16.840.1.101.3.4.1.43": "AES-256-OFB",
    "2.16.840.1.101.3.4.1.4": "AES-128-CFB",
    "2.16.840.1.101.3.4.1.24": "AES-192-CFB",
    "2.16.840.1.101.3.4.1.44": "AES-256-CFB",
    "2.16.840.1.101.3.4.1.6": "AES-128-GCM",
    "2.16.840.1.101.3.4.1.26": "AES-192-GCM",
    "2.16.840.1.101.3.4.1.46": "AES-256-GCM",
    "1.3.6.1.4.1.11591.4.11": "scrypt",
    "1.2.840.113549.1.1.1": "RSA",
    "1.2.840.113549.1.1.10": "RSA-PSS",
    "1.2.840.10040.4.1": "DSA",
    "1.2.840.113549.1.3.1": "Diffie-Hellman",
    "1.2.840.10045.2.1": "EC",
    "1.3.101.110": "X25519",
    "1.3.101.111": "X448",
    "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
    "1.2.643.7.1.1.1.1": "GOST R 34.10-2012 (256 bits)",
    "1.2.643.7.1.1.1.2": "GOST R 34.10-2012 (512 bits)",
    "2.16.840.1.101.3.4.3.17": "ML-DSA-44",
    "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
    "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
    "2.16.840.1.101.3.4.3.20": "SLH-DSA-SHA2-128s",
}


def algorithm_name(oid: str) -> str:
    """The usual name of an algorithm with its object identifier, or the identifier alone."""
    return f"{_NAMES[oid]} ({oid})" if oid in _NAMES else oid


def runnable_hash(name: str) -> str:
    """The same name where this Python can compute the hash, else ""."""
    return name if name in hashlib.algorithms_available else ""


class Encryption(msgspec.Struct, frozen=True, kw_only=True):
    """An algorithm with its parameters, ready to be run; an empty `cipher` is not run here.

    `key_octets` is the length of the derived key, `effective_bits` what RC2 makes of it; without `iv`
    the derivation makes that too. `octets` is the length of the ciphertext.
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
    octets: int = 0

    @property
    def family(self) -> str:
        """ "3DES" or "AES", whichever standard wraps it; "" for others, as for 3DES with two keys only."""
        if self.cipher == "3des" and self.key_octets == 24:
            return "3DES"
        return "AES" if self.cipher == "aes" else ""


def unknown_encryption(oid: str, standard: str = "") -> Encryption:
    """An algorithm that is not run here, under the best name there is for it."""
    name = f"{algorithm_name(oid)} ({standard})" if standard else algorithm_name(oid)
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
    "1.2.392.200011.61.1.1.1.3": _pbes2("Camellia-192-CBC", "camellia", 24),
    "1.2.392.200011.61.1.1.1.4": _pbes2("Camellia-256-CBC", "camellia", 32),
    "1.2.410.200004.1.4": _pbes2("SEED-CBC", "seed", 16),
}
