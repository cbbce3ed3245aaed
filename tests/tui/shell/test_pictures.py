"""Demos and walks written out: numbered pictures, and one that moves."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.scenarios import entry_named
from tui.pictures import main, write
from tui.shell.animation import animated


def test_a_walk_is_written_out_step_by_step(tmp_path: Path) -> None:
    *numbered, moving = write(entry_named("walk-rekey-and-sync"), tmp_path)
    assert [path.name for path in numbered] == [
        f"walk-rekey-and-sync-{number:02d}.svg" for number in range(1, 5)
    ]
    last = numbered[-1].read_text(encoding="utf-8").replace("&#160;", " ")
    assert "3" in last and "Walk: rekey and sync" in last
    root = ElementTree.fromstring(moving.read_text(encoding="utf-8"))
    assert len(root.findall("{http://www.w3.org/2000/svg}g")) == 4


def test_each_picture_has_its_time_and_the_last_one_stands_without_motion() -> None:
    one = '<svg viewBox="0 0 10 20" xmlns="http://www.w3.org/2000/svg"></svg>'
    made = animated([one, one, one], [1, 2, 1])
    ElementTree.fromstring(made)
    begins = re.findall(r"@keyframes certblade-(\d) \{ (?:0% \{ visibility: hidden; \} )?([\d.]+)%", made)
    assert begins == [("0", "0"), ("1", "25.000"), ("2", "75.000")]
    assert "prefers-reduced-motion: reduce" in made and ".certblade-frame-2 { visibility: visible; }" in made
    with pytest.raises(ValueError, match="a time for each"):
        animated([one], [])


def test_an_unknown_name_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 1
    assert "There is no scenario 'nothing'" in capsys.readouterr().err
    assert main([]) == 2
