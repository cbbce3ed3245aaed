"""Every file that a try to open a state has opened is closed again: hundreds of failures cost no number."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from store.errors import StateError
from store.journal.journal import Journal, write_state
from store.journal.state_paths import StatePaths
from tests.support.damages import JOURNALS, NOT_WORLDS, REFUSED
from tests.support.small_states import add_mail, small_world, state
from tests.support.syscalls import Disk, broken

#: Opens of a state that fails to open.
TRIES = 200


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@contextmanager
def none_left_open() -> Iterator[None]:
    """Nothing that happens inside leaves a file open; nothing is closed by being thrown away."""
    gc.collect()
    gc.disable()
    try:
        before = open_files()
        yield
        assert open_files() == before
    finally:
        gc.enable()


def rubbish(paths: StatePaths) -> None:
    shutil.rmtree(paths.history)
    paths.path.write_bytes(NOT_WORLDS["random"](b""))


def without_journal(paths: StatePaths) -> None:
    paths.journal.unlink()


def damaged_journal(paths: StatePaths) -> None:
    name = next(iter(JOURNALS))
    paths.journal.write_bytes(JOURNALS[name](paths.journal.read_bytes()))


def newer(paths: StatePaths) -> None:
    _, damage = next(iter(REFUSED.values()))
    paths.path.write_bytes(damage(paths.path.read_bytes()))


def a_directory(paths: StatePaths) -> None:
    paths.path.unlink()
    paths.path.mkdir()


def a_lock_that_is_none(paths: StatePaths) -> None:
    rubbish(paths)
    paths.lock.unlink()
    paths.lock.mkdir()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not list open files")
@pytest.mark.parametrize(
    "damage", [rubbish, without_journal, damaged_journal, newer, a_directory, a_lock_that_is_none]
)
def test_an_open_that_fails_leaves_no_file_open(tmp_path: Path, damage: Callable[[StatePaths], None]) -> None:
    path = state(tmp_path, commits=3)
    Journal.open(path).close(checkpoint=True)
    damage(StatePaths(path))
    with none_left_open():
        for turn in range(TRIES):
            with pytest.raises(StateError):
                Journal.open(path, begin=small_world if turn % 2 else None)
        with pytest.raises(StateError):
            Journal.watch(path)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not list open files")
def test_a_disk_that_fails_at_any_call_leaves_no_file_open(tmp_path: Path) -> None:
    with none_left_open():
        for at in range(60):
            path = tmp_path / str(at) / "state.json"
            with Disk(at, broken, lasting=True).in_place(), suppress(StateError):
                journal = Journal.open(path, begin=small_world)
                try:
                    add_mail(journal)
                    journal.checkpoint()
                finally:
                    journal.close(checkpoint=False)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not list open files")
def test_making_worlds_leaves_no_file_open(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_state(path, small_world(), replace=False)
    with none_left_open():
        for _ in range(20):
            write_state(path, small_world(), replace=True)
            with pytest.raises(StateError):
                write_state(path, small_world(), replace=False)
