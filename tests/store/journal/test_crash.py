"""SIGKILL at every write, sync and rename, and at random moments; several writers at once."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from store.journal.journal import Journal, write_state
from store.journal.state_paths import StatePaths
from tests.support.small_states import add_mail, contents, expected, small_world, state
from tests.support.syscalls import Child, Disk, killed, killed_in_the_middle

Work = Callable[[Path, Callable[[str], None]], None]


def a_session(path: Path, said: Callable[[str], None]) -> None:
    """Begin, commit, make checkpoints with and without lines of others, close."""
    journal = Journal.open(path, begin=small_world)
    other = Journal.open(path)
    for turn in range(7):
        add_mail((journal, other)[turn % 2])
        said(str(turn + 1))
        if turn in (2, 4):
            (journal, other)[turn % 2].checkpoint()
    journal.close(checkpoint=True)


def a_mending(path: Path, said: Callable[[str], None]) -> None:
    """A damaged checkpoint is put together again."""
    journal = Journal.open(path)
    said(str(journal.world.revision))
    add_mail(journal)
    said(str(journal.world.revision))


def a_replacement(path: Path, said: Callable[[str], None]) -> None:
    """A new world takes the place of another."""
    write_state(path, small_world(), replace=True)
    said("new")


def _work_on(disk: Disk, work: Work, path: Path, said: Callable[[str], None]) -> None:
    with disk.in_place():
        work(path, said)


def kill_everywhere(
    work: Work, prepare: Callable[[Path], None], check: Callable[[Path, list[str]], None], tmp: Path
) -> int:
    """Run `work` once for every call it makes, killed there; `check` what is left. Returns how often."""
    for how in (killed, killed_in_the_middle):
        at = 0
        while True:
            at += 1
            folder = tmp / f"{how.__name__}-{at}"
            folder.mkdir()
            prepare(folder)

            path, disk = folder / "state.json", Disk(at, how, lasting=False)
            said, status = Child(partial(_work_on, disk, work, path)).wait()
            check(path, said)
            shutil.rmtree(folder)
            if status == 0:
                break
            assert os.WTERMSIG(status) == signal.SIGKILL, f"call {at}: status {status}"
    return at


def test_no_kill_loses_an_acknowledged_commit(tmp_path: Path) -> None:
    worlds = expected(10)

    def check(path: Path, said: list[str]) -> None:
        journal = Journal.open(path, begin=small_world)
        revision = journal.world.revision
        assert revision in (len(said), len(said) + 1)
        assert contents(journal.world) == worlds[revision]
        assert [contents(journal.at(one)) for one in range(revision + 1)] == worlds[: revision + 1]
        add_mail(journal)
        journal.close(checkpoint=True)
        assert contents(Journal.open(path).world) == worlds[revision + 1]
        assert not list(path.parent.glob("*.tmp-*")), "what the killed process left is removed"

    assert kill_everywhere(a_session, lambda folder: None, check, tmp_path) > 60


@pytest.mark.parametrize("damage", ["truncated", "gone", "edited"])
def test_no_kill_while_mending_loses_anything(tmp_path: Path, damage: str) -> None:
    worlds = expected(6)
    changed = b""

    def prepare(folder: Path) -> None:
        nonlocal changed
        path = state(folder, commits=2)
        Journal.open(path).close(checkpoint=True)
        journal = Journal.open(path)
        add_mail(journal)
        journal.close(checkpoint=False)
        if damage == "gone":
            path.unlink()
            return
        data = path.read_bytes()
        changed = data[: len(data) // 2] if damage == "truncated" else data.replace(b'"rg-web"', b'"rg-bew"')
        path.write_bytes(changed)

    def check(path: Path, said: list[str]) -> None:
        journal = Journal.open(path)
        assert journal.world.revision >= max([3, *map(int, said)])
        assert contents(journal.world) == worlds[journal.world.revision]
        if damage != "gone":
            assert changed in [one.read_bytes() for one in path.parent.glob("state.json.edited-*")]

    assert kill_everywhere(a_mending, prepare, check, tmp_path) > 10


def test_no_kill_while_replacing_loses_either_world(tmp_path: Path) -> None:
    worlds = expected(3)

    def prepare(folder: Path) -> None:
        state(folder, commits=3)

    def check(path: Path, said: list[str]) -> None:
        journal = Journal.open(path)
        assert contents(journal.world) in ([worlds[0]] if said else [worlds[0], worlds[3]])
        kept = [path, *path.parent.glob("state.json.replaced-?"), *path.parent.glob("state.json.other-?")]
        opened = [contents(Journal.open(one).world) for one in kept if one.exists()]
        assert worlds[3] in opened
        add_mail(journal)

    assert kill_everywhere(a_replacement, prepare, check, tmp_path) > 10


def commits_for_ever(path: Path, said: Callable[[str], None]) -> None:
    journal = Journal.open(path)
    while True:
        add_mail(journal)
        said(str(journal.world.revision))
        if journal.world.revision % 5 == 0:
            journal.checkpoint()


def test_kills_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(7)
    path = state(tmp_path)
    last = 0
    for _ in range(25):
        child = Child(partial(commits_for_ever, path))
        time.sleep(chance.uniform(0.005, 0.05))
        os.kill(child.pid, signal.SIGKILL)
        last = max([last, *map(int, child.wait()[0])])
        journal = Journal.open(path)
        assert journal.world.revision in (last, last + 1)
        last = journal.world.revision
        journal.close(checkpoint=False)
    journal = Journal.open(path)
    assert journal.world.revision > 10, "there was something to kill"
    assert contents(journal.world) == expected(last)[last]


def many_commits(path: Path, who: str, said: Callable[[str], None]) -> None:
    journal = Journal.open(path)
    for turn in range(125):
        said(add_mail(journal, who=who))
        if turn % 40 == 39:
            journal.checkpoint()


@pytest.mark.parametrize("writers", [2, 4])
def test_writers_at_once_lose_nothing(tmp_path: Path, writers: int) -> None:
    path = state(tmp_path)
    children = [Child(partial(many_commits, path, f"writer{number}")) for number in range(writers)]
    follower = Journal.open(path)
    deadline = time.monotonic() + 30
    while follower.world.revision < writers * 125 and time.monotonic() < deadline:
        follower.follow()
        assert follower.read_only == ""
        time.sleep(0.002)
    ends = [child.wait() for child in children]
    assert [status for _, status in ends] == [0] * writers
    acknowledged = {correlation for said, _ in ends for correlation in said}
    assert len(acknowledged) == writers * 125
    follower.follow()
    assert contents(follower.world) == contents(Journal.open(path).world)
    assert {line.id for line in follower.lines(1, writers * 125)} == acknowledged


def test_a_reader_waits_for_the_rest_of_a_line_and_a_writer_cuts_it(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    reader, paths = Journal.open(path), StatePaths(path)
    whole = paths.journal.read_bytes()
    with paths.journal.open("ab") as file:
        file.write(b'{"revision":3,"id":"unfinish')
    assert not reader.follow()
    assert reader.world.revision == Journal.open(path).world.revision == 2
    writer = Journal.open(path)
    add_mail(writer)
    assert any("unfinished line" in warning for warning in writer.warnings)
    assert reader.follow()
    assert contents(reader.world) == expected(3)[3]
    assert paths.journal.read_bytes().startswith(whole + b'{"revision":3,"id":"me-3"')
    (kept,) = paths.history.glob("*.torn")
    assert kept.read_bytes() == b'{"revision":3,"id":"unfinish'


def test_a_line_that_a_power_cut_left_as_nul_bytes_is_unfinished(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    journal = StatePaths(path).journal
    for torn in (b"\0" * 300, b'{"revision":3,"id"' + b"\0" * 50, b"\0" * 40 + b'"removed":{}}\n'):
        with journal.open("ab") as file:
            file.write(torn)
        instance = Journal.open(path)
        before = instance.world.revision
        add_mail(instance)
        assert Journal.open(path).world.revision == before + 1


def test_a_follower_notices_a_line_that_was_taken_back(tmp_path: Path) -> None:
    path = state(tmp_path, commits=1)
    writer, follower = Journal.open(path), Journal.open(path)
    paths = StatePaths(path)
    before = paths.journal.read_bytes()
    add_mail(writer, "seen, but its sync failed")
    assert follower.follow()
    with paths.journal.open("r+b") as file:
        file.truncate(len(before))
    again = Journal.open(path)
    add_mail(again, "another one of another length altogether")
    add_mail(again)
    assert follower.follow()
    assert contents(follower.world) == contents(again.world)
    assert follower.read_only == ""
