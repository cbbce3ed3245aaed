"""Putting an imported world in its place, once it is known to open again."""

from __future__ import annotations

from pathlib import Path

from store.errors import AzureError
from store.estates.exports import read_exports
from store.estates.report import report
from store.estates.world import estate_world
from store.journal.journal import Journal, write_state
from store.journal.reread import reread
from store.portal import Portal
from store.world import World


def keep(path: Path, world: World) -> None:
    """Writes a world that was read from exports to `path`, once it has been written and read in memory.

    Raises `StateError` StateExists where `path` holds a world already, StateDamaged where this one could not
    be opened again.
    """
    write_state(path, reread(path, world), replace=False)


def open_exports(exports: str, path: Path) -> Portal:
    """The portal of a new world in `path`, read from a file or a folder of exports.

    Raises `AzureError` as `read_exports` does, and EstateEmpty; `StateError` as `keep` does.
    """
    world = estate_world(read_exports([exports]))
    if not report(world).files:
        raise AzureError("EstateEmpty", "No file of these is an export that can be read.", "Choose others.")
    keep(path, world)
    return Portal(Journal.open(path))
