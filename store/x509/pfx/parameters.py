"""Algorithm identifiers read into what is to be run: the encryption of a part, the seal of a file.

Sources: RFC 8018 appendix A (PBES1, PBES2), RFC 2268 section 6 (RC2), RFC 9579 (PBMAC1).
"""

from __future__ import annotations

from typing import Any

import msgspec
from asn1crypto.algos import Pbes1Params, Pbkdf2Params

from store.x509.pfx.algorithms import (
    HASHES,
    HMACS,
    PBES1,
    PBES2_CIPHERS,
    Encryption,
    algorithm_name,
    runnable_hash,
    unknown_encryption,
)
from store.x509.pfx.schema import Pbes2, Pbmac1, parsed

_PBES2, _PBKDF2 = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12"
_PBMAC1 = "1.2.840.113549.1.5.14"
#: Longest derived key in octets; a stranger's file may ask for gigabytes.
LONGEST_KEY = 128
#: Effective bits of an RC2 key, by the version number in its parameters.
_RC2_BITS = {160: 40, 120: 64, 58: 128}


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """The seal (MAC) over the file; an empty `hash` is not computed here.

    `derivation` is "pkcs12" or "pbkdf2" (PBMAC1); for the second, `prf` is the hash of the derivation and
    `key_octets` the length of the derived key. `content` are the sealed bytes.
    """

    name: str
    hash: str
    digest: bytes
    salt: bytes
    rounds: int
    content: bytes
    derivation: str = "pkcs12"
    prf: str = ""
    key_octets: int = 0

    @property
    def is_pbmac1(self) -> bool:
        """Whether it is a seal of RFC 9579, which only new programs open."""
        return self.derivation == "pbkdf2"


def read_encryption(algorithm: Any, octets: int) -> Encryption:
    """The encryption that an algorithm identifier names, for a ciphertext of that many octets."""
    oid = algorithm["algorithm"].dotted
    if oid == _PBES2:
        return msgspec.structs.replace(_pbes2(parsed(Pbes2, algorithm["parameters"])), octets=octets)
    if oid not in PBES1:
        return unknown_encryption(oid)
    values: Any = parsed(Pbes1Params, algorithm["parameters"])
    salt, rounds = values["salt"].native, values["iterations"].native
    return msgspec.structs.replace(PBES1[oid], salt=salt, rounds=rounds, octets=octets)


def read_seal(mac: Any, content: bytes) -> Seal:
    """The seal that MacData describes, over the bytes of the authenticated safe."""
    algorithm, digest = mac["mac"]["algorithm"], mac["mac"]["digest"].native
    oid = algorithm["algorithm"].dotted
    if oid == _PBMAC1:
        return _pbmac1(parsed(Pbmac1, algorithm["parameters"]), digest, content)
    name = HASHES.get(oid, "")
    return Seal(
        name=name.upper().replace("_", "-") or algorithm_name(oid),
        hash=runnable_hash(name),
        digest=digest,
        salt=mac["salt"].native,
        rounds=mac["rounds"].native,
        content=content,
    )


def _pbmac1(parameters: Any, digest: bytes, content: bytes) -> Seal:
    derivation, scheme = parameters["derivation"], parameters["scheme"]["algorithm"].dotted
    name = HMACS.get(scheme, "")
    shown = f"PBMAC1 with HMAC-{name.upper()}" if name else f"PBMAC1 with {algorithm_name(scheme)}"
    sealed = Seal(
        name=shown, hash="", digest=digest, salt=b"", rounds=1, content=content, derivation="pbkdf2"
    )
    if (kdf := derivation["algorithm"].dotted) != _PBKDF2:
        return msgspec.structs.replace(sealed, name=f"{shown} and {algorithm_name(kdf)}")
    values: Any = parsed(Pbkdf2Params, derivation["parameters"])
    prf = runnable_hash(HMACS.get(_prf(values), ""))
    # RFC 9579 asks for a length; a writer that leaves it out means that of the hash.
    octets = values["key_length"].native or len(digest)
    if not 0 < octets <= LONGEST_KEY:
        return msgspec.structs.replace(sealed, name=f"{shown} and a key of {octets} octets")
    return msgspec.structs.replace(
        sealed,
        hash=runnable_hash(name) if prf else "",
        salt=values["salt"].native,
        rounds=values["iteration_count"].native,
        prf=prf,
        key_octets=octets,
    )


def _prf(values: Any) -> str:
    oid: str = values["prf"]["algorithm"].dotted
    return oid


def _pbes2(parameters: Any) -> Encryption:
    derivation, scheme = parameters["derivation"], parameters["scheme"]
    oid = scheme["algorithm"].dotted
    template = PBES2_CIPHERS.get(oid)
    if template is None:
        return unknown_encryption(oid, "PBES2")
    if (kdf := derivation["algorithm"].dotted) != _PBKDF2:
        # scrypt and its successors take memory as they like, so they are not run on a stranger's word.
        name = f"{template.name}, key derived by {algorithm_name(kdf)}"
        return msgspec.structs.replace(template, name=name, cipher="")
    values: Any = parsed(Pbkdf2Params, derivation["parameters"])
    prf = runnable_hash(HMACS.get(_prf(values), ""))
    if not prf:
        name = f"{template.name}, key derived with {algorithm_name(_prf(values))}"
        return msgspec.structs.replace(template, name=name, cipher="")
    bits = _rc2_bits(scheme["parameters"]) if template.cipher == "rc2" else template.effective_bits
    variable = template.cipher in {"rc2", "rc4"}
    octets = (values["key_length"].native if variable else None) or template.key_octets
    if not 0 < octets <= LONGEST_KEY:
        name = f"{template.name}, key of {octets} octets"
        return msgspec.structs.replace(template, name=name, cipher="")
    return msgspec.structs.replace(
        template,
        hash=prf,
        salt=values["salt"].native,
        rounds=values["iteration_count"].native,
        key_octets=octets,
        effective_bits=bits,
        iv=_initial_vector(template.cipher, scheme["parameters"]),
    )


def _initial_vector(cipher: str, parameters: Any) -> bytes:
    if cipher in {"", "rc4"}:
        return b""
    value = parameters.parsed
    return bytes(value[len(value) - 1] if cipher == "rc2" else value)


def _rc2_bits(parameters: Any) -> int:
    value = parameters.parsed
    if len(value) < 2:
        return 32
    version = int(value[0].native)
    return _RC2_BITS.get(version, version if version >= 256 else 128)
