"""`certblade scenario`: the catalogue, and the proof of files."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import Command
from tests.support.scenarios import SOUND, spoilt


def test_the_catalogue_lists_what_is_shipped_and_own_ones_first(demo: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SOUND)
    (tmp_path / "broken.toml").write_text("title = ")
    ended = demo("scenario", "list", "--folder", str(tmp_path))
    assert ended.lines[1].startswith("mine  ")
    assert len(ended.lines) > 20
    assert ended.err.startswith("ScenarioFaulty: broken.toml: line 1")
    documents = demo("scenario", "list", "--json").json()
    assert {"name", "level", "minutes", "points", "causes"} <= documents[0].keys()


def test_a_sound_file_passes_and_a_spoilt_one_is_named_by_line(demo: Command, tmp_path: Path) -> None:
    sound, broken = tmp_path / "sound.toml", tmp_path / "broken.toml"
    sound.write_text(SOUND)
    broken.write_text(spoilt("SyncOrder", "SyncOrders"))
    assert demo("scenario", "check", str(sound)).out == f"{sound}: 10 of 10 points by its solution\n"
    ended = demo("scenario", "check", str(sound), str(broken))
    assert ended.status == 1
    assert f"{broken}:8: Step 1 of the solution is refused: There is no operation 'SyncOrders'" in ended.out


def test_hostile_text_reaches_the_terminal_as_clean_text(demo: Command, tmp_path: Path) -> None:
    hostile = r"\u001b[31mred\u0007\u202e"
    (tmp_path / "hostile.toml").write_text(spoilt("The job has not run yet", hostile))
    spoilt_too = spoilt('"hosts_serve"', f'"{hostile}"')
    (tmp_path / "worse.toml").write_text(spoilt_too)
    shown = demo("scenario", "list", "--folder", str(tmp_path))
    checked = demo("scenario", "check", str(tmp_path / "worse.toml"))
    for text in (shown.out, shown.err, checked.out, checked.err):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "red" in shown.out


def test_the_schema_is_json(demo: Command) -> None:
    schema = json.loads(demo("scenario", "schema").out)
    assert "Scenario" in schema["$defs"]
