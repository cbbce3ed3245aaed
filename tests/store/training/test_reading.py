"""Reading scenario files: a fault is named by its line and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import AzureError
from store.training.format import schema
from store.training.library import from_folder, named
from store.training.limits import LARGEST_FILE
from store.training.proof import proved
from store.training.reading import Faulty, line_of, parse, read_file
from tests.support.scenarios import SOUND, scenario, spoilt


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('title = "The', "title = 5 #", 2, "Expected `str`"),
        ("minutes = 5", "minutes = 0", 4, "Expected `int` >= 1"),
        ("minutes = 5", "minutes =", 4, "This is no TOML"),
        ('topic = "Sync"', 'topic = "Sync"\nsurprise = 1', 1, "unknown field `surprise`"),
        ('is = "hosts_serve"', 'is = "everything_fine"', 26, "Invalid value 'everything_fine'"),
        ("price = 2", 'price = "2"', 31, "Expected `int`"),
        ("format = 1", "format = 2", 1, "It has format 2; this program reads up to 1."),
        ("points = 10", "points = 10000", 27, "<= 1000"),
    ],
)
def test_a_fault_is_named_by_line_and_reason(old: str, new: str, line: int, reason: str) -> None:
    with pytest.raises(Faulty) as caught:
        parse(spoilt(old, new), "own.toml")
    (fault,) = caught.value.faults
    assert reason in fault.reason
    if line > 1:
        assert fault.line == line


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('by = "10m"', 'by = "soon"', 16, "'soon' is not a duration"),
        ('Rekey", order = "contosocert"', 'Rekey", order = "nobody"', 15, "was not found"),
        ('operation = "Rekey"', 'operation = "Rekye"', 15, "no operation 'Rekye'"),
        ('by = "10m"', 'by = "5000w"', 16, "5 simulated years"),
        ('operation = "SyncOrder"', 'operation = "RenewOrder"', 8, "Step 1 of the solution is refused"),
        ('after = "2h"', 'after = "later"', 19, "'later' is not a duration"),
    ],
)
def test_a_step_that_is_refused_is_named_by_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    source = spoilt(old, new)
    try:
        faults = proved(parse(source), source, tmp_path)[1]
    except Faulty as error:
        faults = list(error.faults)
    assert [fault.line for fault in faults] == [line]
    assert reason in faults[0].reason


def test_what_is_done_at_the_start_is_no_objective(tmp_path: Path) -> None:
    source = spoilt('is = "hosts_serve", order = "contosocert", hosts', 'is = "hosts_secure", hosts')
    faults = proved(parse(source), source, tmp_path)[1]
    assert [fault.line for fault in faults] == [24]
    assert "is done before the trainee begins" in faults[0].reason


@pytest.mark.parametrize("name", ["../secret.pfx", "/etc/hostname", "a/b.pfx", "..", ""])
def test_a_file_of_a_step_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    step = f'operation = "UploadCertificate", site = "contoso-app", file = "{name}"'
    source = spoilt('operation = "Rekey", order = "contosocert"', step)
    with pytest.raises(Faulty, match="leads out of the scenario's folder"):
        proved(parse(source), source, tmp_path)


def test_a_link_out_of_the_folder_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "outside.pfx").write_bytes(b"")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "shop.pfx").symlink_to(tmp_path / "outside.pfx")
    step = 'operation = "UploadCertificate", site = "contoso-app", file = "shop.pfx"'
    source = spoilt('operation = "Rekey", order = "contosocert"', step)
    with pytest.raises(Faulty, match="leads out of the scenario's folder"):
        proved(parse(source), source, folder)


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    large, binary = tmp_path / "large.toml", tmp_path / "binary.toml"
    large.write_text(SOUND + "#" * LARGEST_FILE)
    binary.write_bytes(SOUND.encode() + b'\nx = "\xff"')
    with pytest.raises(Faulty, match="at most 64 KiB"):
        read_file(large)
    with pytest.raises(Faulty, match=r"line 42: The file is not UTF-8"):
        read_file(binary)


def test_a_folder_shows_its_scenarios_and_says_which_files_are_none(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SOUND)
    (tmp_path / "broken.toml").write_text("title = ")
    (tmp_path / "notes.txt").write_text("nothing")
    entries, unreadable = from_folder(tmp_path)
    assert [one.name for one in entries] == ["mine"]
    assert [one.path.name for one in unreadable] == ["broken.toml"]
    assert named("mine", tmp_path).scenario == scenario()
    with pytest.raises(AzureError, match="no scenario 'nothing'"):
        named("nothing")


def test_the_schema_names_every_check() -> None:
    checks = str(schema())
    assert all(name in checks for name in ("in_sync", "hosts_serve", "query", "escalated"))


def test_a_place_is_found_in_arrays_of_both_kinds() -> None:
    assert line_of(SOUND, ".world.steps[1]") == 16
    assert line_of(SOUND, ".objectives[0].points") == 27
    assert line_of(SOUND, ".nothing") == 0
