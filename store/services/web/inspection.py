"""Looking at a certificate file as an upload would, without uploading it.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022): private certificates come as PFX, public
ones as CER.
"""

from __future__ import annotations

from datetime import datetime
from os import PathLike
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from store.eras import Era
from store.files.user_files import read_bounded
from store.secret import Secret
from store.x509.cer import read_cer
from store.x509.pfx.structure import looks_like_pfx
from store.x509.requirements.check import Surroundings, check_pfx

if TYPE_CHECKING:
    from store.x509.certificates import CertificateFacts
    from store.x509.requirements.report import Report

_PRIVATE = (".pfx", ".p12")
_PUBLIC = (".cer", ".crt")


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is: a report for a private certificate (PFX), facts for a public one (CER)."""

    report: Report | None = None
    public: CertificateFacts | None = None


def inspect_file(
    path: str | PathLike[str],
    password: Secret,
    *,
    era: Era,
    now: datetime,
    trusted_roots: tuple[bytes, ...] = (),
    host: str | None = None,
) -> Inspection:
    """The file as Upload Certificate would see it, or as Upload Public Key Certificate would.

    Its name decides which of the two; without one of the usual endings, a password or a PFX's structure
    makes it a private certificate. `now` is the simulated time (UTC), `host` adds what a binding to it
    needs. Raises `AzureError` FileNotFound, FileNotRegular, FileTooLarge, FileUnreadable, and for a public
    certificate those of `store.x509.cer.read_cer`.
    """
    data = read_bounded(path)
    if not _private(PurePath(path).suffix.lower(), data, password):
        return Inspection(public=read_cer(data).facts)
    around = Surroundings(era, now, trusted_roots, host)
    return Inspection(report=check_pfx(data, password, around))


def _private(ending: str, data: bytes, password: Secret) -> bool:
    if ending in _PRIVATE or ending in _PUBLIC:
        return ending in _PRIVATE
    return bool(password) or looks_like_pfx(data)
