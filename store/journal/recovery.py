"""From files to a world: whole files are opened without a lock, others are mended under the lock."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from store.errors import StateError
from store.files.durable import Scratch, keep_as, put_new, read_regular, writing
from store.journal.checkpoint import BROKEN, SCHEMA, Migrations, check_schema, migrate, parse
from store.journal.generations import Gap, History, copied_aside, not_found, rebuild, unread
from store.journal.line_file import LineFile, Rewritten
from store.journal.lines import damaged, fold, lines_from, plain_decoder, unsound
from store.journal.state_paths import StatePaths
from store.journal.succession import begin_journal, create, keep_pair, prepare, switch
from store.world import World

_KINDS = ("missing", "damaged", "edited", "other", "older", "alone")


class Found(NamedTuple):
    """An opened state: its world, and its journal read to the end (None where it has none)."""

    world: World
    world_id: str
    line_file: LineFile | None


class NeedsMending(Exception):
    """The files do not simply open. `kind` is one of `_KINDS`."""

    def __init__(self, kind: str, error: StateError) -> None:
        super().__init__(str(error))
        self.kind = kind
        self.error = error


class Allowed(Struct, frozen=True):
    """What is taken although it may not be the whole world."""

    #: A checkpoint that was changed by hand, where nothing earlier is left to go on from.
    edited: bool = False
    #: A checkpoint without the journal that goes on from it.
    alone: bool = False


#: Nothing but a whole world.
WHOLE = Allowed()


def look(paths: StatePaths, migrations: Migrations, allowed: Allowed = WHOLE) -> Found:
    """Open a state, changing nothing.

    Raises `FileNotFoundError`, `NeedsMending`, `StateError`. The journal is opened first: while others
    switch to a new pair, the old journal holds all that the checkpoint read after it holds, and more.
    """
    line_file = LineFile.open(paths.journal)
    try:
        return _look(paths, migrations, line_file, allowed)
    except BaseException:
        if line_file is not None:
            line_file.close()
        raise


def _look(paths: StatePaths, migrations: Migrations, line_file: LineFile | None, allowed: Allowed) -> Found:
    if line_file is not None and (packed := unread(paths, line_file.header, migrations)) is not None:
        return Found(_replayed(paths, packed, line_file, migrations), line_file.header.world, line_file)
    try:
        data, stamp = read_regular(paths.path)
    except FileNotFoundError:
        if line_file is None:
            raise
        raise NeedsMending("missing", not_found(paths)) from None
    header = line_file.header if line_file else None
    try:
        checkpoint = parse(paths.path, data, stamp, header.checkpoint if header else None, migrations)
        meta = checkpoint.meta
        if header and header.world != meta.world:
            raise NeedsMending("other", _of_another_world(paths, meta.revision))
        world = checkpoint.world() if meta.schema == SCHEMA else None
        if header is None and not allowed.alone:
            raise NeedsMending("alone", _alone(paths, meta.revision, "is missing"))
        if world is None:
            raise NeedsMending(
                "older", StateError("SchemaOlder", f"{paths.path} has the older schema {meta.schema}.")
            )
        behind = header is not None and meta.revision < header.base
        if not allowed.edited and (behind or not checkpoint.intact) and History(paths).files("json"):
            raise NeedsMending("edited", _edited(paths))
    except StateError as error:
        if error.code in BROKEN:
            raise NeedsMending("damaged", error) from None
        raise
    if line_file is not None:
        world = _replayed(paths, world, line_file, migrations)
        if line_file.revision < meta.revision and not allowed.alone:
            short = f"ends at revision {line_file.revision}"
            raise NeedsMending("alone", _alone(paths, meta.revision, short))
    return Found(world, meta.world, line_file)


def _replayed(paths: StatePaths, world: World, line_file: LineFile, migrations: Migrations) -> World:
    check_schema(line_file.path, line_file.header.schema, migrations)
    base = line_file.header.base
    if world.revision < base:
        raise Gap(line_file.path, world.revision, base)
    try:
        raw = line_file.read()
    except Rewritten:
        raise StateError(
            "StateUnreadable", f"{line_file.path} changed while it was read. Try again."
        ) from None
    return fold(world, lines_from(raw, base, world.revision + 1, line_file.path))


def _of_another_world(paths: StatePaths, revision: int) -> StateError:
    return StateError(
        "JournalOfAnotherWorld",
        f"{paths.journal} is of another world than {paths.path}, which stands at revision {revision}.",
    )


def _alone(paths: StatePaths, revision: int, lack: str) -> StateError:
    """Every checkpoint has a journal: without it, what was done after the checkpoint is somewhere else."""
    return StateError(
        "JournalMissing",
        f"{paths.path} stands at revision {revision}, and its journal {paths.journal} {lack}: what was done "
        "since may be in it. Put it beside the file, since a world is copied with its journal; or go on from "
        f"revision {revision} with --allow-older.",
    )


def _edited(paths: StatePaths) -> StateError:
    return StateError("StateEdited", f"{paths.path} was changed by something else than certblade.")


def open_mended(
    paths: StatePaths, migrations: Migrations, *, allow_older: bool = False
) -> tuple[Found, list[str]]:
    """Open a state after mending its files where they need it; no byte is lost. The lock is held.

    Returns what to tell the user beside. Raises `FileNotFoundError`, or `StateError` where the files cannot
    be made to open; then they are as they were.
    """
    said: list[str] = []
    allowed = Allowed(alone=allow_older)
    while True:
        try:
            return look(paths, migrations, allowed), said
        except NeedsMending as need:
            if need.kind == "alone" or allowed.edited and need.kind == "edited" or len(said) > len(_KINDS):
                raise need.error from None
            told = _mend(paths, need, migrations)
            allowed = Allowed(edited=not told, alone=allow_older)
            said.append(
                told or f"{need.error.message} It is taken as it is: nothing earlier is left to go on from."
            )


def _mend(paths: StatePaths, need: NeedsMending, migrations: Migrations) -> str:
    if need.kind == "other":
        return _separated(paths, need, migrations)
    if need.kind == "older":
        return _migrated(paths, migrations)
    return _rebuilt(paths, need)


def _separated(paths: StatePaths, need: NeedsMending, migrations: Migrations) -> str:
    """Set the journal of another world aside, with its history, and begin one for the checkpoint."""
    data, stamp = read_regular(paths.path)
    checkpoint = parse(paths.path, data, stamp, None, migrations)
    free = paths.set_aside_as("other")
    with writing(paths.journal):
        # Copied, and then replaced in one step: the checkpoint is never without a journal.
        put_new(free.journal, read_regular(paths.journal)[0])
        with suppress(FileNotFoundError):
            paths.history.rename(free.history)
        begin_journal(paths, checkpoint)
    return (
        f"{need.error.message} It was set aside, with its history, as {free.path}; open that to go on there."
    )


def _rebuilt(paths: StatePaths, need: NeedsMending) -> str:
    """Go on from the previous generation and the journals; the file that is there stays under a new name."""
    line_file = LineFile.open(paths.journal)
    world_id, base = (
        (line_file.header.world, line_file.header.base) if line_file else (History(paths).world_id(), None)
    )
    if line_file is not None:
        line_file.close()
    world = rebuild(paths, world_id)
    if world is None:
        if need.kind == "edited":
            return ""
        if need.kind == "missing":
            raise FileNotFoundError
        raise need.error
    aside = paths.set_aside_as("edited").path
    there = os.path.lexists(paths.path)
    with writing(paths.path), Scratch(paths.path) as scratch:
        successor = prepare(paths, scratch, world, world_id)
        if there:
            keep_as(paths.path, aside)
        keep_pair(paths, base, None)
        switch(paths, successor)
    why = need.error.message.split(" It is left")[0] if there else f"{paths.path} was missing."
    if base is None:
        why += f" Its journal {paths.journal} was missing too, and may hold what was done last."
    kept = f"; what was there is now {aside}" if there else ""
    told = f"{why} The world was put together again from its history and journal at revision {world.revision}"
    return f"{told}{kept}." + (f" {to_take_in(aside)}" if need.kind == "edited" else "")


def to_take_in(aside: Path) -> str:
    """How to go on with a world that was edited by hand and set aside."""
    return f"To go on with what is in it, open it: certblade --state {aside} --allow-older"


def _migrated(paths: StatePaths, migrations: Migrations) -> str:
    """Migrate a state of an older schema: fold its journal, copy all files aside, convert, write."""
    data, stamp = read_regular(paths.path)
    checkpoint = parse(paths.path, data, stamp, None, migrations)
    raw: list[bytes] = []
    if (line_file := LineFile.open(paths.journal)) is not None:
        with closing(line_file):
            raw = line_file.read()[max(0, checkpoint.meta.revision - line_file.header.base) :]
    lines = []
    for revision, one in enumerate(raw, checkpoint.meta.revision + 1):
        try:
            lines.append(plain_decoder().decode(one))
        except (ValueError, RecursionError) as error:
            raise damaged(paths.journal, revision, str(error)) from None
        if reason := unsound(one):
            raise damaged(paths.journal, revision, reason)
    world = migrate(checkpoint, lines, migrations)
    with writing(paths.path), copied_aside(paths, f"schema-{checkpoint.meta.schema}") as aside:
        create(paths, world, checkpoint.meta.world)
    return (
        f"{paths.path} now has schema {SCHEMA}; with schema {checkpoint.meta.schema} it is kept as {aside}."
    )
