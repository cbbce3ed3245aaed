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


def test_a_scenario_is_played_in_plain_lines(certblade: Command) -> None:
    """Hint, repair, finish: lines of text alone, and the points as they change."""
    ended = certblade(
        "scenario",
        "play",
        "sync-not-run",
        "--plain",
        stdin="hint\nfrobnicate\ndo SyncOrder --order contosocert\nfinish\n",
    )
    assert ended.status == 0
    assert "From: Ines, Contoso web team" in ended.lines
    assert "Hint: Open the certificate, then Rekey and Sync, and compare the thumbprints." in ended.lines
    done = "Goal 2, done, 6 of 6 points: Every host serves the new certificate"
    assert ended.lines.index("Score: 0 of 10 points.") < ended.lines.index(done)
    assert "The shortest way 1: SyncOrder order=contosocert" in ended.lines
    assert ended.out.isascii()


def test_a_line_that_is_no_text_or_leads_elsewhere_ends_no_run(certblade: Command) -> None:
    lines = b"\xff\xfe\ndemo\naz-session -- true\nnew --replace\nestate --commands\ngoals\nquit\n"
    ended = certblade("scenario", "play", "sync-not-run", "--plain", stdin=lines)
    assert ended.status == 0
    assert [line.partition(":")[0] for line in ended.lines if "verb of a run" in line] == ["UnknownVerb"] * 4
    assert ended.lines[-1].startswith("The run is kept.")


def test_a_run_is_resumed_checked_and_ended_by_commands(certblade: Command) -> None:
    assert certblade("scenario", "play", "limit-reached", "--plain", stdin="quit\n").status == 0
    assert certblade("scenario", "play", "sync-not-run", "--plain").code == "StateExists"
    assert certblade("do", "AnswerQuestion", "--question", "1", "--answer", "3").status == 0
    assert (
        "Goal 1, done, 2 of 2 points: The number of certificates is named"
        in certblade("scenario", "status").lines
    )
    resumed = certblade("scenario", "resume", stdin="answer 2 DevTest\nescalate\ngoals\n")
    assert "Goal 3, done, 6 of 6 points: Escalated" in resumed.lines
    ended = certblade("scenario", "finish")
    assert ended.status == 0
    assert "Score: 10 of 10 points." in ended.lines
    assert certblade("scenario", "hint").code == "ScenarioOver"


def test_giving_up_shows_the_way_and_is_no_success(certblade: Command) -> None:
    certblade("scenario", "play", "sync-not-run", "--plain")
    ended = certblade("scenario", "finish", "--give-up")
    assert ended.status == 1
    assert any(line.startswith("Why: ") for line in ended.lines)


def test_a_demo_goes_scene_by_scene_in_plain_lines(certblade: Command) -> None:
    ended = certblade("scenario", "play", "demo-out-of-sync", "--plain", stdin="next\nnext\nback\nback\n")
    assert "Scene 1 of 8: All in sync" in ended.lines
    assert "Scene 2 of 8: A rekey" in ended.lines
    assert "There is no scene that way." in ended.lines


def test_an_author_writes_records_checks_and_tries(certblade: Command, tmp_path: Path) -> None:
    """From the template to a scenario of one's own, whose world and solution were done by hand."""
    own = tmp_path / "own.toml"
    assert certblade("scenario", "new", str(own)).status == 0
    assert certblade("scenario", "check", str(own)).status == 0
    assert certblade("scenario", "new", str(own)).code == "FileExists"
    certblade("scenario", "play", str(own), "--plain")
    certblade("do", "SyncOrder", "--order", "contosocert")
    certblade("do", "SetHttpsOnly", "--site", "contoso-app", "--enabled", "true")
    certblade("do", "Undo")
    recorded = certblade("scenario", "record", str(own))
    assert recorded.out == f"1 step written into {own} as its solution.\n"
    assert '{ operation = "SyncOrder", order = "contosocert" },' in own.read_text()
    assert certblade("scenario", "check", str(own)).status == 0
    tried = certblade(
        "scenario", "try", str(own), "--plain", stdin="do SyncOrder --order contosocert\nfinish\n"
    )
    assert "Score: 10 of 10 points." in tried.lines


def test_a_recorded_world_names_what_no_journal_keeps(certblade: Command, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    certblade("scenario", "new", str(own))
    certblade("new", "--world", "demo", "--keys", "ec")
    certblade("export", "contosocert", "--output", str(tmp_path / "copy.pfx"))
    certblade("do", "Rekey", "--order", "contosocert")
    recorded = certblade("scenario", "record", str(own), "--as", "world")
    assert "Step 1 had a path that no journal keeps: fill it in where it was used." in recorded.lines
    assert '{ operation = "Rekey", order = "contosocert" },' in own.read_text()
