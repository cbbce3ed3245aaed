"""`certblade serve` and `certblade az-session`: ready environments, and nothing left after them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store.journal.journal import write_state
from tests.support.worlds import demo_world


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    path = tmp_path / "state.json"
    write_state(path, demo_world(), replace=False)
    return path


def _command(state: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "tui", "--state", str(state), *words]


def _folders(state: Path) -> list[str]:
    return [one.name for one in state.parent.iterdir() if one.name.startswith("certblade-az-")]


def test_a_session_leads_clients_to_a_server_that_is_gone_after_it(state: Path) -> None:
    asked = 'curl -s --noproxy "*" --cacert "$REQUESTS_CA_BUNDLE" "$CERTBLADE_ARM/metadata/endpoints"'
    script = f'{asked}; echo; cat "$AZURE_CONFIG_DIR/clouds.config"; exit 7'
    done = subprocess.run(
        _command(state, "az-session", "--", "sh", "-c", script), capture_output=True, text=True, check=False
    )
    assert done.returncode == 7, done.stderr
    assert '"name":"AzureSimulated"' in done.stdout
    assert "[AzureCloud]" in done.stdout
    assert _folders(state) == []


def test_a_session_for_nobody_and_one_of_no_command_are_refused(state: Path) -> None:
    for words, code in (
        (("--as", "nobody", "--", "true"), "PrincipalNotFound"),
        (("--", "no-such-command"), "CommandNotFound"),
    ):
        done = subprocess.run(
            _command(state, "az-session", *words), capture_output=True, text=True, check=False
        )
        assert done.returncode in (1, 2)
        assert done.stderr.startswith(f"{code}: ")
    assert _folders(state) == []


#: A command that answers a signal itself, and says when it is ready for that.
_ANSWERS = """
import signal, sys, time
signal.signal(signal.SIGINT, lambda *_: sys.exit(5))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(6))
print("ready", flush=True)
time.sleep(30)
"""


def test_signals_are_for_the_command_of_a_session_which_is_cleared_away_after_it(state: Path) -> None:
    """Ctrl+C in an editor or an interpreter there is that program's own; SIGTERM ends it first."""
    for number, to_all, status in ((signal.SIGINT, True, 5), (signal.SIGTERM, False, 6)):
        words = _command(state, "az-session", "--", sys.executable, "-c", _ANSWERS)
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True) as session:
            assert session.stdout is not None and session.stdout.readline() == "ready\n"
            assert _folders(state) != []
            (os.killpg if to_all else os.kill)(session.pid, number)
            assert session.wait(timeout=20) == status
    assert _folders(state) == []


@pytest.mark.parametrize(("kind", "first"), [("az", "export REQUESTS_CA_BUNDLE="), ("sdk", "import os")])
def test_serve_prints_what_makes_a_client_work_and_ends_with_its_signal(
    state: Path, kind: str, first: str
) -> None:
    command = _command(state, "serve", "arm", "--port", "0", "--env", kind)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        lines = [running.stdout.readline() for _ in range(3)]
        assert lines[0].startswith("# Simulated by certblade")
        assert any(line.startswith(first) for line in lines)
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0
    assert _folders(state) == []


def test_a_port_that_is_none_and_a_world_that_is_not_there_are_named(state: Path) -> None:
    for words, code, status in (
        (_command(state, "serve", "arm", "--port", "70000"), "PortNotAvailable", 2),
        (_command(state.with_name("no.json"), "serve", "arm"), "StateNotFound", 3),
    ):
        done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ})
        assert (done.returncode, done.stderr.partition(":")[0]) == (status, code)


def test_serve_hosts_prints_lines_to_try_and_ends_with_its_signal(state: Path) -> None:
    with subprocess.Popen(_command(state, "serve", "hosts"), stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        first = served.stdout.readline().split()
        assert first[:3] == ["openssl", "s_client", "-connect"]
        done = subprocess.run(
            ["openssl", "s_client", "-connect", first[3], "-servername", "contoso.com"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "subject=CN = *.contoso.com" in done.stdout.replace("CN=", "CN = ")
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=20) == 0
