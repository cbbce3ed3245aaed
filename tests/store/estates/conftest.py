"""The command line, on a state that does not exist yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command


@pytest.fixture
def estate(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`certblade` on a state file in a folder of its own."""
    return Command(tmp_path / "world" / "estate.json", capsys, monkeypatch)
