"""A look at the files of a state: whether they can be read, by whom, and who works with them now."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from store.errors import StateError
from store.files.durable import open_regular, open_to_others
from store.files.finding import Finding
from store.journal.journal import Journal
from store.journal.state_paths import StatePaths


def examine(path: Path) -> tuple[Finding, ...]:
    """The findings about the state at this path; opening it mends what a crash left, as always."""
    try:
        paths = StatePaths(path)
    except StateError as error:
        return (Finding("State file", "error", error.message),)
    world = tuple(_world(paths))
    if not world:
        text = f"{paths.path} is not there yet."
        step = "`certblade` or `certblade new` makes a world there."
        return (Finding("State file", "ok", text, step), _folder(paths))
    return (*world, *_permissions(paths), _folder(paths), *_locks(paths))


def _world(paths: StatePaths) -> Iterator[Finding]:
    """What comes of opening it; nothing where there is none."""
    try:
        journal = Journal.open(paths.path)
        lines = journal.lines_size
        journal.close(checkpoint=False)
    except StateError as error:
        if error.code != "StateNotFound":
            yield Finding("State file", "error", f"{error.code}: {error.message}")
        return
    size = paths.path.stat().st_size
    text = f"{paths.path}: revision {journal.world.revision}, {size:,} bytes."
    yield Finding("State file", "ok", text)
    yield Finding("Journal", "ok", f"{paths.journal.name}: {lines:,} bytes since the last checkpoint.")
    for warning in journal.warnings:
        yield Finding("Journal", "warning", warning)


def _permissions(paths: StatePaths) -> Iterator[Finding]:
    for file in (paths.path, paths.journal):
        if warning := open_to_others(file):
            yield Finding("Permissions", "warning", warning)
            return
    yield Finding("Permissions", "ok", "The files with private keys are readable by you alone.")


def _folder(paths: StatePaths) -> Finding:
    # `os.path`: a Path raises where it may not look.
    folder = next(one for one in paths.path.parents if os.path.exists(one))  # noqa: PTH110
    if os.access(folder, os.W_OK):
        return Finding("Directory", "ok", f"{folder} can be written.")
    step = "Give another path by --state, or make the directory writable."
    return Finding("Directory", "error", f"{folder} cannot be written.", step)


def _locks(paths: StatePaths) -> Iterator[Finding]:
    busy = [what for file, what in ((paths.lock, "writes"), (paths.clock, "runs the clock")) if _held(file)]
    if not busy:
        yield Finding("Locks", "ok", "No other program holds them.")
        return
    text = f"Another certblade {' and '.join(busy)}; several can work on one world."
    yield Finding("Locks", "ok", text)


def _held(file: Path) -> bool:
    """Whether another process holds the lock on this file."""
    try:
        fd = open_regular(file, os.O_RDONLY | os.O_NOFOLLOW)
    except (OSError, StateError):
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False
