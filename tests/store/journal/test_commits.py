"""Commits, following, checkpoints, earlier revisions: the journal when nothing goes wrong."""

from __future__ import annotations

import os
import stat
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from store.errors import AzureError, StateError
from store.journal import lock
from store.journal.generations import KEPT_COMMITS, History
from store.journal.in_memory import MemoryJournal
from store.journal.journal import Journal, write_state
from store.journal.lines import difference
from store.journal.state_paths import StatePaths
from store.journal.succession import Successor, prepare
from store.resources import Mail
from store.world import Draft, World
from tests.support.small_states import add_mail, contents, expected, small_world, state


def test_a_commit_is_there_when_the_state_is_opened_again(tmp_path: Path) -> None:
    path = state(tmp_path, commits=3)
    journal = Journal.open(path)
    assert contents(journal.world) == expected(3)[3]
    assert journal.warnings == ()


def test_a_missing_directory_is_made_for_the_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = state(tmp_path / "new" / "deep", commits=1)
        Journal.open(path).close(checkpoint=True)
    finally:
        os.umask(before)
    for one in (tmp_path / "new").rglob("*"):
        assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600), one
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_two_instances_see_and_keep_each_others_commits(tmp_path: Path) -> None:
    path = state(tmp_path)
    one, other = Journal.open(path), Journal.open(path)
    for turn in range(6):
        add_mail((one, other)[turn % 2])
    assert one.follow()
    assert not one.follow()
    assert contents(one.world) == contents(other.world) == expected(6)[6]


def test_following_goes_on_when_another_instance_makes_checkpoints(tmp_path: Path) -> None:
    path = state(tmp_path, commits=1)
    writer, follower, sleeper = (Journal.open(path) for _ in range(3))
    for _ in range(3):
        add_mail(writer)
        writer.checkpoint()
        add_mail(writer)
        assert follower.follow()
        assert contents(follower.world) == contents(writer.world)
    assert sleeper.follow()
    assert contents(sleeper.world) == contents(writer.world) == expected(7)[7]
    add_mail(sleeper)
    assert writer.follow()
    assert writer.world.revision == 8


def test_commits_made_during_a_checkpoint_are_in_the_new_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = state(tmp_path, commits=2)
    one, other = Journal.open(path), Journal.open(path)

    def slow(*arguments: Any) -> Successor:
        add_mail(other)
        add_mail(one)
        return prepare(*arguments)

    monkeypatch.setattr("store.journal.journal.prepare", slow)
    one.checkpoint()
    assert contents(one.world) == contents(Journal.open(path).world) == expected(4)[4]


def test_of_two_checkpoints_at_once_one_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = state(tmp_path, commits=2)
    one, other = Journal.open(path), Journal.open(path)

    def slow(*arguments: Any) -> Successor:
        monkeypatch.setattr("store.journal.journal.prepare", prepare)
        other.checkpoint()
        return prepare(*arguments)

    monkeypatch.setattr("store.journal.journal.prepare", slow)
    one.checkpoint()
    assert [revision for revision, _ in History(StatePaths(path)).files("json")] == [0]
    add_mail(one)
    assert contents(Journal.open(path).world) == expected(3)[3]
    assert not list(tmp_path.glob("*.tmp-*"))


def test_any_earlier_revision_opens_across_generations(tmp_path: Path) -> None:
    path = state(tmp_path)
    journal = Journal.open(path)
    for revision in range(12):
        if revision % 4 == 2:
            journal.checkpoint()
        add_mail(journal)
    worlds = expected(12)
    assert [contents(journal.at(revision)) for revision in range(13)] == worlds
    assert [line.revision for line in journal.lines(1, 12)] == list(range(1, 13))
    assert journal.lines(5, 5)[0].changes == difference(journal.at(4), journal.at(5))
    for revision in (-1, 13):
        with pytest.raises(AzureError, match="RevisionNotKept"):
            journal.at(revision)
    with pytest.raises(AzureError, match="RevisionNotKept"):
        journal.lines(12, 13)


def test_only_what_the_last_commits_need_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.journal import generations

    monkeypatch.setattr(generations, "KEPT_COMMITS", 10)
    monkeypatch.setattr(generations, "LEAST_DUE", 400)
    path = state(tmp_path)
    journal = Journal.open(path)
    for _ in range(40):
        add_mail(journal)
        journal.checkpoint()
    assert [contents(journal.at(revision)) for revision in range(30, 41)] == expected(40)[30:]
    with pytest.raises(AzureError, match="RevisionNotKept"):
        journal.at(5)
    with pytest.raises(AzureError, match="RevisionNotKept"):
        journal.lines(5, 40)
    assert len(History(StatePaths(path)).files("json")) < 12


