"""The README's pictures and commands are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui import screenshots
from tui.commands.parser import parser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_picture_is_one_that_can_be_taken_anew() -> None:
    shown = set(re.findall(r"\(screenshots/([a-z-]+)\.svg\)", README))
    taken = {shot.name for shot in screenshots.SHOTS}
    assert shown <= taken
    assert {path.stem for path in (ROOT / "screenshots").iterdir()} == taken


def test_a_picture_shows_the_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = screenshots.SHOTS[0]
    monkeypatch.setattr(screenshots, "SHOTS", (first,))
    screenshots.main([str(tmp_path)])
    drawn = (tmp_path / f"{first.name}.svg").read_text(encoding="utf-8").replace("&#160;", " ")
    assert drawn.startswith('<svg xml:space="preserve" ')
    assert "contosocert" in drawn


def test_every_command_in_the_readme_can_be_typed() -> None:
    commands = [
        line.split("#")[0].split("<")[0] for line in README.splitlines() if re.match(r"certblade \w", line)
    ]
    assert len(commands) > 5
    for line in commands:
        words = [word.strip("'") for word in line.split()]
        assert parser().parse_args(words[1:]).command == words[1]


def test_every_file_in_the_code_tour_is_there() -> None:
    for name in re.findall(r"^\| `((?:store|tui)/[^`]*)`", README, re.MULTILINE):
        assert (ROOT / name).exists(), name
