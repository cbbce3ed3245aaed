"""A world written and read again, in memory: what cannot be opened later is refused before it is a file."""

from __future__ import annotations

from pathlib import Path

from store.errors import StateError
from store.files.durable import FileStamp
from store.journal.checkpoint import SCHEMA, Checkpoint, Meta, parse, pieces
from store.world import World


def reread(path: Path, world: World) -> World:
    """The world as its file in `path` would give it back.

    Raises `StateError` StateDamaged where it would not open, or would be another world.
    """
    meta = Meta(schema=SCHEMA, world="reread", revision=max(world.revision, 0))
    data = b"".join(pieces(world.tables, meta))
    stamp = FileStamp(0, 0, 0)
    found: Checkpoint = parse(path, data, stamp, None, {})
    # Not taken for intact, so that the ids are compared with their tables too.
    read = Checkpoint(path=path, stamp=stamp, meta=found.meta, tables=found.tables, intact=False).world()
    wrong = next(
        (name for name, table in world.tables.items() if dict(table) != read.tables.get(name, {})), ""
    )
    if wrong:
        raise StateError("StateDamaged", f"The table {wrong} would not be read as it was written.")
    return read
