"""Room in the journal: zeros that lines are written over, which nobody takes for lines."""

from __future__ import annotations

import random
from pathlib import Path

from store.journal.examine import examine
from store.journal.journal import Journal
from store.journal.state_paths import StatePaths
from tests.support.small_states import add_mail, contents, expected, state
from tests.support.syscalls import Disk, full


def room(path: Path) -> int:
    """How many zeros the journal ends in."""
    data = StatePaths(path).journal.read_bytes()
    return len(data) - len(data.rstrip(b"\0"))


def test_who_writes_much_makes_room_that_others_read_and_write_over(tmp_path: Path) -> None:
    path = state(tmp_path, commits=1)
    worlds = expected(40)
    first, second = Journal.open(path), Journal.open(path)
    add_mail(first)
    assert room(path) == 0, "a single line makes none"
    for revision in range(3, 41):
        size = StatePaths(path).journal.stat().st_size
        writer, reader = (first, second) if revision % 3 else (second, first)
        add_mail(writer)
        grown = StatePaths(path).journal.stat().st_size - size
        assert reader.follow(), "within one tick of the clock too, where size and time are as before"
        assert contents(reader.world) == contents(writer.world) == worlds[revision]
    assert room(path)
    assert not grown, "lines take the place of zeros"
    assert contents(Journal.open(path).world) == worlds[40]
    assert [contents(first.at(one)) for one in (1, 20, 39)] == [worlds[one] for one in (1, 20, 39)]

    length = len(StatePaths(path).journal.read_bytes().rstrip(b"\0"))
    assert any(f"{length:,} bytes" in one.text for one in examine(path)), "zeros are not counted"
    first.close(checkpoint=False)
    assert room(path) == 0, "at rest it is plain text"
    add_mail(second)
    assert contents(Journal.open(path).world) != worlds[40]
    second.checkpoint()
    assert not any(b"\0" in one.read_bytes() for one in tmp_path.rglob("*.journal"))


def test_a_line_half_written_over_zeros_is_cut_whatever_parts_of_it_are_there(tmp_path: Path) -> None:
    path, source = state(tmp_path, commits=2), random.Random(7)
    journal = Journal.open(path)
    add_mail(journal)
    add_mail(journal, "x" * 2000)
    before = contents(journal.world)
    at = len(StatePaths(path).journal.read_bytes().rstrip(b"\0"))
    add_mail(journal, "y" * 3000)
    data = StatePaths(path).journal.read_bytes()
    end = len(data.rstrip(b"\0"))
    assert len(data) > end, "there is room"
    sectors = range(at // 512, end // 512 + 1)
    for turn in range(25):
        # Each sector is on the medium or not, the last one too, which has the end of the line.
        lost = [one for one in sectors if source.random() < 0.5] or [source.choice(sectors)]
        torn = bytearray(data)
        for one in lost:
            start, stop = max(at, one * 512), min(end, one * 512 + 512)
            torn[start:stop] = bytes(stop - start)
        folder = tmp_path / str(turn)
        folder.mkdir()
        copy = folder / "state.json"
        copy.write_bytes(path.read_bytes())
        StatePaths(copy).journal.write_bytes(torn)
        follower, writer = Journal.open(copy), Journal.open(copy)
        assert contents(follower.world) == before
        add_mail(writer)
        assert follower.follow()
        assert contents(follower.world) == contents(writer.world) == contents(Journal.open(copy).world)
        assert follower.world.revision == 5


def test_a_disk_with_a_place_for_the_line_alone_takes_the_line(tmp_path: Path) -> None:
    path = state(tmp_path)
    journal = Journal.open(path)
    add_mail(journal)
    with Disk(1, full, lasting=False).in_place():
        add_mail(journal)
    assert room(path) == 0
    assert contents(Journal.open(path).world) == contents(journal.world) == expected(2)[2]


def test_a_damaged_line_before_the_room_is_named_and_not_cut(tmp_path: Path) -> None:
    path = state(tmp_path)
    journal = Journal.open(path)
    for _ in range(3):
        add_mail(journal)
    assert room(path)
    file = StatePaths(path).journal
    damaged = file.read_bytes().replace(b'"me 3"', b'"me 5"')
    file.write_bytes(damaged)
    assert any("line of revision 3" in one.text for one in examine(path))
    assert not journal.follow()
    assert file.read_bytes() == damaged
