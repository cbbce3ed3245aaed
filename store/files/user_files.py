"""Files that a user chose for an upload: read up to a limit, never waiting for a device.

A program that has the bytes already names no path but a `data:` URL with their base64 text (RFC 2397).
"""

from __future__ import annotations

import binascii
import os
import stat
from base64 import b64decode, b64encode
from os import PathLike

from store.errors import AzureError

#: Largest file in bytes that is looked at; a PFX with its chain has some thousands.
LARGEST = 1024 * 1024
LARGEST_WORDS = f"{LARGEST // 2**20} MiB"

_DATA = "data:;base64,"


def data_url(content: bytes) -> str:
    """A name for these bytes under which `read_bounded` finds them."""
    return _DATA + b64encode(content).decode("ascii")


def read_bounded(path: str | PathLike[str]) -> bytes:
    """The bytes of a regular file of at most `LARGEST`, links followed, or those in a `data:` URL.

    Raises `AzureError` FileNotFound, FileNotRegular, FileTooLarge, FileUnreadable.
    """
    name = os.fspath(path)
    if name.startswith(_DATA):
        return _decoded(name.removeprefix(_DATA))
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (FileNotFoundError, NotADirectoryError):
        raise AzureError("FileNotFound", f"There is no file '{name}'.", "Choose another file.") from None
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    try:
        return _read(descriptor, name)
    except OSError as error:
        raise _unreadable(name, error) from error
    finally:
        os.close(descriptor)


def _read(descriptor: int, name: str) -> bytes:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise AzureError("FileNotRegular", f"'{name}' is not a regular file.", "Choose a file.")
    pieces: list[bytes] = []
    left = LARGEST + 1
    # Read on past the size that `fstat` gave: a file may grow, and those of /proc claim to be empty.
    while left > 0 and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    if left <= 0:
        raise _too_large(f"'{name}'")
    return b"".join(pieces)


def _decoded(text: str) -> bytes:
    if len(text) > LARGEST * 4 // 3 + 4:
        raise _too_large("The content")
    try:
        content = b64decode(text, validate=True)
    except binascii.Error:
        raise AzureError("FileUnreadable", "The content is not base64 text.", "Encode the file.") from None
    if len(content) > LARGEST:
        raise _too_large("The content")
    return content


def _too_large(what: str) -> AzureError:
    return AzureError(
        "FileTooLarge", f"{what} is larger than {LARGEST_WORDS}.", "A certificate file has a few KB."
    )


def _unreadable(name: str, error: Exception) -> AzureError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return AzureError("FileUnreadable", f"'{name}' cannot be read: {reason}.", "Check its permissions.")
