"""What serving needs of an installation: its authority, the server's certificate, the key that signs tokens.

They are files of the user alone (0600) in a folder of the user's data directory, made when they are first
needed. The authority is put into no trust store: clients are told of it by an environment variable.
"""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_data_path

from store.errors import AzureError, StateError
from store.rest.place import ADDRESS, NAMES
from store.x509.loopback import Pair, loopback_server, new_loopback_authority, usable

_AUTHORITY = "certblade simulated loopback CA, not Azure"
_KEY_OCTETS = 32


class Installation(NamedTuple):
    """Paths of the authority's certificate, the server's certificate and key; the key of tokens."""

    authority: Path
    certificate: Path
    key: Path
    token_key: bytes

    def __repr__(self) -> str:
        return f"Installation({self.authority})"


def installation_path() -> Path:
    """The folder of this user's installation."""
    return user_data_path("certblade", appauthor=False) / "serving"


def open_installation(folder: Path) -> Installation:
    """The installation in this folder, its files made where they are missing or spent.

    Raises `StateError` InstallationNotUsable where they cannot be written or read.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        return _opened(folder)
    except (OSError, AzureError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StateError(
            "InstallationNotUsable",
            f"The certificates in {folder} cannot be used: {reason}. Delete that folder; it is made anew.",
        ) from None


def _opened(folder: Path) -> Installation:
    found = Installation(
        folder / "ca.pem", folder / "server.pem", folder / "server.key", _token_key(folder / "token.key")
    )
    if not _usable(found):
        _make(folder, found)
    return found


def _token_key(path: Path) -> bytes:
    if not path.exists():
        _write(path, secrets.token_bytes(_KEY_OCTETS))
    key = path.read_bytes()
    if len(key) < _KEY_OCTETS:
        raise OSError(0, f"{path.name} is too short")
    return key


def _usable(found: Installation) -> bool:
    now = datetime.now(UTC)
    return found.key.exists() and all(
        path.exists() and usable(path.read_bytes(), now) for path in (found.authority, found.certificate)
    )


def _make(folder: Path, found: Installation) -> None:
    authority = _authority(folder, found)
    server = loopback_server(authority, NAMES, ADDRESS, datetime.now(UTC))
    _write(found.key, server.key)
    _write(found.certificate, server.certificate + authority.certificate)


def _authority(folder: Path, found: Installation) -> Pair:
    """The authority of the folder, a new one where it is missing or spent."""
    key, now = folder / "ca.key", datetime.now(UTC)
    if found.authority.exists() and key.exists():
        kept = Pair(found.authority.read_bytes(), key.read_bytes())
        if usable(kept.certificate, now):
            return kept
    made = new_loopback_authority(_AUTHORITY, now)
    _write(key, made.key)
    _write(found.authority, made.certificate)
    return made


def _write(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 whole or not at all; two programs may make the same at once."""
    scratch = path.with_name(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