def test_many_short_sessions_do_not_fill_the_disk(tmp_path: Path) -> None:
    path = state(tmp_path)
    for _ in range(10):
        journal = Journal.open(path)
        add_mail(journal)
        journal.close(checkpoint=True)
    assert len(History(StatePaths(path)).files("json")) <= 2
    journal = Journal.open(path)
    assert [contents(journal.at(revision)) for revision in range(11)] == expected(10)


def test_a_checkpoint_is_due_when_the_journal_has_grown(tmp_path: Path) -> None:
    journal = Journal.open(state(tmp_path))
    add_mail(journal)
    assert not journal.checkpoint_due()
    add_mail(journal, "x" * 1_000_000)
    assert journal.checkpoint_due()
    journal.checkpoint()
    assert not journal.checkpoint_due()


def test_a_checkpoint_of_nothing_new_changes_no_file(tmp_path: Path) -> None:
    path = state(tmp_path, commits=1)
    Journal.open(path).close(checkpoint=True)
    before = {one: one.stat() for one in tmp_path.rglob("*")}
    Journal.open(path).close(checkpoint=True)
    after = {one: one.stat() for one in tmp_path.rglob("*") if one.suffix != ".lock"}
    assert {one: (s.st_ino, s.st_mtime_ns) for one, s in before.items() if one in after} == {
        one: (s.st_ino, s.st_mtime_ns) for one, s in after.items()
    }


def test_a_state_open_to_others_is_warned_of_once_and_closed_by_the_next_checkpoint(tmp_path: Path) -> None:
    path = state(tmp_path, commits=1)
    path.chmod(0o644)
    StatePaths(path).journal.chmod(0o664)
    journal = Journal.open(path)
    assert any("644" in warning for warning in journal.warnings)
    journal.close(checkpoint=True)
    modes = {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.rglob("*") if one.is_file()}
    assert modes == {0o600}
    assert Journal.open(path).warnings == ()
    tmp_path.chmod(0o777)
    assert any(str(tmp_path) in warning for warning in Journal.open(path).warnings)


def test_a_link_is_followed_and_shares_one_lock(tmp_path: Path) -> None:
    path = state(tmp_path, commits=1)
    link = tmp_path / "elsewhere"
    link.symlink_to(path)
    journal = Journal.open(link)
    add_mail(journal)
    journal.close(checkpoint=True)
    assert link.is_symlink()
    assert Journal.open(path).world.revision == 2
    assert not (tmp_path / "elsewhere.lock").exists()


def test_a_commit_outside_the_lock_is_refused(tmp_path: Path) -> None:
    journal = Journal.open(state(tmp_path))
    draft = Draft(journal.world)
    with pytest.raises(RuntimeError):
        journal.commit(draft, id="x", caller="me", operation={})


def test_the_lock_is_waited_for_and_then_named(tmp_path: Path) -> None:
    path = state(tmp_path)
    one, other = Journal.open(path), Journal.open(path)
    with one.locked():
        for journal in (one, other):
            with (
                pytest.raises(StateError, match=r"state\.json\.lock") as caught,
                journal.locked(timeout=0.05),
            ):
                pass
            assert caught.value.code == "StateLocked"
    assert add_mail(other)


