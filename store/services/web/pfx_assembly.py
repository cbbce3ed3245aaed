"""A PFX put together from the files that a certificate authority sends: what an upload needs.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022): merge intermediate certificates in the
order leaf to root, then export with the private key, in 3DES and not OpenSSL 3's AES.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from shlex import quote
from typing import TYPE_CHECKING, Any

import msgspec

from store.errors import AzureError
from store.files.private import destination, write_private
from store.files.user_files import read_bounded
from store.secret import Secret
from store.x509 import pem
from store.x509.certificates import describe
from store.x509.command_lines import TRIPLE_DES
from store.x509.faults import as_azure_error
from store.x509.foreign_keys import read_key_file
from store.x509.merge import merge, read_certificates
from store.x509.pfx.open import Opened, open_bytes
from store.x509.pfx.structure import looks_like_pfx

if TYPE_CHECKING:
    from store.x509.merge import Merged

#: More files than this are no chain.
MOST_FILES = 50


class PfxSource(msgspec.Struct, frozen=True, kw_only=True):
    """A file to merge: `kind` is "PEM", "DER", "PKCS#7" or "PFX", `holds` its contents in words.

    `problem` says why nothing could be taken from it; certificates are DER, the key PKCS#8 DER.
    """

    path: str
    kind: str = ""
    holds: str = ""
    certificates: tuple[bytes, ...] = ()
    key: bytes = b""
    problem: AzureError | None = None

    def __repr__(self) -> str:
        return f"PfxSource({self.path!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # Rich prints the fields of a struct in tracebacks, past `__repr__`.
        return []


class PfxAssembly(msgspec.Struct, frozen=True, kw_only=True):
    """Files and the chain they make together: `merged`, or the `problem` that prevents it."""

    files: tuple[PfxSource, ...]
    merged: Merged | None = None
    problem: AzureError | None = None

    def export_problem(self) -> AzureError | None:
        """Why no PFX can be made of it, or None."""
        if not self.files:
            return AzureError("NoFiles", "There is no file yet.", "Add the certificate and its key.")
        for file in self.files:
            if file.problem is not None:
                return file.problem
        if self.merged is None:
            return self.problem
        return self.merged.export_problem()

    def openssl(self, output: str) -> tuple[str, ...]:
        """The same by OpenSSL: files as PEM, merged leaf to root, exported with the key to `output`."""
        lines = [line for file in self._in_order() if (line := _to_pem(file))]
        chain = [_as_pem(file) for file in self._in_order() if file.certificates]
        keys = [_as_pem(file) for file in self.files if file.key] or ["<key file>"]
        if not chain:
            return ()
        lines.append(f"cat {' '.join(chain)} > merged.pem")
        lines.append(
            f"openssl pkcs12 -export -inkey {keys[0]} -in merged.pem -out {quote(output)} {TRIPLE_DES}"
        )
        return tuple(lines)

    def _in_order(self) -> list[PfxSource]:
        """The files by the place of their first certificate in the chain."""
        chain = (self.merged.leaf, *self.merged.chain) if self.merged else ()

        def place(file: PfxSource) -> int:
            return min((chain.index(der) for der in file.certificates if der in chain), default=len(chain))

        return sorted(self.files, key=place)

    def sorted_paths(self) -> tuple[str, ...]:
        """The paths leaf to root, other files last."""
        return tuple(file.path for file in self._in_order())


def merge_files(paths: Sequence[str], password: Secret) -> PfxAssembly:
    """Read files in any order (certificates, key, p7b, a PFX to repair) and merge them into one chain.

    `password` opens an encrypted key and a PFX. Never raises for what is in a file or at a path.
    """
    files = tuple(_read(path, password) for path in paths[:MOST_FILES])
    keys = dict.fromkeys(file.key for file in files if file.key)
    certificates = [der for file in files for der in file.certificates]
    if len(keys) > 1:
        problem = AzureError(
            "SeveralKeys", "The files hold several private keys.", "Keep the certificate's own."
        )
        return PfxAssembly(files=files, problem=problem)
    try:
        merged = merge(certificates, key=next(iter(keys), None))
    except AzureError as error:
        return PfxAssembly(files=files, problem=error)
    return PfxAssembly(files=files, merged=merged)


def write_pfx(assembly: PfxAssembly, password: Secret, path: str) -> str:
    """Write the merged PFX to a new file, mode 0600; returns its full path.

    Raises `AzureError`: those of `merged_pfx`, InvalidPath, FolderNotFound, FileExists, FileNotRegular,
    ExportNotWritten.
    """
    data, target = merged_pfx(assembly, password), destination(path)
    write_private(target, data, overwrite=False)
    return str(target)


def merged_pfx(assembly: PfxAssembly, password: Secret) -> bytes:
    """The PFX an upload takes (3DES, leaf to root).

    Raises `AzureError`: that of `PfxAssembly.export_problem`, PfxPasswordRequired.
    """
    problem = assembly.export_problem()
    if problem is not None or assembly.merged is None:
        raise problem or AzureError("NoFiles", "There is no file yet.")
    return assembly.merged.pfx(password)


def _read(path: str, password: Secret) -> PfxSource:
    try:
        with as_azure_error("FileUnreadable", "The file cannot be read."):
            return _take_apart(path, read_bounded(path), password)
    except AzureError as error:
        named = AzureError(error.code, f"{PurePath(path).name}: {error.message}", error.repair)
        return PfxSource(path=path, problem=named)


def _take_apart(path: str, data: bytes, password: Secret) -> PfxSource:
    made = partial(_source, path)
    if looks_like_pfx(data):
        opened = open_bytes(data, password.reveal())
        return made("PFX", opened.certificates, _key_of(opened))
    if pem.is_pem(data):
        holds_key = any(block.label.endswith("PRIVATE KEY") for block in pem.blocks(data))
        key = read_key_file(data, password).der if holds_key else b""
        return made("PEM", tuple(read_certificates(data)), key)
    try:
        found = tuple(read_certificates(data))
    except AzureError as error:
        try:
            return made("DER", (), read_key_file(data, password).der)
        except AzureError as fault:
            raise (error if fault.code == "KeyUnreadable" else fault) from None
    return made("DER" if found == (data,) else "PKCS#7", found, b"")


def _source(path: str, kind: str, certificates: tuple[bytes, ...], key: bytes) -> PfxSource:
    facts = [describe(der) for der in certificates]
    parts = ["the private key"] if key else []
    parts += [f"{_part(one.is_ca, one.self_signed)} {one.common_name or one.subject}" for one in facts[:3]]
    parts += [f"{len(facts) - 3} more"] if len(facts) > 3 else []
    if not parts:
        raise AzureError("PfxNoCertificate", "There is no certificate and no key in the file.")
    return PfxSource(path=path, kind=kind, holds=", ".join(parts), certificates=certificates, key=key)


def _part(is_ca: bool, self_signed: bool) -> str:
    return ("root" if self_signed else "intermediate") if is_ca else "certificate"


def _key_of(opened: Opened) -> bytes:
    """The key that a PFX pairs with a certificate, else its only one; b"" where it has none."""
    if (fault := opened.key_fault()) is not None:
        raise fault
    key, _ = opened.pair()
    if key is None and len(opened.keys) > 1:
        raise AzureError("SeveralKeys", f"The file holds {len(opened.keys)} private keys; one is needed.")
    chosen = key or next(iter(opened.keys), None)
    return chosen.der if chosen else b""


def _as_pem(file: PfxSource) -> str:
    """The name of the PEM file that OpenSSL reads this one from."""
    return quote(file.path if file.kind == "PEM" else f"{PurePath(file.path).stem}.pem")


def _to_pem(file: PfxSource) -> str:
    """The line that makes PEM of another format, "" for PEM."""
    source, target = quote(file.path), _as_pem(file)
    if file.kind == "DER" and file.key:
        return f"openssl pkey -inform DER -in {source} -out {target}"
    return {
        "DER": f"openssl x509 -inform DER -in {source} -out {target}",
        "PKCS#7": f"openssl pkcs7 -inform DER -print_certs -in {source} -out {target}",
        "PFX": f"openssl pkcs12 -legacy -nodes -in {source} -out {target}",
    }.get(file.kind, "")
