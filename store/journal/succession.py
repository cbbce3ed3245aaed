"""The next generation of a state: its checkpoint, its journal, and the names of the files it replaces.

    prepare      writes the checkpoint beside the state; slow, without the lock
    keep_pair    gives the present checkpoint and journal their names in the history
    switch       puts the new checkpoint in place, then the new journal

`create` does the same where no state is.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from store.files.durable import (
    FileStamp,
    Scratch,
    make_directory,
    put_new,
    read_from,
    stamp_of,
    sync,
    sync_directory,
    write_all,
    writing,
)
from store.journal.checkpoint import SCHEMA, write
from store.journal.generations import History
from store.journal.lines import Header, encode
from store.journal.state_paths import StatePaths
from store.world import World


class Successor(NamedTuple):
    """A checkpoint that is written and synced, and not yet the state."""

    scratch: Scratch
    stamp: FileStamp
    world_id: str
    revision: int


def prepare(scratch: Scratch, world: World, world_id: str) -> Successor:
    """Write the checkpoint of a world; slow, and needs no lock."""
    with writing(scratch.path):
        write(scratch, world.tables, world_id, world.revision)
        sync(scratch.fd)
        return Successor(scratch, stamp_of(os.fstat(scratch.fd)), world_id, world.revision)


def switch(paths: StatePaths, successor: Successor, newer: bytes = b"") -> None:
    """Make a checkpoint and a new journal, which begins with the lines `newer`, the state; the lock is held.

    The state opens after every step: the old journal has the lines before the new checkpoint and those after.
    """
    header = Header(
        world=successor.world_id, schema=SCHEMA, base=successor.revision, checkpoint=successor.stamp
    )
    with writing(paths.path), Scratch(paths.journal) as journal:
        write_all(journal.fd, encode(header) + newer)
        sync(journal.fd)
        successor.scratch.place()
        sync_directory(paths.path.parent)
        journal.place()
        sync_directory(paths.path.parent)


def keep_pair(paths: StatePaths, base: int | None, revision: int | None) -> None:
    """Give the present checkpoint (of `revision`) and journal (from `base` on) names in the history.

    None for a file that is not to be kept.
    """
    history = History(paths)
    with writing(paths.history):
        make_directory(paths.history)
        if revision is not None:
            history.keep(paths.path, revision, "json")
        if base is not None:
            history.keep(paths.journal, base, "journal")
        sync_directory(paths.history)


def create(paths: StatePaths, world: World, world_id: str = "") -> None:
    """Write the first generation of a state; the lock is held. A world without an id gets a new one.

    The checkpoint is written twice, once into the history, because users may edit the file in place.
    """
    world_id = world_id or os.urandom(16).hex()
    first = History(paths).name(world.revision, "json")
    with writing(paths.path), Scratch(paths.path) as scratch:
        successor = prepare(scratch, world, world_id)
        make_directory(paths.history)
        put_new(first, read_from(scratch.fd))
        try:
            sync_directory(paths.history)
            switch(paths, successor)
        except BaseException:
            first.unlink(missing_ok=True)
            raise