def test_who_leaves_does_not_wait_for_a_lock_that_another_program_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stopped program holds it for ever, and an operation or the clock of this one may wait for it."""
    monkeypatch.setattr(lock, "_LEAVING", 0.05)
    path = state(tmp_path)
    one, other = Journal.open(path), Journal.open(path)
    add_mail(one)
    refused: list[str] = []

    def work() -> None:
        try:
            add_mail(one)
        except StateError as error:
            refused.append(error.code)

    with other.locked():
        waiting = threading.Thread(target=work)
        waiting.start()
        began = time.monotonic()
        one.close(checkpoint=True)
        waiting.join()
        assert time.monotonic() - began < 5
    assert refused and refused[0] in ("StateLocked", "StateReadOnly")
    assert contents(Journal.open(path).world) == expected(1)[1]


def test_threads_of_one_instance_take_turns(tmp_path: Path) -> None:
    journal = Journal.open(state(tmp_path))

    def work() -> None:
        for _ in range(25):
            add_mail(journal)
            journal.follow()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    journal.checkpoint()
    for thread in threads:
        thread.join()
    assert contents(journal.world) == contents(Journal.open(journal.path).world) == expected(100)[100]


def test_a_removed_lock_file_does_not_let_two_in(tmp_path: Path) -> None:
    path = state(tmp_path)
    one, other = Journal.open(path), Journal.open(path)
    add_mail(one)
    StatePaths(path).lock.unlink()
    add_mail(other)
    with other.locked(), pytest.raises(StateError, match="StateLocked"), one.locked(timeout=0.05):
        pass


def test_a_closed_journal_writes_no_more(tmp_path: Path) -> None:
    journal = Journal.open(state(tmp_path))
    journal.close(checkpoint=False)
    assert not journal.follow()
    with pytest.raises(StateError, match="closed"):
        add_mail(journal)


def test_a_new_state_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    with pytest.raises(StateError, match="StateExists"):
        write_state(path, small_world(), replace=False)
    assert Journal.open(path).world.revision == 2
    write_state(path, small_world(), replace=True)
    assert contents(Journal.open(path).world) == expected(0)[0]
    old = Journal.open(tmp_path / "state.json.replaced-1")
    assert contents(old.world) == expected(2)[2]
    assert contents(old.at(1)) == expected(1)[1]
    write_state(path, small_world(), replace=True)
    assert (tmp_path / "state.json.replaced-2").exists()


def test_an_open_instance_goes_over_to_the_world_that_replaced_its_own(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    journal = Journal.open(path)
    add_mail(journal)
    write_state(path, small_world(), replace=True)
    assert journal.follow()
    assert contents(journal.world) == expected(0)[0]
    with pytest.raises(AzureError, match="history of this world"):
        journal.at(2)
    add_mail(journal)
    assert contents(journal.at(0)) == expected(0)[0]
    assert Journal.open(path).world.revision == 1


def test_the_worlds_just_before_are_in_reach_without_a_file(tmp_path: Path) -> None:
    path = state(tmp_path)
    one, other = Journal.open(path), Journal.open(path)
    for turn in range(12):
        add_mail((one, other)[turn % 2])
    for file in StatePaths(path).history.iterdir():
        file.unlink()
    assert [contents(other.at(revision)) for revision in range(4, 13)] == expected(12)[4:]


def test_opening_nothing_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="certblade new") as caught:
        Journal.open(tmp_path / "deep" / "state.json")
    assert caught.value.code == "StateNotFound"
    assert list(tmp_path.iterdir()) == []


def test_the_line_says_who_did_what(tmp_path: Path) -> None:
    journal = Journal.open(state(tmp_path))
    add_mail(journal, who="ada")
    (line,) = journal.lines(1, 1)
    assert (line.id, line.caller, line.operation) == ("ada-1", "ada", {"operation": "AddMail"})
    assert b'"revision":1,"id":"ada-1"' in StatePaths(journal.path).journal.read_bytes()


def test_lone_surrogates_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    journal = Journal.open(state(tmp_path))
    with pytest.raises(StateError, match="NotUnicode"):
        add_mail(journal, "\ud800")
    add_mail(journal, "é\u2028\0\x1b[31m𐀀")
    mails = list(Journal.open(journal.path).world.all(Mail))
    assert [mail.subject for mail in mails] == ["é\u2028\0\x1b[31m𐀀"]


def test_a_journal_without_files_does_the_same(tmp_path: Path) -> None:
    kept, memory = Journal.open(state(tmp_path)), MemoryJournal(small_world())
    for _ in range(5):
        add_mail(kept)
        add_mail(memory)
    assert contents(memory.world) == contents(kept.world)
    assert contents(memory.at(2)) == contents(kept.at(2))
    assert [line.changes for line in memory.lines(2, 4)] == [line.changes for line in kept.lines(2, 4)]
    for call in (lambda: memory.at(9), lambda: memory.lines(4, 9)):
        with pytest.raises(AzureError, match="RevisionNotKept"):
            call()


def test_a_journal_without_files_forgets_as_many_as_one_with_files() -> None:
    memory = MemoryJournal(small_world())
    for _ in range(KEPT_COMMITS + 5):
        add_mail(memory)
    assert memory.at(5).revision == 5
    with pytest.raises(AzureError, match="RevisionNotKept"):
        memory.at(4)


def test_the_difference_of_two_worlds_turns_one_into_the_other() -> None:
    journal = MemoryJournal(small_world())
    for _ in range(6):
        add_mail(journal)
    old, new = journal.at(2), journal.world
    for one, other in ((old, new), (new, old), (World({}, 0), new), (new, World({}, 0))):
        assert contents(one.merge(difference(one, other), other.revision)) == contents(other)
    assert difference(new, new) == {}
