"""Damaged, foreign and impossible states: opened whole, or refused in one sentence; no byte is lost."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import StateError
from store.files import durable as files
from store.journal.journal import Journal
from store.journal.lines import decode_header, decode_lines
from store.journal.state_paths import StatePaths
from tests.support.damages import JOURNALS, NOT_WORLDS, READABLE, REFUSED, resealed, without_check
from tests.support.small_states import add_mail, contents, expected, small_world, state


def checkpointed(folder: Path) -> Path:
    """A state with two commits in its checkpoint and one in its journal."""
    path = state(folder, commits=2)
    Journal.open(path).close(checkpoint=True)
    journal = Journal.open(path)
    add_mail(journal)
    journal.close(checkpoint=False)
    return path


def all_files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def refusal(path: Path, named: Path | None = None) -> StateError:
    """The error that opening ends in: one sentence, naming the file; nothing on disk changes."""
    before, start = all_files(path.parent), time.monotonic()
    for begin in (None, small_world):
        with pytest.raises(StateError) as caught:
            Journal.open(path, begin=begin)
    assert time.monotonic() - start < 5
    assert all_files(path.parent) | before == all_files(path.parent), "what was there is there, unchanged"
    assert {one for one in all_files(path.parent) if one not in before} <= {StatePaths(path).lock}
    assert str(named or path) in caught.value.message
    assert "\n" not in caught.value.message
    return caught.value


@pytest.mark.parametrize("name", NOT_WORLDS)
def test_what_is_not_a_world_is_put_together_from_its_history(tmp_path: Path, name: str) -> None:
    path = checkpointed(tmp_path)
    damaged = NOT_WORLDS[name](path.read_bytes())
    path.write_bytes(damaged)
    journal = Journal.open(path)
    assert contents(journal.world) == expected(3)[3]
    assert (tmp_path / "state.json.edited-1").read_bytes() == damaged
    assert "state.json.edited-1" in " ".join(journal.warnings)
    add_mail(journal)
    again = Journal.open(path)
    assert contents(again.world) == expected(4)[4]
    assert again.warnings == ()


@pytest.mark.parametrize("name", NOT_WORLDS)
def test_what_is_not_a_world_and_has_no_history_is_refused(tmp_path: Path, name: str) -> None:
    path = checkpointed(tmp_path)
    damaged = NOT_WORLDS[name](path.read_bytes())
    shutil.rmtree(StatePaths(path).history)
    StatePaths(path).journal.unlink()
    path.write_bytes(damaged)
    assert refusal(path).code in ("StateDamaged", "StateForeign")


@pytest.mark.parametrize("name", READABLE)
def test_an_edited_world_is_set_aside_and_the_real_one_goes_on(tmp_path: Path, name: str) -> None:
    path = checkpointed(tmp_path)
    edited = READABLE[name](path.read_bytes())
    path.write_bytes(edited)
    journal = Journal.open(path)
    assert contents(journal.world) == expected(3)[3]
    aside = tmp_path / "state.json.edited-1"
    assert aside.read_bytes() == edited
    assert any(f"open it: certblade --state {aside} --allow-older" in one for one in journal.warnings)
    assert Journal.open(aside, allow_older=True).world.tables


@pytest.mark.parametrize("commits", [0, 3])
def test_a_new_world_that_was_edited_in_place_goes_on_from_its_history(tmp_path: Path, commits: int) -> None:
    path = state(tmp_path, commits=commits)
    edited = path.read_bytes().replace(b'"schema": 1', b'"schema" : 1', 1)
    assert edited != path.read_bytes()
    path.write_bytes(edited)
    journal = Journal.open(path)
    assert contents(journal.world) == expected(commits)[commits]
    assert (tmp_path / "state.json.edited-1").read_bytes() == edited
    assert any("state.json.edited-1" in warning for warning in journal.warnings)


@pytest.mark.parametrize("name", READABLE)
def test_an_edited_world_without_history_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    path = checkpointed(tmp_path)
    shutil.rmtree(StatePaths(path).history)
    StatePaths(path).journal.unlink()
    edited = READABLE[name](path.read_bytes())
    path.write_bytes(edited)
    journal = Journal.open(path, allow_older=True)
    assert path.read_bytes() == edited
    add_mail(journal)
    assert contents(Journal.open(path).world) == contents(journal.world)
    assert edited in all_files(tmp_path).values()


@pytest.mark.parametrize("history", [True, False])
@pytest.mark.parametrize("name", REFUSED)
def test_a_schema_we_do_not_know_is_refused(tmp_path: Path, name: str, history: bool) -> None:
    path = checkpointed(tmp_path)
    code, damage = REFUSED[name]
    path.write_bytes(damage(path.read_bytes()))
    if not history:
        shutil.rmtree(StatePaths(path).history)
    assert refusal(path).code == code


@pytest.mark.parametrize("name", JOURNALS)
def test_a_damaged_journal_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    path = state(tmp_path, commits=4)
    paths = StatePaths(path)
    damaged = JOURNALS[name](paths.journal.read_bytes())
    assert damaged != paths.journal.read_bytes()
    paths.journal.write_bytes(damaged)
    assert refusal(path, paths.journal).code in ("JournalDamaged", "SchemaNewer")


def test_the_advice_for_a_damaged_journal_works(tmp_path: Path) -> None:
    path = state(tmp_path, commits=4)
    journal = StatePaths(path).journal
    lines = journal.read_bytes().splitlines(True)
    journal.write_bytes(b"".join([*lines[:3], b"garbage\n", *lines[4:]]))
    assert "the line of revision 3" in refusal(path, journal).message
    journal.write_bytes(b"".join(lines[:3]))
    assert contents(Journal.open(path).world) == expected(2)[2]


def test_a_changed_letter_anywhere_in_a_line_is_found(tmp_path: Path) -> None:
    path = StatePaths(state(tmp_path, commits=2)).journal
    header, first, second = path.read_bytes().splitlines()
    for place in range(len(second)):
        for letter in b'0x"]}':
            changed = second[:place] + bytes([letter]) + second[place + 1 :]
            if changed != second:
                with pytest.raises(StateError, match="the line of revision 2"):
                    decode_lines([first, changed], 1, path)
    for place in range(len(header)):
        changed = header[:place] + (b"8" if header[place] != ord("8") else b"3") + header[place + 1 :]
        with pytest.raises(StateError, match="JournalDamaged"):
            decode_header(changed + b"\n", path)


def test_lines_without_check_values_are_read_and_gone_on_from(tmp_path: Path) -> None:
    path = state(tmp_path, commits=4)
    journal = StatePaths(path).journal
    journal.write_bytes(b"".join(without_check(line) for line in journal.read_bytes().splitlines(True)))
    assert b'"check"' not in journal.read_bytes()
    add_mail(Journal.open(path))
    assert journal.read_bytes().count(b'"check"') == 1
    assert contents(Journal.open(path).world) == expected(5)[5]


def test_a_running_instance_tells_of_a_damaged_journal_and_recovers(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    journal = Journal.open(path)
    whole = StatePaths(path).journal.read_bytes()
    StatePaths(path).journal.write_bytes(whole + b"garbage\n")
    assert not journal.follow()
    assert "revision 3" in journal.read_only
    with pytest.raises(StateError, match="JournalDamaged"):
        add_mail(journal)
    assert contents(journal.world) == expected(2)[2]
    StatePaths(path).journal.write_bytes(whole)
    journal.follow()
    assert journal.read_only == ""
    add_mail(journal)
    assert contents(Journal.open(path).world) == expected(3)[3]


def test_a_running_instance_that_meets_a_newer_schema_only_reads(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    journal, paths = Journal.open(path), StatePaths(path)
    header, rest = paths.journal.read_bytes().split(b"\n", 1)
    successor = tmp_path / "newer"
    successor.write_bytes(resealed(b'"schema":1', b'"schema":2')(header + b"\n") + rest)
    successor.replace(paths.journal)
    assert not journal.follow()
    assert "newer certblade" in journal.read_only
    with pytest.raises(StateError, match="StateReadOnly"):
        add_mail(journal)
    assert contents(journal.world) == expected(2)[2]


def test_a_checkpoint_edited_meanwhile_is_kept_under_a_new_name(tmp_path: Path) -> None:
    path = state(tmp_path, commits=2)
    journal = Journal.open(path)
    path.write_bytes(b"edited")
    add_mail(journal)
    journal.close(checkpoint=True)
    assert (tmp_path / "state.json.edited-1").read_bytes() == b"edited"
    assert any("state.json.edited-1" in warning for warning in journal.warnings)
    assert contents(Journal.open(path).world) == expected(3)[3]
    assert contents(Journal.open(path).at(1)) == expected(1)[1]


@pytest.mark.parametrize("what", ["state.json", "state.json.journal", "both", "state.json.history"])
def test_files_removed_under_a_running_instance_lose_nothing(tmp_path: Path, what: str) -> None:
    path = checkpointed(tmp_path)
    journal = Journal.open(path)
    for name in ("state.json", "state.json.journal") if what == "both" else (what,):
        gone = tmp_path / name
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    journal.follow()
    add_mail(journal)
    journal.close(checkpoint=True)
    assert contents(Journal.open(path).world) == expected(4)[4]


def test_another_worlds_journal_is_set_aside_and_opens_there(tmp_path: Path) -> None:
    path = checkpointed(tmp_path)
    other = checkpointed(tmp_path / "other")
    shutil.copy(other, path)
    journal = Journal.open(path)
    assert contents(journal.world) == expected(2)[2]
    assert any("state.json.other-1" in warning for warning in journal.warnings)
    assert any("stands at revision 2" in warning for warning in journal.warnings)
    assert Journal.open(path).warnings == ()
    add_mail(journal)
    journal.checkpoint()
    assert contents(Journal.open(path).at(2)) == expected(2)[2]
    assert contents(Journal.open(tmp_path / "state.json.other-1").world) == expected(3)[3]


def test_a_state_copied_whole_opens_without_a_word(
    tmp_path: Path,
) -> None:
    checkpointed(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    journal = Journal.open(tmp_path / "two" / "state.json")
    assert contents(journal.world) == expected(3)[3]
    assert journal.warnings == ()


def test_a_state_copied_without_its_journal_says_at_which_revision_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "alone" / "state.json"
    path.parent.mkdir()
    shutil.copy(checkpointed(tmp_path), path)
    error = refusal(path, StatePaths(path).journal)
    assert error.code == "JournalMissing"
    assert "stands at revision 2" in error.message and "--allow-older" in error.message
    alone = Journal.open(path, allow_older=True)
    assert contents(alone.world) == expected(2)[2]
    add_mail(alone)
    assert alone.warnings == ()
    assert contents(Journal.open(path).world) == expected(3)[3]


def test_a_lost_journal_is_missed_and_looking_is_not_going_on(tmp_path: Path) -> None:
    path = checkpointed(tmp_path)
    StatePaths(path).journal.unlink()
    for _ in range(2):
        assert refusal(path, StatePaths(path).journal).code == "JournalMissing"
        Journal.open(path, allow_older=True).close(checkpoint=False)
    Journal.open(path, allow_older=True).close(checkpoint=True)
    assert contents(Journal.open(path).world) == expected(2)[2]


def test_a_journal_that_ends_before_its_checkpoint_is_missed_too(tmp_path: Path) -> None:
    path = state(tmp_path, commits=4)
    early = StatePaths(path).journal.read_bytes()
    Journal.open(path).close(checkpoint=True)
    StatePaths(path).journal.write_bytes(b"".join(early.splitlines(True)[:3]))
    error = refusal(path, StatePaths(path).journal)
    assert error.code == "JournalMissing" and "ends at revision 2" in error.message
    journal = Journal.open(path, allow_older=True)
    add_mail(journal)
    assert contents(Journal.open(path).world) == expected(5)[5]


def test_a_damaged_state_without_its_journal_says_that_it_is_missing(tmp_path: Path) -> None:
    path = checkpointed(tmp_path)
    StatePaths(path).journal.unlink()
    path.write_bytes(b"{")
    (told,) = Journal.open(path).warnings
    assert str(StatePaths(path).journal) in told and "at revision 2" in told


def test_a_removed_checkpoint_is_put_together_again(tmp_path: Path) -> None:
    path = checkpointed(tmp_path)
    path.unlink()
    journal = Journal.open(path, begin=small_world)
    assert contents(journal.world) == expected(3)[3]
    (told,) = journal.warnings
    assert told.startswith(f"{path} was missing.") and told.endswith("at revision 3.")
    assert "Make one" not in told


def test_a_journal_alone_is_set_aside_before_a_world_begins(tmp_path: Path) -> None:
    path = checkpointed(tmp_path)
    path.unlink()
    shutil.rmtree(StatePaths(path).history)
    kept = StatePaths(path).journal.read_bytes()
    with pytest.raises(StateError, match="StateNotFound"):
        Journal.open(path)
    journal = Journal.open(path, begin=small_world)
    assert contents(journal.world) == expected(0)[0]
    assert kept in all_files(tmp_path).values()


def not_files(folder: Path) -> dict[str, Callable[[Path], object]]:
    def listen(path: Path) -> None:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(path))
        server.close()

    def link_to_fifo(path: Path) -> None:
        os.mkfifo(folder / "fifo")
        path.symlink_to(folder / "fifo")

    def loop(path: Path) -> None:
        path.symlink_to(path)

    return {
        "directory": lambda path: path.mkdir(),
        "FIFO": os.mkfifo,
        "socket": listen,
        "link to a directory": lambda path: path.symlink_to(folder),
        "link to a device": lambda path: path.symlink_to("/dev/zero"),
        "link to a FIFO": link_to_fifo,
        "circle of links": loop,
    }


@pytest.mark.parametrize("where", ["path", "journal", "lock"])
@pytest.mark.parametrize("what", not_files(Path()))
def test_what_is_no_file_is_refused_at_once(
    tmp_path: Path, what: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = checkpointed(tmp_path)
    place: Path = getattr(StatePaths(path), where)
    place.unlink()
    before = all_files(tmp_path)
    not_files(tmp_path)[what](place)
    start = time.monotonic()
    with pytest.raises(StateError) as caught:
        add_mail(Journal.open(path))
    assert time.monotonic() - start < 5
    assert all_files(tmp_path) == before
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "name", ["/dev/zero", "/dev/null", "/dev/full", "/", ".", "/etc/hosts/state.json", "/proc/self/mem"]
)
def test_devices_and_directories_are_refused(name: str) -> None:
    for begin in (None, small_world):
        with pytest.raises(StateError):
            Journal.open(Path(name), begin=begin)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000, "y" * 250])
def test_impossible_names_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StateError):
        Journal.open(tmp_path / name, begin=small_world)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SIZE_CAP", 1000)
    path = tmp_path / "state.json"
    with path.open("wb") as file:
        file.truncate(1001)
    assert refusal(path).code == "StateTooLarge"


def test_a_hundred_megabytes_of_something_else_are_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(b'{"a": [' + b'{"x": 1.5, "y": "text"},' * 4_000_000 + b"1]}")
    assert refusal(path).code == "StateForeign"


def test_a_history_that_is_no_directory_does_not_stop_reading(tmp_path: Path) -> None:
    path = checkpointed(tmp_path)
    shutil.rmtree(StatePaths(path).history)
    StatePaths(path).history.write_bytes(b"mine")
    journal = Journal.open(path)
    add_mail(journal)
    with pytest.raises(StateError, match="StateNotWritten"):
        journal.checkpoint()
    assert StatePaths(path).history.read_bytes() == b"mine"
    assert contents(Journal.open(path).world) == expected(4)[4]
