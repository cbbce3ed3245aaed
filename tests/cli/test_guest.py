"""A good guest: completion in real shells, a doctor, a demo beside one's own world, keys by their ids."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store import open_portal
from store.operations.simulator.clock import AdvanceClock
from tests.cli.command import Command
from tests.support.terminal import terminal
from tui.commands.guest_options import VARIABLES
from tui.settings import FIELDS

_ROOT = Path(__file__).parents[2]
#: A variable of the environment that code reads.
_READ = re.compile(r'environ(?:\.get)?[(\[]"([A-Z_]+)"')


def words(certblade: Command, *typed: str) -> list[str]:
    """What completion offers for the last word."""
    return [line.partition("\t")[0] for line in certblade.bare("completion", "words", *typed).lines]


def test_commands_options_operations_and_names_are_completed(demo: Command) -> None:
    state = ("--state", str(demo.state))
    assert "clock" in words(demo, "cl") and "--version" in words(demo, "")
    assert words(demo, "do", "sync") == ["SyncOrder", "SyncCertificate"]
    assert {"--method", "--order"} <= set(words(demo, "do", "VerifyDomain", "--"))
    assert "--order" not in words(demo, "do", "SyncOrder", "--order", "contosocert", "--o")
    assert words(demo, *state, "do", "SyncOrder", "--order", "con") == ["contosocert"]
    assert "contoso-app" in words(demo, *state, "show", "contoso")
    assert words(demo, *state, "drift", "")[0] == "contosocert"
    assert words(demo, "new", "--world", "d") == ["demo"]
    assert words(demo, "new", "--era", "20") == ["2018", "2019", "2022", "2026"]
    assert "mails" in words(demo, "list", "ma")
    assert words(demo, "clock", "a") == ["advance"]


def test_where_a_file_is_wanted_the_shell_completes_it(demo: Command) -> None:
    assert words(demo, "--state", "") == [":files"]
    assert ":files" in words(demo, "inspect", "")
    assert words(demo, "do", "UploadCertificate", "--file", "x") == [":files"]


def test_nothing_is_offered_for_what_is_not_there(demo: Command) -> None:
    assert words(demo, "--state", "/nowhere/state.json", "do", "SyncOrder", "--order", "") == []
    assert words(demo, "do", "NoSuchThing", "--") == []
    assert words(demo, "nothing", "") == []


_ASK = """
certblade() {{ {python} -m tui "$@"; }}
eval "$(certblade completion bash)"
COMP_WORDS=({line}); COMP_CWORD={last}
_certblade; printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def in_bash(state: Path, line: str) -> list[str]:
    """What bash offers for a line whose last word is to be completed."""
    asked = _ASK.format(python=sys.executable, line=line, last=len(line.split()) - 1)
    ran = subprocess.run(
        ["bash", "--norc", "-c", asked],
        capture_output=True,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "CERTBLADE_STATE": str(state)},
        check=True,
    )
    return ran.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_a_name_of_the_world(demo: Command) -> None:
    assert in_bash(demo.state, "certblade do SyncOrder --order con") == ["contosocert"]
    assert in_bash(demo.state, "certblade comp") == ["completion"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_that_is_there_takes_its_script(certblade: Command, shell: str, tmp_path: Path) -> None:
    printed = certblade.bare("completion", shell)
    assert printed.status == 0 and "completion words" in printed.out
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(printed.out)
        subprocess.run([shell, "-n", str(script)], check=True)


def test_the_doctor_says_what_is_well_and_ends_with_0(demo: Command) -> None:
    told = demo("doctor", "--json").json()
    verdicts = {one["name"]: one["verdict"] for one in told}
    assert verdicts["State file"] == verdicts["Locks"] == verdicts["Permissions"] == "ok"
    assert {"Terminal", "Colours", "Signs", "Size", "Journal", "Settings", "Encoding"} <= set(verdicts)
    assert demo("doctor").status == 0


def test_the_doctor_names_open_files_and_a_broken_world_with_the_next_step(demo: Command) -> None:
    demo.state.chmod(0o644)
    [open_] = [one for one in demo("doctor", "--json").json() if one["name"] == "Permissions"]
    assert open_["verdict"] == "warning" and "chmod 600" in open_["text"]
    demo.state.chmod(0o600)
    folder = demo.state.with_name("folder")
    folder.mkdir()
    broken = demo.bare("--state", str(folder), "doctor")
    assert broken.status == 1
    assert [line for line in broken.lines if line.startswith("FAILS") and "State file" in line]


def test_the_doctor_finds_a_world_whose_checkpoint_is_gone(demo: Command) -> None:
    """As the commands do, which put it together from its history and its journal."""
    portal = open_portal(demo.state)
    portal.perform(AdvanceClock(by="1h"))
    portal.close(checkpoint=True)
    demo.state.unlink()
    told = [one["text"] for one in demo("doctor", "--json").json()]
    assert any(f": revision {portal.world.revision}, " in text for text in told)
    assert any("was missing. The world was put together again" in text for text in told)
    for name in ("x" * 300, "no/such/folder/state.json"):
        ended = demo.bare("--state", name, "doctor", "--json")
        assert ended.status in (0, 1) and ended.json()


def test_the_doctor_checks_the_settings(
    demo: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.commands import doctor

    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"keys": {"order.rekey.rekey": "t", "no.such": "y"}, "colour": 1}))
    monkeypatch.setattr(doctor, "settings_path", lambda: file)
    said = [one["text"] for one in demo("doctor", "--json").json() if one["name"] == "Settings"]
    assert said == [
        "There is no setting 'colour'.",
        "There is no key with the id 'no.such'.",
        "t would be order.rekey.rekey and portal.time.",
    ]


