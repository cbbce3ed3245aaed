"""The README's pictures and commands are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args
from xml.etree.ElementTree import fromstring

import pytest

from store.training.checks import AnyCheck
from store.training.proof import proved
from store.training.reading import parse
from tui import screenshots
from tui.commands.parser import parser

ROOT = Path(__file__).parents[2]
#: The namespace of SVG, as ElementTree writes it before a name.
_SVG = "{http://www.w3.org/2000/svg}"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_picture_is_one_that_can_be_taken_anew() -> None:
    shown = set(re.findall(r"\(screenshots/([a-z-]+)\.svg\)", README))
    taken = {shot.name for shot in screenshots.SHOTS} | {screenshots.STORY_NAME}
    assert shown <= taken
    # `python -m tests.browser class --picture` takes the one of a browser.
    assert {path.stem for path in (ROOT / "screenshots").iterdir()} == taken | {"browser"}


def test_a_picture_shows_the_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = screenshots.SHOTS[0]
    monkeypatch.setattr(screenshots, "SHOTS", (first,))
    monkeypatch.setattr(screenshots, "STORY", screenshots.STORY[:1])
    screenshots.main([str(tmp_path)])
    drawn = (tmp_path / f"{first.name}.svg").read_text(encoding="utf-8")
    assert 'xml:space="preserve"' in drawn and "contosocert" in drawn and "@keyframes" not in drawn


def test_the_story_on_top_plays_in_a_browser_and_stands_still_where_motion_is_not_wanted(
    tmp_path: Path,
) -> None:
    screenshots.main(["--animate", str(tmp_path)])
    file = tmp_path / f"{screenshots.STORY_NAME}.svg"
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
    text = file.read_text(encoding="utf-8")
    assert file.stat().st_size < 400_000
    frames = [one for one in fromstring(text) if (one.get("class") or "").startswith("f f")]
    steps = screenshots.STORY
    assert len(frames) == len(steps) == text.count("@keyframes")
    assert [frame[-1].text for frame in frames] == [step.caption for step in steps]
    rows = {row.get("id"): "".join(row.itertext()) for row in fromstring(text).iter(f"{_SVG}g")}
    said = [
        "".join(rows[(use.get("href") or "")[1:]] for use in frame.iter(f"{_SVG}use")) for frame in frames
    ]
    assert "Out of sync" in said[0] and "≠" in said[3], "the first picture is the one that stands still"
    assert "≠" not in said[4] and "latest certificate" in said[4] and "Takes back" in said[-1]
    assert "@media (prefers-reduced-motion:reduce){.f{animation:none}}" in text
    assert "<script" not in text and "url(" not in text and text.count("http") == 1


def test_every_command_in_the_readme_can_be_typed() -> None:
    commands = [
        line.split("#")[0].split("<")[0] for line in README.splitlines() if re.match(r"certblade \w", line)
    ]
    assert len(commands) > 5
    for line in commands:
        words = [word.strip("'") for word in line.split()]
        assert parser().parse_args(words[1:]).command == words[1]


def test_the_readme_tells_what_one_looks_for_when_something_is_strange() -> None:
    """Themes, their file, the filter, the keys of forms, lines that drop, and how an app is reached."""
    for word in (
        *("*Theme*", "`settings.json`", "`/` filters", "`f2` confirms", "`f3`", "`←` `→`"),
        *("over ssh", "tmux", "`reset`", "`g`, `contoso-app`"),
    ):
        assert word in README, word


def test_a_scenario_written_from_the_readme_alone_passes_its_check(tmp_path: Path) -> None:
    """The example is a whole file; the checks named below it are all there are."""
    (source,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    proof, faults = proved(parse(source), source, tmp_path)
    assert faults == []
    assert proof.solved is not None and proof.solved.score == 10
    named = set(re.findall(r"`([a-z_]+)`", README[README.index("Checks: ") :]))
    assert {one.__struct_config__.tag for one in get_args(AnyCheck)} <= named


def test_every_file_in_the_code_tour_is_there() -> None:
    for name in re.findall(r"^\| `((?:store|tui)/[^`]*)`", README, re.MULTILINE):
        assert (ROOT / name).exists(), name
