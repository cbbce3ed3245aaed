"""The scenarios there are: those of the package, and a trainer's own from a folder."""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_data_path

from store.errors import AzureError
from store.training.format import Scenario
from store.training.reading import read_file

_ORDER = ("easy", "medium", "hard")


class Entry(NamedTuple):
    """A scenario of the catalogue: its name is that of the file, without `.toml`."""

    name: str
    path: Path
    scenario: Scenario
    source: str


class Unreadable(NamedTuple):
    """A file of a folder that is no scenario, and why."""

    path: Path
    error: AzureError


def shipped_folder() -> Path:
    """The folder of the package's own scenarios."""
    return Path(str(files("store.training") / "scenarios"))


@cache
def shipped() -> tuple[Entry, ...]:
    """The package's own scenarios, walks and demos, easy ones first."""
    found, _ = from_folder(shipped_folder())
    return found


def from_folder(folder: Path) -> tuple[tuple[Entry, ...], tuple[Unreadable, ...]]:
    """The scenarios of a folder, easy ones first, and the files that are none.

    Raises `AzureError` FolderNotFound.
    """
    entries, unreadable = [], []
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError as error:
        raise AzureError(
            "FolderNotFound", f"'{folder}' cannot be listed: {error.strerror or error}.", "Give a folder."
        ) from None
    for path in paths[:1000]:
        try:
            entries.append(entry(path))
        except AzureError as error:
            unreadable.append(Unreadable(path, error))
    entries.sort(key=lambda one: (_ORDER.index(one.scenario.level), one.scenario.minutes, one.name))
    return tuple(entries), tuple(unreadable)


def entry(path: Path) -> Entry:
    """The scenario in a file; raises `AzureError`."""
    scenario, source = read_file(path)
    return Entry(path.stem, path, scenario, source)


def own_folder() -> Path | None:
    """The folder of the user's own scenarios, where there is one.

    `CERTBLADE_SCENARIOS` names it, else it is `scenarios` in the user's data directory.
    """
    chosen = os.environ.get("CERTBLADE_SCENARIOS")
    folder = Path(chosen) if chosen else user_data_path("certblade", appauthor=False) / "scenarios"
    return folder if folder.is_dir() else None


def named(name: str, folder: Path | None = None) -> Entry:
    """The scenario of that name: a file's path, one of the folder, or one of the package.

    Raises `AzureError` ScenarioNotFound and those of a file that cannot be read.
    """
    if name.endswith(".toml") or "/" in name:
        return entry(Path(name))
    own = from_folder(folder)[0] if folder is not None else ()
    for one in (*own, *shipped()):
        if one.name == name.lower():
            return one
    raise AzureError(
        "ScenarioNotFound", f"There is no scenario '{name[:80]}'.", "`certblade scenario list` names them."
    )
