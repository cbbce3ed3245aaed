"""The merged certificate: files in any order made one chain, leaf to root, ready for a PFX.

Source: "Merge intermediate certificates" in "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from store.errors import AzureError
from store.secret import Secret
from store.x509 import pem
from store.x509.certificates import CertificateFacts, describe, load_certificate, signed_by
from store.x509.chain import build_chain
from store.x509.faults import reading
from store.x509.foreign_keys import read_key_file
from store.x509.paths.limits import MOST_CERTIFICATES
from store.x509.pfx.build import build_pfx
from store.x509.unreadable import certificate_fault

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """A chain in the right order, as DER, and what was remarkable about the files.

    `complete` says that it ends in a root; `problems` has a sentence each for a wrong order, missing
    parts, duplicates and certificates of another chain. `key` is PKCS#8 DER, empty without a key file.
    """

    leaf: bytes
    chain: tuple[bytes, ...]
    facts: tuple[CertificateFacts, ...]
    complete: bool
    problems: tuple[str, ...]
    key: bytes = b""

    @property
    def text(self) -> str:
        """The merged file: PEM, leaf first."""
        return "".join(pem.encode("CERTIFICATE", der) for der in (self.leaf, *self.chain))

    def export_problem(self) -> AzureError | None:
        """The part that an upload would miss in a PFX made of these files, or None."""
        if not self.key:
            return AzureError("PfxNoKey", "There is no private key.", "Name the key file of the request.")
        if not self.complete:
            return AzureError(
                "PfxChainIncomplete", "The certificate chain is incomplete.", " ".join(self.problems)
            )
        return None

    def pfx(self, password: Secret, friendly_name: str = "") -> bytes:
        """The file to upload; raises `AzureError` PfxNoKey, PfxPasswordRequired or PfxChainIncomplete."""
        problem = self.export_problem()
        if problem is not None:
            raise problem
        return build_pfx(self.key, self.leaf, self.chain, password, friendly_name)

    def __repr__(self) -> str:
        return f"Merged({len(self.chain) + 1} certificates, complete={self.complete})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # Rich prints the fields of a struct in tracebacks, past `__repr__`.
        return []


def merge(files: Sequence[bytes], *, key: bytes | None = None, key_password: Secret | None = None) -> Merged:
    """The chain out of certificate files (PEM, DER or p7b, one or many certificates in each).

    With a key file the leaf is the certificate of that key, without one it is the certificate that
    issued none of the others. Raises `AzureError` CertificateUnreadable, PfxNoCertificate,
    PfxKeyMismatch, PfxTooManyCertificates, and what `read_key_file` raises.
    """
    given = [der for data in files for der in read_certificates(data)]
    unique = list(dict.fromkeys(given))
    if len(unique) > MOST_CERTIFICATES:
        raise AzureError("PfxTooManyCertificates", f"The files have {len(unique)} certificates.")
    if not unique:
        raise AzureError("PfxNoCertificate", "There is no certificate in the files.")
    owner = read_key_file(key, key_password) if key is not None else None
    leaf = _leaf_of_key(unique, owner.public_key_hash) if owner else _leaf_without_key(unique)
    chain = build_chain(leaf, unique)
    problems = [] if chain.complete else [f"The chain is incomplete: {chain.reason}."]
    if len(given) > len(unique):
        problems.append(f"{len(given) - len(unique)} certificate(s) came more than once.")
    used = [der for der in unique if der in chain.certificates]
    if tuple(used) != chain.certificates:
        problems.append(f"The order was wrong; right is {_names(chain.certificates)}.")
    if rest := [der for der in unique if der not in chain.certificates]:
        problems.append(f"Not of this chain, left out: {_names(rest)}.")
    return Merged(
        leaf=leaf,
        chain=chain.above,
        facts=chain.facts,
        complete=chain.complete,
        problems=tuple(problems),
        key=owner.der if owner else b"",
    )


def read_certificates(data: bytes) -> list[bytes]:
    """All certificates of a PEM, DER or p7b file, as DER; raises `AzureError` CertificateUnreadable."""
    if pem.is_pem(data):
        found: list[bytes] = []
        for block in pem.blocks(data):
            if block.label in {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"}:
                _check_readable(block.der)
                found.append(block.der)
            elif block.label in {"PKCS7", "CMS"}:
                found += _bundle(block.der)
        return found
    if _SIGNED_DATA in data[:32]:
        return _bundle(data)
    _check_readable(data)
    return [data]


def _check_readable(der: bytes) -> None:
    try:
        describe(der)
    except AzureError as error:
        reason = f": {fault}" if (fault := certificate_fault(der)) else ""
        message = f"The certificate cannot be read{reason}."
        raise AzureError(
            "CertificateUnreadable", message, "Get the file from the authority again."
        ) from error


def _bundle(data: bytes) -> list[bytes]:
    with reading("CertificateUnreadable", "The PKCS#7 bundle cannot be read."):
        return [each.public_bytes(Encoding.DER) for each in pkcs7.load_der_pkcs7_certificates(data)]


def _leaf_of_key(ders: Sequence[bytes], public_key_hash: str) -> bytes:
    for der in ders:
        if describe(der).public_key_hash == public_key_hash:
            return der
    raise AzureError(
        "PfxKeyMismatch",
        "The private key belongs to none of the certificates.",
        "Use the key that the certificate request was made with.",
    )


def _leaf_without_key(ders: Sequence[bytes]) -> bytes:
    loaded = [load_certificate(der) for der in ders]
    for index, certificate in enumerate(loaded):
        others = loaded[:index] + loaded[index + 1 :]
        if not any(each.issuer == certificate.subject and signed_by(each, certificate) for each in others):
            return ders[index]
    return ders[0]


def _names(ders: Sequence[bytes]) -> str:
    facts = [describe(der) for der in ders]
    return ", ".join(each.common_name or each.subject for each in facts)
