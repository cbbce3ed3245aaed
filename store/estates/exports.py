"""The files of an import: found, bounded, read. Nothing of their content is in any message."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from store.errors import AzureError
from store.estates.limits import MOST_BYTES, MOST_BYTES_WORDS, MOST_FILES
from store.estates.values import whole

#: In a folder of exports, notes for people are no exports.
_NOTES = ("readme.md", "expected.json")
STANDARD_INPUT = "standard input"


class Export(NamedTuple):
    """A file's name (as a report names it), its bytes, and when it was last written (Unix seconds)."""

    name: str
    data: bytes
    written: float | None


def read_exports(paths: Sequence[str], standard_input: BinaryIO | None = None) -> list[Export]:
    """The files at these paths, of folders all inside them; `-` is standard input.

    Raises `AzureError` EstateNotFound, EstateUnreadable, EstateTooLarge and EstateTooManyFiles.
    """
    found: list[Export] = []
    left = MOST_BYTES
    for name, path in _files(paths):
        if len(found) == MOST_FILES:
            raise AzureError(
                "EstateTooManyFiles", f"There are more than {MOST_FILES} files.", "Import fewer at a time."
            )
        read = _standard(standard_input, left) if path is None else _file(name, path, left)
        left -= len(read.data)
        found.append(read)
    return found


def _files(paths: Sequence[str]) -> Iterator[tuple[str, Path | None]]:
    for text in paths:
        if text == "-":
            yield STANDARD_INPUT, None
            continue
        path = Path(text)
        if path.is_dir():
            yield from _inside(path)
        else:
            yield path.name, path


def _inside(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a folder and of those in it, by name; links to folders are not followed."""
    try:
        for here, folders, names in os.walk(folder, onerror=_refuse):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith(".") and name.lower() not in _NOTES:
                    path = Path(here) / name
                    yield path.relative_to(folder).as_posix(), path
    except OSError as error:
        raise _unreadable(str(folder), error) from None


def _refuse(error: OSError) -> None:
    raise error


def _file(name: str, path: Path, left: int) -> Export:
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (FileNotFoundError, NotADirectoryError):
        message = f"There is no file '{path}'."
        raise AzureError("EstateNotFound", message, "Choose a file or a folder of exports.") from None
    except (OSError, ValueError) as error:
        raise _unreadable(str(path), error) from None
    with os.fdopen(descriptor, "rb") as stream:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise AzureError(
                "EstateUnreadable", f"'{path}' is not a regular file.", "Choose a file of exports."
            )
        try:
            return Export(whole(name), _bounded(stream, left), found.st_mtime)
        except OSError as error:
            raise _unreadable(str(path), error) from None


def _standard(stream: BinaryIO | None, left: int) -> Export:
    if stream is None:
        raise AzureError("EstateUnreadable", "Standard input is closed.", "Name a file.")
    try:
        return Export(STANDARD_INPUT, _bounded(stream, left), None)
    except OSError as error:
        raise _unreadable(STANDARD_INPUT, error) from None


def _bounded(stream: BinaryIO, left: int) -> bytes:
    data = stream.read(left + 1)
    if len(data) > left:
        raise AzureError(
            "EstateTooLarge",
            f"The files have more than {MOST_BYTES_WORDS} together.",
            "Import fewer at a time, or export fewer fields.",
        )
    return data


def _unreadable(name: str, error: Exception) -> AzureError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name is no path"
    return AzureError("EstateUnreadable", f"'{name}' cannot be read: {reason}.", "Check its permissions.")
