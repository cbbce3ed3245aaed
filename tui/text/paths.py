"""Typed paths: their meaning, and the contents of the folder that they name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.text.plain import shows

#: Entries of a folder that are looked at.
MOST = 2000


@dataclass(frozen=True)
class Found:
    """Something in a folder."""

    name: str
    is_folder: bool
    #: In octets.
    size: int = 0


def typed_path(typed: str) -> Path:
    """The path of a typed text; `~` is the home directory, where the system names one."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)


def existing_file(path: Path) -> str:
    """Why a path cannot be read as a file, "" when it may be."""
    try:
        return "" if path.is_file() else "There is no such file."
    except (OSError, ValueError) as error:
        return f"This path cannot be used ({type(error).__name__})."


def split_typed(typed: str) -> tuple[str, str]:
    """The folder as typed, its slash included ("" for the present one), and the begun name after it."""
    head, slash, tail = typed.rpartition("/")
    return head + slash, tail


def listing(folder: str, begun: str = "", endings: Sequence[str] = ()) -> list[Found]:
    """The entries of a typed folder: folders first, then files with one of the endings (all, without any).

    Hidden names come only once their dot is typed. Names that a terminal cannot show as they are stay
    out: chosen, they would stand in a field. A folder that cannot be read is empty.
    """
    found: list[Found] = []
    try:
        with os.scandir(typed_path(folder or ".")) as entries:
            for _, entry in zip(range(MOST), entries, strict=False):
                if entry.name.lower().startswith(begun.lower()) and _shown(entry.name, begun):
                    found += _found(entry, endings)
    except (OSError, ValueError):
        return []
    return sorted(found, key=lambda one: (not one.is_folder, one.name.lower(), one.name))


def _shown(name: str, begun: str) -> bool:
    return shows(name) and (begun.startswith(".") or not name.startswith("."))


def _found(entry: os.DirEntry[str], endings: Sequence[str]) -> list[Found]:
    try:
        if entry.is_dir():
            return [Found(entry.name, True)]
        if entry.is_file() and (not endings or entry.name.lower().endswith(tuple(endings))):
            return [Found(entry.name, False, entry.stat().st_size)]
    except OSError:
        pass
    return []
