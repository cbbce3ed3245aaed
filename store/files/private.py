"""Files with private keys: written whole or not at all, readable by their owner only.

Source: "Export App Service certificate" in "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from store.errors import AzureError
from store.files.durable import keep_as, put_new, sync_directory

#: Names that are the same in a header of HTTP, on every system, and in every shell.
_DOWNLOAD = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)


def destination(path: str) -> Path:
    """The absolute path meant, its directory's links followed; raises `AzureError` InvalidPath."""
    try:
        if "\0" in path:
            raise ValueError("it contains a NUL")
        os.fsencode(path)
        if any("\ud800" <= letter <= "\udfff" for letter in path):
            # Its record could not be kept, and a key on disk that nobody knows of is worse than none.
            raise ValueError("it is not valid Unicode")
        given = Path(path).expanduser()
        return Path(os.path.realpath(given.parent)) / given.name if given.name else _no_file(path)
    except (ValueError, OSError, RuntimeError) as error:
        raise AzureError(
            "InvalidPath", f"{path[:200]!r} cannot be a file's path: {error}.", "Give another path."
        ) from None


def download_problem(name: str) -> AzureError | None:
    """Why a file cannot have this name where the user saves it, or None."""
    if _DOWNLOAD.fullmatch(name):
        return None
    return AzureError(
        "InvalidPath",
        f"{name[:200]!r} cannot be a download's name.",
        "Take letters, digits, dots, dashes and underscores, a letter or digit first.",
    )


def _no_file(path: str) -> Path:
    raise AzureError("InvalidPath", f"{path[:200]!r} names no file.", "Give the path of a file.")


def place_problem(path: Path, *, overwrite: bool) -> AzureError | None:
    """Why nothing can be written at this path, or None."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        if path.parent.is_dir():
            return None
        return AzureError(
            "FolderNotFound", f"There is no folder '{path.parent}'.", "Create it, or choose another."
        )
    except OSError as error:
        return AzureError("ExportNotWritten", f"'{path}' cannot be looked at: {error.strerror or error}.")
    if not stat.S_ISREG(found.st_mode):
        what = "a link" if stat.S_ISLNK(found.st_mode) else "not a regular file"
        return AzureError("FileNotRegular", f"'{path}' is {what}, so it is left alone.", "Give another path.")
    if overwrite:
        return None
    return AzureError(
        "FileExists",
        f"File '{path}' already exists. Use --overwrite to overwrite the existing file.",
        "Overwrite it, or give another path.",
    )


def write_private(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file of mode 0600, synced, in one step; on failure the file before it stays.

    Raises `AzureError`: those of `place_problem`, ExportNotWritten.
    """
    problem = place_problem(path, overwrite=overwrite)
    if problem is not None:
        raise problem
    scratch = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        put_new(scratch, data)
        try:
            if overwrite:
                scratch.replace(path)
            else:
                keep_as(scratch, path)
        finally:
            with suppress(FileNotFoundError):
                scratch.unlink()
        sync_directory(path.parent)
    except OSError as error:
        raise AzureError(
            "ExportNotWritten",
            f"'{path}' cannot be written: {error.strerror or error}.",
            "Free some space, check the permissions, or choose another folder.",
        ) from None