def test_the_doctor_counts_one_key_as_one(
    demo: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.commands import doctor

    file = tmp_path / "settings.json"
    file.write_text('{"keys": {"order.rekey.rekey": "f12"}, "readOnly": true}')
    monkeypatch.setattr(doctor, "settings_path", lambda: file)
    [said] = [one["text"] for one in demo("doctor", "--json").json() if one["name"] == "Settings"]
    assert said.endswith("1 key changed, worlds are only looked at.")


def test_keys_are_listed_by_their_ids(certblade: Command) -> None:
    listed = {one["id"]: one for one in certblade.bare("keys", "--json").json()}
    assert listed["order.rekey.rekey"]["key"] == "y" and listed["portal.time"]["does"] == "Time"


def test_the_demo_needs_a_terminal_and_leaves_nothing_without_one(
    certblade: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert certblade.bare("demo").code == "NoTerminal"
    assert not list(tmp_path.glob("certblade-demo-*"))


def test_the_demo_opens_beside_ones_own_world_and_says_how_to_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.json"
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("CERTBLADE_STATE", str(own))
    with terminal("-m", "tui", "demo") as run:
        assert run.sees("Out of sync", 60)
        run.send(b"q")
        assert run.ends(60) == 0
        assert "To return: certblade --state" in run.shown
    assert not own.exists()
    assert list(tmp_path.glob("certblade-demo-*/state.json"))


def test_help_and_readme_name_every_variable_and_setting(certblade: Command) -> None:
    text = certblade.bare("--help").out
    readme = (_ROOT / "README.md").read_text(encoding="utf-8")
    for name in (*VARIABLES, *FIELDS):
        for one in name.split(", "):
            assert one in text and f"`{one}`" in readme, one
    files = [path for room in ("store", "tui") for path in (_ROOT / room).rglob("*.py")]
    read = {name for path in files for name in _READ.findall(path.read_text(encoding="utf-8"))}
    documented = {one for name in VARIABLES for one in name.split(", ")}
    # The shell of an Azure CLI session is the user's, as everywhere; textual-serve sets its driver itself.
    assert read - documented <= {"SHELL", "TEXTUAL_DRIVER"}


def test_the_manual_page_is_made_of_the_command_line_and_roff_has_nothing_to_say_of_it(
    certblade: Command, request: pytest.FixtureRequest
) -> None:
    """`--accept` writes the page that a wheel installs anew."""
    shown, kept = certblade.bare("man").out, _ROOT / "tui" / "commands" / "certblade.1"
    if request.config.getoption("--accept"):
        kept.write_text(shown, encoding="ascii")
    assert shown == kept.read_text(encoding="ascii")
    commands = words(certblade, "")
    assert all(f".SS certblade {name}".replace("-", "\\-") in shown for name in commands if name[0] != "-")
    assert all(name in shown.replace("\\", "") for name in (*VARIABLES, *FIELDS))
    if groff := shutil.which("groff"):
        judged = subprocess.run([groff, "-man", "-Tutf8", "-ww", "-z", kept], capture_output=True, check=True)
        assert judged.stderr == b""
