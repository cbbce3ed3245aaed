"""Files for the tests: exported by the openssl program, or put together octet by octet."""

from __future__ import annotations

import hmac
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from store.eras import era
from store.secret import Secret
from store.x509.authority import AuthorityKeys, IssuedCertificate, LeafRequest, issue
from store.x509.keys import load_key
from store.x509.pem import encode as pem
from store.x509.pfx.ber import encode
from store.x509.pfx.cipher import Password, pkcs12_key, spellings
from store.x509.requirements.check import Surroundings, check_pfx
from store.x509.requirements.report import Report

NOW = datetime(2022, 8, 1, 9, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
PASSWORD = "s3cret"
TRIPLE_DES = ("-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "SHA1")

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl program")


class Site(NamedTuple):
    """A leaf with its key, under an authority."""

    authority: AuthorityKeys
    key: bytes
    leaf: IssuedCertificate

    def judge(
        self, data: bytes, password: str = PASSWORD, *, year: str = "2022", host: str | None = None
    ) -> Report:
        """The report on a file, with our root trusted."""
        roots = [self.authority.root_certificate]
        return check_pfx(data, Secret(password), Surroundings(era(year), NOW, roots, host))


def leaf(authority: AuthorityKeys, key: bytes, *, serial: int = 0x1F2E3D4C5B6A7988) -> IssuedCertificate:
    """A leaf for contoso.com and its www name, a year long."""
    return issue(
        authority,
        LeafRequest(
            key=key,
            common_name="contoso.com",
            names=["contoso.com", "www.contoso.com"],
            not_before=NOW - timedelta(days=1),
            not_after=NOW + YEAR,
            serial=serial,
        ),
    )


def ca_certificate(name: str, key: bytes, issuer: str, issuer_key: bytes) -> bytes:
    """A certificate that may issue others, signed by whatever is asked for."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(load_key(key).public_key())
        .serial_number(77)
        .not_valid_before(NOW)
        .not_valid_after(NOW + YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    return builder.sign(load_key(issuer_key), SHA256()).public_bytes(Encoding.DER)


def openssl(*arguments: str | Path, data: bytes | None = None) -> bytes:
    """Standard output of the openssl program; a failure fails the test."""
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=20)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def export(
    folder: Path,
    key: bytes | None,
    certificates: Sequence[bytes],
    *options: str,
    password: str = PASSWORD,
) -> bytes:
    """What `openssl pkcs12 -export` makes of them."""
    merged = folder / "merged.crt"
    merged.write_text("".join(pem("CERTIFICATE", der) for der in certificates))
    arguments: list[str | Path] = ["pkcs12", "-export", "-in", merged, "-passout", f"pass:{password}"]
    if key is None:
        arguments.append("-nokeys")
    else:
        (folder / "key.pem").write_text(pem("PRIVATE KEY", key))
        arguments += ["-inkey", folder / "key.pem"]
    return openssl(*arguments, *options)


def sequence(*parts: bytes) -> bytes:
    """A DER SEQUENCE."""
    return encode(b"\x30", b"".join(parts))


def octets(data: bytes) -> bytes:
    """A DER OCTET STRING."""
    return encode(b"\x04", data)


def explicit(data: bytes) -> bytes:
    """[0] EXPLICIT around one element."""
    return encode(b"\xa0", data)


def integer(value: int) -> bytes:
    """A DER INTEGER, not negative."""
    return encode(b"\x02", value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """A DER OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    body = bytearray([40 * first + second])
    for number in rest:
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(0x80 | number & 0x7F)
        body += bytes(reversed(septets))
    return encode(b"\x06", bytes(body))


def unsealed_pfx(*safes: bytes) -> bytes:
    """A PFX without a seal, of ContentInfo elements."""
    content = explicit(octets(sequence(*safes)))
    return sequence(integer(3), sequence(oid("1.2.840.113549.1.7.1"), content))


def sealed_pfx(*safes: bytes, password: Password | None = None) -> bytes:
    """The same, sealed with SHA-1 in ten rounds."""
    secret = (password or spellings(PASSWORD)[0]).octets
    content = sequence(*safes)
    key = pkcs12_key(secret, b"saltsalt", 10, 3, 20, "sha1")
    digest = sequence(sequence(oid("1.3.14.3.2.26"), b"\x05\x00"), octets(hmac.digest(key, content, "sha1")))
    mac = sequence(digest, octets(b"saltsalt"), integer(10))
    data = sequence(oid("1.2.840.113549.1.7.1"), explicit(octets(content)))
    return sequence(integer(3), data, mac)


def clear_safe(*bags: bytes) -> bytes:
    """A ContentInfo with bags in clear."""
    return sequence(oid("1.2.840.113549.1.7.1"), explicit(octets(sequence(*bags))))


def encrypted_safe(algorithm: bytes, ciphertext: bytes) -> bytes:
    """A ContentInfo with encrypted bags."""
    inner = sequence(oid("1.2.840.113549.1.7.1"), algorithm, encode(b"\x80", ciphertext))
    return sequence(oid("1.2.840.113549.1.7.6"), explicit(sequence(integer(0), inner)))


def bag(kind: int, value: bytes, marks: bytes = b"") -> bytes:
    """A SafeBag: 1 key, 2 encrypted key, 3 certificate, 6 safe contents; `marks` are its attributes."""
    return sequence(oid(f"1.2.840.113549.1.12.10.1.{kind}"), explicit(value), marks)


def certificate_bag(der: bytes, marks: bytes = b"") -> bytes:
    """A SafeBag with a certificate."""
    return bag(3, sequence(oid("1.2.840.113549.1.9.22.1"), explicit(octets(der))), marks)


def attributes(local_key_id: bytes) -> bytes:
    """The attributes of a bag: its localKeyId, or none for b""."""
    if not local_key_id:
        return b""
    values = encode(b"\x31", octets(local_key_id))
    return encode(b"\x31", sequence(oid("1.2.840.113549.1.9.21"), values))


def pbe(rounds: int, salt: bytes = b"saltsalt", scheme: str = "1.2.840.113549.1.12.1.3") -> bytes:
    """The algorithm PBE-SHA1-3DES, or another of its family."""
    return sequence(oid(scheme), sequence(octets(salt), integer(rounds)))


def encrypt(plain: bytes, password: str = PASSWORD, rounds: int = 10) -> bytes:
    """The ciphertext that `pbe(rounds)` describes."""
    secret = spellings(password)[0].octets
    key, start = (
        pkcs12_key(secret, b"saltsalt", rounds, use, size, "sha1") for use, size in ((1, 24), (2, 8))
    )
    padding = 8 - len(plain) % 8
    encryptor = Cipher(TripleDES(key), CBC(start)).encryptor()
    return encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()


def indefinite(data: bytes) -> bytes:
    """The same element with indefinite lengths, and long strings in pieces."""
    tag, content = data[:1], _content(data)
    if tag == b"\x04" and len(content) > 100:
        pieces = b"".join(octets(content[at : at + 100]) for at in range(0, len(content), 100))
        return b"\x24\x80" + pieces + b"\0\0"
    if not tag[0] & 0x20:
        return data
    inside, position = b"", 0
    while position < len(content):
        child = content[position : position + _size(content[position:])]
        inside += indefinite(child)
        position += len(child)
    return tag + b"\x80" + inside + b"\0\0"


def _header(data: bytes) -> tuple[int, int]:
    if data[1] < 0x80:
        return 2, data[1]
    count = data[1] & 0x7F
    return 2 + count, int.from_bytes(data[2 : 2 + count], "big")


def _content(data: bytes) -> bytes:
    start, size = _header(data)
    return data[start : start + size]


def _size(data: bytes) -> int:
    return sum(_header(data))
