"""The next generation of a state: its checkpoint, its journal, and the names of the files it replaces.

    prepare      writes the checkpoint beside the state; slow, without the lock
    keep_pair    gives the present checkpoint and journal their names in the history
    switch       puts the new checkpoint in place, then the new journal

`create` does the same where no state is.
"""

from __future__ import annotations

import os
from contextlib import suppress

from msgspec import Struct

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
from store.journal.checkpoint import SCHEMA, Checkpoint, write
from store.journal.generations import History
from store.journal.lines import Header, encode
from store.journal.packing import pack, worth_packing
from store.journal.state_paths import StatePaths
from store.world import World


class Successor(Struct, frozen=True):
    """A checkpoint that is written and synced, and not yet the state."""

    scratch: Scratch
    stamp: FileStamp
    world_id: str
    revision: int


def prepare(paths: StatePaths, scratch: Scratch, world: World, world_id: str) -> Successor:
    """Write the checkpoint of a world, a large one packed too; slow, and needs no lock."""
    with writing(scratch.path):
        write(scratch, world.tables, world_id, world.revision)
        sync(scratch.fd)
        stamp = stamp_of(os.fstat(scratch.fd))
    if worth_packing(stamp.size):
        # Where there is no room for it, the next start only takes longer.
        with suppress(OSError):
            pack(History(paths).name(world.revision, "packed"), world.tables, world_id, world.revision, stamp)
    return Successor(scratch, stamp, world_id, world.revision)


def switch(paths: StatePaths, successor: Successor, newer: bytes = b"") -> None:
    """Make a checkpoint and a new journal, which begins with the lines `newer`, the state; the lock is held.

    The state opens after every step: the old journal has the lines before the new checkpoint and those after;
    a journal alone is the world that the history begins with.
    """
    header = Header(
        world=successor.world_id, schema=SCHEMA, base=successor.revision, checkpoint=successor.stamp
    )
    # Where nothing is yet, the journal comes first: a checkpoint without one would look like a copy.
    first = not any(os.path.lexists(one) for one in (paths.path, paths.journal))
    with writing(paths.path), Scratch(paths.journal) as journal:
        write_all(journal.fd, encode(header) + newer)
        sync(journal.fd)
        for scratch in (journal, successor.scratch) if first else (successor.scratch, journal):
            scratch.place()
            sync_directory(paths.path.parent)


def begin_journal(paths: StatePaths, checkpoint: Checkpoint) -> None:
    """Let an empty journal of the checkpoint that is there take the place of what is; the lock is held."""
    meta = checkpoint.meta
    # An edited checkpoint stays recognizable: no file has this stamp.
    stamp = checkpoint.stamp if checkpoint.intact else FileStamp(0, 0, 0)
    header = Header(world=meta.world, schema=meta.schema, base=meta.revision, checkpoint=stamp)
    with writing(paths.journal), Scratch(paths.journal) as journal:
        write_all(journal.fd, encode(header))
        sync(journal.fd)
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
        try:
            successor = prepare(paths, scratch, world, world_id)
            make_directory(paths.history)
            put_new(first, read_from(scratch.fd))
        except BaseException:
            # What was set aside comes back to an empty place.
            History(paths).name(world.revision, "packed").unlink(missing_ok=True)
            raise
        try:
            sync_directory(paths.history)
            switch(paths, successor)
        except BaseException:
            first.unlink(missing_ok=True)
            History(paths).name(world.revision, "packed").unlink(missing_ok=True)
            raise
