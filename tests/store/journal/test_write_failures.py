"""A disk that fills up or fails at any write, sync or rename; states that may not be written."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from store.errors import StateError
from store.journal import journal as journal_module
from store.journal import lines
from store.journal.journal import Journal, write_state
from store.journal.lines import Line
from store.journal.state_paths import StatePaths
from store.world import Stored
from tests.support.small_states import add_mail, contents, every_byte, expected, small_world, state
from tests.support.syscalls import Child, Disk, broken, full


def a_session(path: Path) -> int:
    """As much of a session as the disk lets through; returns how many commits were acknowledged."""
    done = 0
    try:
        journal = Journal.open(path, begin=small_world)
        for turn in range(5):
            add_mail(journal)
            done += 1
            if turn in (1, 3):
                journal.checkpoint()
        journal.close(checkpoint=True)
    except StateError as error:
        assert error.message.count("\n") == 0
        assert str(path.parent) in error.message
    return done


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("how", [full, broken])
def test_whatever_fails_is_told_and_loses_nothing(
    tmp_path: Path, how: Callable[[str, tuple[Any, ...]], None], lasting: bool
) -> None:
    worlds = expected(7)
    at = 0
    while True:
        at += 1
        path = tmp_path / str(at) / "state.json"
        disk = Disk(at, how, lasting=lasting)
        with disk.in_place():
            done = a_session(path)
        journal = Journal.open(path, begin=small_world)
        revision = journal.world.revision
        # A line whose sync fails and that cannot be taken back may be there although it was refused.
        assert revision in (done, done + 1) if how is broken else revision == done
        assert contents(journal.world) == worlds[revision]
        add_mail(journal)
        journal.close(checkpoint=True)
        assert contents(Journal.open(path).world) == worlds[revision + 1]
        if disk.count < at:
            break
    assert at > 40


def test_a_refused_commit_leaves_memory_and_disk_as_before(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    journal = Journal.open(path)
    add_mail(journal)
    before, world = StatePaths(path).journal.read_bytes(), journal.world
    # A full disk has neither room nor a place for the line; a broken one breaks at the line, or at its sync.
    for at, strike in ((1, full), (2, broken), (3, broken)):
        with (
            Disk(at, strike, lasting=strike is full).in_place(),
            pytest.raises(StateError, match=r"state\.json\.journal") as caught,
        ):
            add_mail(journal)
        assert caught.value.code == "StateNotWritten"
        assert StatePaths(path).journal.read_bytes() == before
        assert journal.world is world
    add_mail(journal)
    assert contents(Journal.open(path).world) == expected(4)[4]


def test_a_line_that_cannot_be_taken_back_ends_writing(tmp_path: Path) -> None:
    path = state(tmp_path, commits=1)
    journal = Journal.open(path)
    add_mail(journal)
    for code in ("StateReadOnly", "StateReadOnly"):
        with Disk(1, broken, lasting=True).in_place(), pytest.raises(StateError) as caught:
            add_mail(journal)
        assert caught.value.code == code
    assert "taken back" in journal.read_only
    assert not journal.follow()
    with pytest.raises(StateError, match="StateReadOnly"):
        add_mail(journal)
    assert contents(journal.world) == contents(Journal.open(path).world) == expected(2)[2]


def commit_until_full(path: Path, said: Callable[[str], None]) -> None:
    journal = Journal.open(path)
    size = StatePaths(path).journal.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, size + 1000))
    try:
        for _ in range(20):
            said(add_mail(journal))
    except StateError as error:
        said(error.code)


def test_a_real_limit_of_the_file_size_refuses_and_loses_nothing(tmp_path: Path) -> None:
    path = state(tmp_path, commits=1)
    said, status = Child(partial(commit_until_full, path)).wait()
    assert status == 0
    assert said[-1] == "StateNotWritten"
    assert 0 < len(said) < 10
    assert contents(Journal.open(path).world) == expected(len(said))[len(said)]


def test_a_replacement_that_fails_leaves_the_world_in_place(tmp_path: Path) -> None:
    at = 0
    while True:
        at += 1
        folder = tmp_path / str(at)
        path = state(folder, commits=3)
        disk = Disk(at, full, lasting=False)
        with disk.in_place():
            try:
                write_state(path, small_world(), replace=True)
            except StateError:
                assert contents(Journal.open(path).world) == expected(3)[3]
                assert contents(Journal.open(path).at(1)) == expected(1)[1]
                assert not list(folder.glob("*.replaced-*"))
        if disk.count < at:
            break
    assert at > 10


def test_a_failed_checkpoint_leaves_nothing_behind_and_closing_goes_on(tmp_path: Path) -> None:
    path = state(tmp_path, commits=3)
    journal = Journal.open(path)
    with Disk(1, full, lasting=True).in_place(), pytest.raises(StateError, match="StateNotWritten"):
        journal.checkpoint()
    before = every_byte(tmp_path)
    with Disk(1, full, lasting=True).in_place():
        journal.close(checkpoint=True)
    assert every_byte(tmp_path) == before
    assert not list(tmp_path.glob("*.tmp-*"))


def refuse_writing(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Make every opening for writing fail, as on a read-only file system (permissions do not stop root)."""
    real = os.open

    def refusing(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(code, os.strerror(code), str(path))
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_state_that_may_only_be_read_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = state(tmp_path, commits=2)
    refuse_writing(monkeypatch, code)
    journal = Journal.open(path)
    assert contents(journal.world) == expected(2)[2]
    assert contents(journal.at(1)) == expected(1)[1]
    with pytest.raises(StateError, match="StateNotWritten"):
        add_mail(journal)
    with pytest.raises(StateError, match="StateNotWritten"):
        Journal.open(tmp_path / "none.json", begin=small_world)
    journal.close(checkpoint=True)


def test_a_state_that_could_only_be_read_is_written_once_it_can_be(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    with pytest.MonkeyPatch.context() as patch:
        refuse_writing(patch, errno.EROFS)
        journal = Journal.open(path)
        for _ in range(2):
            with pytest.raises(StateError, match="StateNotWritten.*Read-only file system"):
                add_mail(journal)
        assert not journal.read_only
    add_mail(journal)
    assert contents(Journal.open(path).world) == contents(journal.world) == expected(3)[3]


def test_damage_is_told_where_it_cannot_be_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = state(tmp_path, commits=2)
    path.write_bytes(b"damaged")
    refuse_writing(monkeypatch, errno.EROFS)
    with pytest.raises(StateError, match=r"not whole JSON.*Read-only file system") as caught:
        Journal.open(path)
    assert caught.value.code == "StateDamaged"
    assert path.read_bytes() == b"damaged"


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = state(tmp_path, commits=2)
    real = os.open

    def refusing(name: Any, flags: int, *rest: Any, **named: Any) -> int:
        if str(name) == str(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(name, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)
    with pytest.raises(StateError, match=r"state\.json cannot be read: Permission denied") as caught:
        Journal.open(path)
    assert caught.value.code == "StateUnreadable"


def test_a_document_that_could_not_be_read_again_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.open(state(tmp_path))
    add_mail(journal)
    before, world = StatePaths(journal.path).journal.read_bytes().rstrip(b"\0"), journal.world
    other, check, told = Journal.open(journal.path), lines.check, []

    def checked(line: Line[Stored], text: bytes) -> None:
        # The line is on its way to the disk, and another program looks at the file.
        told.append((other.follow(), other.read_only))
        check(line, text)

    monkeypatch.setattr(journal_module, "check", checked)
    number: Any = 7
    with pytest.raises(StateError, match="NotStorable"):
        add_mail(journal, number)
    assert [changed for changed, _ in told] == [False] and "is damaged" in told[0][1]
    assert StatePaths(journal.path).journal.read_bytes().rstrip(b"\0") == before
    assert journal.world is world
    other.follow()
    assert other.read_only == "" and contents(other.world) == contents(world)
    add_mail(other)
    add_mail(journal)
    assert contents(Journal.open(journal.path).world) == expected(3)[3]
