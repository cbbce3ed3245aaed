"""From files to a world: what is whole is opened without a lock, what is not is mended under it."""

from __future__ import annotations

import os
from typing import NamedTuple

from store.errors import StateError
from store.files.durable import Places, Scratch, keep_as, read_regular, writing
from store.journal.checkpoint import BROKEN, SCHEMA, Migrations, check_schema, migrate, parse
from store.journal.generations import (
    Gap,
    History,
    copied_aside,
    create,
    keep_pair,
    prepare,
    rebuild,
    set_aside,
    switch,
)
from store.journal.line_file import Rewritten, Tape
from store.journal.lines import damaged, fold, lines_from, plain_decoder
from store.world import World

_KINDS = ("missing", "damaged", "edited", "other", "older")


class Found(NamedTuple):
    """An opened state: its world, and its journal read to the end (None where it has none)."""

    world: World
    world_id: str
    tape: Tape | None


class NeedsMending(Exception):
    """The files do not simply open. `kind` is one of `_KINDS`."""

    def __init__(self, kind: str, error: StateError) -> None:
        super().__init__(str(error))
        self.kind = kind
        self.error = error


def look(places: Places, migrations: Migrations, *, edited: bool = False) -> Found:
    """Open a state, changing nothing; `edited` takes a checkpoint that was changed by hand.

    Raises `FileNotFoundError`, `NeedsMending`, `StateError`. The journal is opened first: while others
    switch to a new pair, the old journal holds all that the checkpoint read after it holds, and more.
    """
    tape = Tape.open(places.journal)
    try:
        return _look(places, migrations, tape, edited)
    except BaseException:
        if tape is not None:
            tape.close()
        raise


def _look(places: Places, migrations: Migrations, tape: Tape | None, edited: bool) -> Found:
    try:
        data, mark = read_regular(places.path)
    except FileNotFoundError:
        if tape is None:
            raise
        raise NeedsMending("missing", not_found(places)) from None
    header = tape.header if tape else None
    try:
        checkpoint = parse(places.path, data, mark, header.checkpoint if header else None, migrations)
        meta = checkpoint.meta
        if header and header.world != meta.world:
            raise NeedsMending("other", _of_another_world(places))
        if meta.schema < SCHEMA:
            raise NeedsMending(
                "older", StateError("SchemaOlder", f"{places.path} has the older schema {meta.schema}.")
            )
        behind = header is not None and meta.revision < header.base
        if not edited and (behind or not checkpoint.intact) and History(places).files("json"):
            raise NeedsMending("edited", _edited(places))
        world = checkpoint.world()
    except StateError as error:
        if error.code in BROKEN:
            raise NeedsMending("damaged", error) from None
        raise
    if tape is not None:
        world = _replayed(places, world, tape, migrations)
    return Found(world, meta.world, tape)


def _replayed(places: Places, world: World, tape: Tape, migrations: Migrations) -> World:
    check_schema(tape.path, tape.header.schema, migrations)
    base = tape.header.base
    if world.revision < base:
        raise Gap(tape.path, world.revision, base)
    try:
        raw = tape.read()
    except Rewritten:
        raise StateError("StateUnreadable", f"{tape.path} changed while it was read. Try again.") from None
    return fold(world, lines_from(raw, base, world.revision + 1, tape.path))


def not_found(places: Places) -> StateError:
    """There is no state at the path."""
    return StateError("StateNotFound", f"There is no state at {places.path}. Make one with: certblade new")


def _of_another_world(places: Places) -> StateError:
    return StateError("JournalOfAnotherWorld", f"{places.journal} is of another world than {places.path}.")


def _edited(places: Places) -> StateError:
    return StateError("StateEdited", f"{places.path} was changed by something else than certblade.")


def open_mended(places: Places, migrations: Migrations) -> tuple[Found, list[str]]:
    """Open a state, first making its files open where they do not, losing nothing; the lock is held.

    Returns what to tell the user beside. Raises `FileNotFoundError`, or `StateError` where the files cannot
    be made to open; then they are as they were.
    """
    said: list[str] = []
    edited = False
    while True:
        try:
            return look(places, migrations, edited=edited), said
        except NeedsMending as need:
            if edited and need.kind == "edited" or len(said) > len(_KINDS):
                raise need.error from None
            told = _mend(places, need, migrations)
            edited = not told
            said.append(
                told or f"{need.error.message} It is taken as it is: nothing earlier is left to go on from."
            )


def _mend(places: Places, need: NeedsMending, migrations: Migrations) -> str:
    if need.kind == "other":
        with writing(places.journal):
            aside = set_aside(places, "other")
        return (
            f"{need.error.message} It was set aside, with its history, as {aside}; open that to go on there."
        )
    if need.kind == "older":
        return _migrated(places, migrations)
    return _rebuilt(places, need)


def _rebuilt(places: Places, need: NeedsMending) -> str:
    """Go on from the previous generation and the journals; the file that is there stays under a new name."""
    tape = Tape.open(places.journal)
    world_id, base = (tape.header.world, tape.header.base) if tape else (History(places).world_id(), None)
    if tape is not None:
        tape.close()
    world = rebuild(places, world_id)
    if world is None:
        if need.kind == "edited":
            return ""
        if need.kind == "missing":
            raise FileNotFoundError
        raise need.error
    aside = places.set_aside_as("edited").path
    there = os.path.lexists(places.path)
    with writing(places.path), Scratch(places.path) as scratch:
        successor = prepare(scratch, world, world_id)
        if there:
            keep_as(places.path, aside)
        keep_pair(places, base, None)
        switch(places, successor)
    why = need.error.message.split(" It is left")[0] if there else f"{places.path} was missing."
    kept = f"; what was there is now {aside}" if there else ""
    return (
        f"{why} The world was put together again from its history and journal at revision "
        f"{world.revision}{kept}."
    )


def _migrated(places: Places, migrations: Migrations) -> str:
    """Fold the journal in its own schema, keep a copy of all, move the documents up, and begin anew."""
    data, mark = read_regular(places.path)
    checkpoint = parse(places.path, data, mark, None, migrations)
    tape = Tape.open(places.journal)
    raw = [] if tape is None else tape.read()[max(0, checkpoint.meta.revision - tape.header.base) :]
    if tape is not None:
        tape.close()
    try:
        lines = [plain_decoder().decode(one) for one in raw]
    except (ValueError, RecursionError) as error:
        raise damaged(places.journal, checkpoint.meta.revision + 1, str(error)) from None
    world = migrate(checkpoint, lines, migrations)
    with writing(places.path), copied_aside(places, f"schema-{checkpoint.meta.schema}") as aside:
        create(places, world, checkpoint.meta.world)
    return (
        f"{places.path} now has schema {SCHEMA}; with schema {checkpoint.meta.schema} it is kept as {aside}."
    )
