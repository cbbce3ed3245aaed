"""The command line on a state of the test's own."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.cli.command import Command


@pytest.fixture
def certblade(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`certblade --state …` where nothing stands yet."""
    return Command(tmp_path / "state.json", capsys, monkeypatch)


@pytest.fixture
def empty(certblade: Command) -> Command:
    """`certblade` on an empty subscription."""
    made = certblade("new", "--world", "empty", "--keys", "ec")
    assert made.status == 0, made.err
    return certblade


@pytest.fixture
def demo(certblade: Command) -> Command:
    """`certblade` on the world that tests know as `demo_world`."""
    from store.journal.journal import write_state
    from tests.support.worlds import demo_world

    write_state(certblade.state, demo_world(), replace=False)
    return certblade


@pytest.fixture
def unused_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
