"""A world that one only looks at: whatever the command, no file changes, and what would write is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Command


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


#: Every command that reads, and what it needs.
_READS = (
    ("list",),
    ("show", "contosocert"),
    ("activity",),
    ("jobs",),
    ("drift",),
    ("clock",),
    ("doctor",),
    ("operations",),
    ("scenario", "list"),
)
_WRITES = (
    ("do", "SyncOrder", "--order", "contosocert"),
    ("do", "SyncOrder", "--read-only", "--order", "contosocert"),
    ("clock", "advance", "8h"),
    ("export", "contosocert", "--output", "here.pfx"),
    ("apply", "-"),
    ("new", "--replace"),
    ("estate", "exports"),
    ("demo",),
    ("scenario", "play", "sync-not-run", "--plain", "--replace"),
    ("scenario", "finish"),
    ("scenario", "new", "own.toml"),
    ("class", "new", "october", "--names", "-"),
    ("class", "message", "october", "Hello"),
    ("class", "watch", "october"),
)


def test_commands_that_look_find_the_world_and_leave_every_file_as_it_is(demo: Command) -> None:
    before = files(demo.state.parent)
    for words in _READS:
        found = demo("--read-only", *words)
        assert found.status in (0, 1) and "StateReadOnly" not in found.err, (words, found.err)
    assert files(demo.state.parent) == before


def test_commands_that_write_are_refused_and_leave_every_file_as_it_is(
    demo: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(demo.state.parent)
    before = files(demo.state.parent)
    line = json.dumps({"operation": "SyncOrder", "order": "contosocert"})
    for words in _WRITES:
        refused = demo("--read-only", *words, stdin=line)
        assert (refused.status, refused.code) == (3, "StateReadOnly"), (words, refused.err)
        assert "--read-only" in refused.err, "the next step is named"
    assert files(demo.state.parent) == before


def test_the_environment_and_the_settings_ask_for_it_and_the_option_is_stronger(
    demo: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = ("do", "SyncOrder", "--order", "contosocert")
    monkeypatch.setenv("CERTBLADE_READ_ONLY", "1")
    assert demo(*sync).code == "StateReadOnly"
    monkeypatch.delenv("CERTBLADE_READ_ONLY")
    kept = tmp_path / "settings.json"
    monkeypatch.setattr("tui.settings.file.settings_path", lambda: kept)
    kept.write_text('{"readOnly": true}')
    assert demo(*sync).code == "StateReadOnly"
    kept.write_text('{"readOnly": "no"}')
    assert demo(*sync).code == "StateReadOnly", "what is no true or false must not open a world to writing"
    assert demo("--no-read-only", *sync).acks


def test_where_there_is_no_world_none_is_begun(certblade: Command) -> None:
    refused = certblade("--read-only", "do", "CreateResourceGroup", "--name", "rg-new", "--location", "x")
    assert (refused.status, refused.code) == (3, "StateNotFound")
    assert not list(certblade.state.parent.iterdir())


def test_files_that_need_mending_are_left_as_they_are(demo: Command) -> None:
    journal = demo.state.with_name("state.json.journal")
    journal.write_bytes(journal.read_bytes()[:-40] + b"x" * 20)
    before = files(demo.state.parent)
    assert demo("--read-only", "list").status == 3
    assert files(demo.state.parent) == before
