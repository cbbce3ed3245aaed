"""The folder of a class on disk: `class.json`, and a folder with a world for each trainee."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from store.classes.limits import FORMAT, LARGEST_FILE
from store.classes.roster import Trainee, is_login
from store.errors import StateError
from store.files.durable import (
    Scratch,
    make_directory,
    read_regular,
    sync,
    sync_directory,
    write_all,
    writing,
)
from store.journal.journal import write_state
from store.operations.training.run import run_of
from store.resources import TrainingRun, table_of
from store.world import World

_FILE, _STATE = "class.json", "state.json"


class ClassFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `class.json` holds."""

    format: int = FORMAT
    title: str = ""
    trainees: tuple[Trainee, ...] = ()


def world_path(folder: Path, login: str) -> Path:
    """The state file of a trainee's world."""
    return folder / login / _STATE


def make_class(folder: Path, title: str, trainees: Iterable[Trainee], world: World) -> tuple[Path, ...]:
    """Give each trainee a folder with this world, and write the roster; returns the new state files.

    A trainee who has a world keeps it, so a class can grow: those who were in it before stay in it. Raises
    `StateError`.
    """
    known = read_class(folder) if os.path.lexists(folder / _FILE) else ClassFile(title=title)
    everybody = {one.login: one for one in (*known.trainees, *trainees)}
    made = []
    with writing(folder):
        make_directory(folder)
    for login in everybody:
        path = world_path(folder, login)
        if not os.path.lexists(path):
            write_state(path, _of(world, everybody[login]), replace=False)
            made.append(path)
    found = ClassFile(title=title or known.title, trainees=tuple(everybody.values()))
    text = msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
    with writing(folder), Scratch(folder / _FILE) as scratch:
        write_all(scratch.fd, text)
        sync(scratch.fd)
        scratch.place()
        sync_directory(folder)
    return tuple(made)


def _of(world: World, trainee: Trainee) -> World:
    """The world as this trainee's: its run, where it has one, knows whose it is."""
    run = run_of(world)
    if run is None:
        return world
    own = replace(run, trainee=trainee.name)
    return world.merge({table_of(TrainingRun): {run.key: own}}, world.revision)


def read_class(folder: Path) -> ClassFile:
    """The class in a folder; raises `StateError` ClassNotFound, ClassDamaged, ClassNewer."""
    path = folder / _FILE
    try:
        data, _ = read_regular(path)
    except FileNotFoundError:
        raise StateError(
            "ClassNotFound",
            f"There is no class in '{folder.absolute()}'. Make one with: certblade class new",
        ) from None
    try:
        if len(data) > LARGEST_FILE:
            raise ValueError(f"it has more than {LARGEST_FILE:,} bytes")
        version = msgspec.json.decode(data, type=dict[str, object]).get("format")
        if isinstance(version, int) and version > FORMAT:
            raise StateError("ClassNewer", f"{path} was written by a newer certblade (format {version}).")
        found = msgspec.json.decode(data, type=ClassFile)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise StateError("ClassDamaged", f"{path} cannot be read: {error}. It is left as it is.") from None
    if strange := next((one.login for one in found.trainees if not is_login(one.login)), ""):
        raise StateError(
            "ClassDamaged", f"{path} names the login {strange!r:.60}, which has more than letters and digits."
        )
    return found


def attempts_of(folder: Path, login: str) -> tuple[Path, ...]:
    """The state files of a trainee's runs, oldest first: those set aside, and the present one last."""
    path = world_path(folder, login)
    aside = sorted(path.parent.glob(f"{_STATE}.replaced-*"), key=lambda one: (len(one.name), one.name))
    return tuple(one for one in (*aside, path) if one.is_file() and one.suffix != ".journal")


def worlds_of(folder: Path) -> Iterator[tuple[Trainee, Path]]:
    """Every trainee with the state file of the world; raises as `read_class`."""
    for trainee in read_class(folder).trainees:
        yield trainee, world_path(folder, trainee.login)
