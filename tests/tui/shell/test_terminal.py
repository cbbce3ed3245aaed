"""The program on a real terminal: signals, hang-ups, bytes that are no text, and a tenth of a core."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from store import open_portal
from store.journal.journal import write_state
from store.operations.registry import from_json
from store.resources import ActivityEntry
from tests.support.terminal import Terminal, scarce, terminal
from tests.support.worlds import demo_world

#: Seconds in which the program leaves when it is asked to.
LEAVES_IN = 3
CTRL_Q = b"\x11"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo world; what the program remembers goes to this folder too."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    write_state(tmp_path / "state.json", demo_world(), replace=False)
    return tmp_path / "state.json"


@pytest.fixture
def portal(state: Path) -> Iterator[Terminal]:
    """The program, its first page drawn."""
    with terminal("-m", "tui", "--state", str(state)) as run:
        assert run.sees("contosocert")
        time.sleep(0.5)
        yield run


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_with_the_terminal_as_it_was(portal: Terminal, number: int, status: int) -> None:
    portal.signal(number)
    assert portal.ends(LEAVES_IN + 7) == status
    assert portal.left_on() == []
    assert "Traceback" not in portal.shown


#: The program, to which SIGTERM comes as soon as it has switched the terminal.
_TERMINATED_EARLY = """
import os, signal, sys
from tui.__main__ import main
from tui.shell.terminal import Terminal

taken = Terminal.start_application_mode

def take(self):
    taken(self)
    os.kill(os.getpid(), signal.SIGTERM)

Terminal.start_application_mode = take
sys.exit(main(sys.argv[1:]))
"""


def test_a_signal_before_the_first_page_stands_ends_it_with_the_terminal_as_it_was(state: Path) -> None:
    with terminal("-c", _TERMINATED_EARLY, "--state", str(state)) as run:
        assert run.ends(30) == 143
        assert "\x1b[?1049h" in run.shown
        assert run.left_on() == []
        assert "Traceback" not in run.shown


def test_ctrl_q_leaves_the_terminal_as_it_was(portal: Terminal) -> None:
    portal.send(CTRL_Q)
    assert portal.ends(LEAVES_IN + 7) == 0
    assert portal.left_on() == []


def test_whoever_leaves_is_told_where_the_world_is_and_how_to_return(portal: Terminal, state: Path) -> None:
    portal.send(CTRL_Q)
    assert portal.ends(LEAVES_IN + 7) == 0
    assert f"The world is kept in {state}. To return: certblade --state {state}\r\n" in portal.shown


def test_whoever_leaves_a_world_that_was_moved_away_is_told_that_it_is_not_there(
    portal: Terminal, state: Path
) -> None:
    state.parent.rename(state.parent.with_name("moved"))
    portal.send(CTRL_Q)
    assert portal.ends(LEAVES_IN + 7) == 0
    assert f"StateFile: {state} is not there any more" in portal.shown.replace("\r\n", "")
    assert "The world is kept" not in portal.shown


def test_an_edit_by_hand_that_was_set_aside_is_named_when_one_leaves(portal: Terminal, state: Path) -> None:
    state.write_text(state.read_text(encoding="utf-8") + " ", encoding="utf-8")
    portal.send(b"s")
    assert portal.sees("Sync")
    time.sleep(1)
    portal.send(CTRL_Q)
    assert portal.ends(10) == 0
    aside = next(state.parent.glob("*.edited-*"))
    assert str(aside) in portal.shown.replace("\r\n", "")


def test_a_terminal_that_hangs_up_ends_it(portal: Terminal) -> None:
    portal.hang_up()
    assert portal.ends(20) in (129, -signal.SIGHUP)


def test_a_byte_that_is_no_text_is_one_unknown_letter(portal: Terminal) -> None:
    portal.send(b"\xff\xfe\xc3")
    portal.send(b"g")
    assert portal.sees("Go to"), portal.shown[-2000:]
    portal.send(b"cont\xffoso\xe4")
    assert portal.sees("cont\ufffdoso")
    portal.send(CTRL_Q)
    assert portal.ends(10) == 0
    assert portal.left_on() == []


def test_a_process_that_was_stopped_goes_on_and_leaves_the_terminal_as_it_was(portal: Terminal) -> None:
    for _ in range(3):
        portal.signal(signal.SIGSTOP)
        time.sleep(0.2)
        portal.signal(signal.SIGCONT)
        time.sleep(0.2)
    portal.send(b"g")
    assert portal.sees("Go to")
    portal.send(b"contosocert")
    assert portal.sees("contosocert")
    portal.send(CTRL_Q)
    assert portal.ends(10) == 0
    assert portal.left_on() == []


@pytest.mark.parametrize("leaving", ["ctrl+q", "SIGTERM", "SIGHUP"])
def test_with_a_tenth_of_a_core_it_stays_correct_and_leaves_when_asked(
    portal: Terminal, state: Path, leaving: str
) -> None:
    random = Random(leaving)
    keys = [b"g", b"b", b"t", b"m", b"?", b"/", b"\r", b"\x1b", b"\x1b[B", b"\x1b[A", b"\t", b"x", b"s", b"y"]
    done: list[str] = []
    with scarce(portal.pid):
        other = open_portal(state)
        for turn in range(30):
            portal.send(b"".join(random.choices(keys, k=2)))
            time.sleep(random.uniform(0.01, 0.12))
            if turn % 5 == 0:
                tags = {"operation": "SetOrderTags", "order": "contosocert", "tags": {"turn": str(turn)}}
                done.append(other.perform(from_json(tags)).correlation_id)
        other.close()
        portal.send(b"\x1b" * 3)
        time.sleep(3)
        if leaving == "ctrl+q":
            portal.send(CTRL_Q)
        else:
            portal.signal(getattr(signal, leaving))
        asked = time.monotonic()
        status = portal.ends(30)
        print(f"{leaving}: left after {time.monotonic() - asked:.1f} s")
    assert status == {"ctrl+q": 0, "SIGTERM": 143, "SIGHUP": 129}[leaving], portal.shown[-3000:]
    assert portal.left_on() == []
    after = open_portal(state)
    kept = {entry.correlation_id for entry in after.world.all(ActivityEntry)}
    after.close()
    assert set(done) <= kept
