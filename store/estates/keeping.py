"""Putting an imported world in its place, once it is known to open again."""

from __future__ import annotations

from pathlib import Path

from store.journal.journal import write_state
from store.journal.reread import reread
from store.world import World


def keep(path: Path, world: World) -> None:
    """Writes a world that was read from exports to `path`, once it has been written and read in memory.

    Raises `StateError` StateExists where `path` holds a world already, StateDamaged where this one could not
    be opened again.
    """
    write_state(path, reread(path, world), replace=False)
