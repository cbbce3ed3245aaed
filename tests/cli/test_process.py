"""What only a process of its own can show: pipes, streams, locales, acknowledgements as they happen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from store.journal.journal import write_state
from tests.support.worlds import world

ROOT = Path(__file__).parents[2]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "state.json"
    write_state(path, world("empty"), replace=False)
    return path


def _start(state: Path, *words: str, **options: Any) -> subprocess.Popen[bytes]:
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    environment = {**os.environ, **pipes.pop("extra", {})}
    command = [sys.executable, "-m", "tui", "--state", str(state), *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)


def _vault(number: int) -> bytes:
    line = {"operation": "CreateVault", "name": f"kv-{number}", "resourceGroup": "rg-web"}
    return json.dumps(line).encode() + b"\n"


def test_each_acknowledgement_comes_before_the_next_line_is_read(state: Path) -> None:
    """Whoever writes one operation at a time learns at once that it is on disk."""
    with _start(state, "apply", "-", stdin=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in range(3):
            running.stdin.write(_vault(number))
            running.stdin.flush()
            assert running.stdout.readline().startswith(b"ACK ")
            assert f'"kv-{number}"'.encode() in state.with_name("state.json.journal").read_bytes()
        running.stdin.close()
    assert running.returncode == 0


@pytest.mark.parametrize("words", [("list",), ("operations",), ("list", "--json")])
def test_a_closed_pipe_is_no_error(state: Path, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with _start(state, *words, stdout=writing) as running:
        os.close(writing)
        assert running.stderr is not None
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")


def test_streams_that_are_not_there_are_no_error(state: Path) -> None:
    command = f"exec {sys.executable} -m tui --state '{state}' list >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], cwd=ROOT, check=False).returncode == 0


def test_a_full_device_is_one_line_and_no_traceback(state: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full, _start(state, "list", stdout=full) as running:
        assert running.stderr is not None
        said = running.stderr.read().decode()
    assert running.returncode == 1
    assert said.startswith("OutputFailed: ")
    assert said.count("\n") == 1


def test_text_survives_a_locale_without_it(state: Path) -> None:
    words = ("do", "AddLock", "--scope", "rg-web", "--name", "l1", "--notes", "Grün")
    with _start(state, *words, extra={"PYTHONIOENCODING": "ascii"}) as running:
        assert running.wait() == 0
    with _start(state, "list", "locks", "--json", extra={"PYTHONIOENCODING": "ascii"}) as running:
        assert running.stdout is not None
        shown = running.stdout.read().decode("ascii")
    assert json.loads(shown)[0]["properties"]["notes"] == "Grün"


def test_ascii_is_written_in_the_encoding_that_is_asked_for(state: Path) -> None:
    """Of plain ASCII most encodings are the same bytes, and some are not."""
    read = {}
    for encoding in ("utf-8", "utf-16"):
        with _start(state, "list", "--json", extra={"PYTHONIOENCODING": encoding}) as running:
            assert running.stdout is not None
            read[encoding] = running.stdout.read().decode(encoding)
    assert read["utf-16"] == read["utf-8"]
    assert read["utf-8"].isascii() and json.loads(read["utf-8"])


def test_the_exit_status_reaches_the_shell(state: Path) -> None:
    for words, status in (("list",), 0), (("show", "nothing"), 1), (("show",), 2):
        with _start(state, *words) as running:
            assert running.wait() == status
    with _start(state.with_name("none.json"), "list") as running:
        assert running.wait() == 3


def test_a_path_that_is_not_unicode_is_a_path(state: Path, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/st\xe9te.json"))
    with _start(odd, "do", "CreateVault", "--name", "kv-1", "--resource-group", "rg-web") as running:
        assert running.wait() == 0
    assert odd.exists()


def test_the_portal_without_a_terminal_says_so(state: Path) -> None:
    with _start(state, stdin=subprocess.DEVNULL) as running:
        assert running.stderr is not None
        said = running.stderr.read().decode()
    assert running.returncode == 2
    assert said.startswith("NoTerminal: ")


@pytest.mark.parametrize(
    "words",
    [
        ("apply", "-"),
        ("inspect", __file__, "--password-stdin"),
        ("export", "c", "--output", "x", "--password-stdin"),
        ("do", "CreateSecretVersion", "--vault", "v", "--secret", "s", "--value-stdin"),
        ("scenario", "play", "sync-not-run", "--replace", "--plain"),
    ],
    ids="-".join,
)
def test_standard_input_that_is_closed_or_cannot_be_read_is_said_to_be(
    state: Path, words: tuple[str, ...]
) -> None:
    command = [sys.executable, "-m", "tui", "--state", str(state), *words]
    for given, code in (
        ("<&-", "InputUnreadable: "),
        ("0>/dev/null", ("InputUnreadable: ", "FileUnreadable: ")),
    ):
        shell = ["sh", "-c", f'exec "$@" {given}', "sh", *command]
        ended = subprocess.run(shell, cwd=ROOT, capture_output=True, check=False, timeout=60)
        assert ended.returncode == 2
        assert ended.stderr.decode().startswith(code)
