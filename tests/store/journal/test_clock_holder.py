"""One instance runs the clock of a world: the first that asks, until it closes."""

from __future__ import annotations

from pathlib import Path

from store import open_portal
from tests.support.small_states import state


def test_the_first_that_asks_runs_the_clock_until_it_closes(tmp_path: Path) -> None:
    path = state(tmp_path)
    first, second = open_portal(path), open_portal(path)
    assert first.hold_clock()
    assert not second.hold_clock()
    assert first.hold_clock()
    first.close()
    assert second.hold_clock()
    second.close()


def test_a_closed_instance_runs_no_clock(tmp_path: Path) -> None:
    portal = open_portal(state(tmp_path))
    portal.close()
    assert not portal.hold_clock()


def test_the_clock_s_file_is_the_owner_s_alone(tmp_path: Path) -> None:
    portal = open_portal(state(tmp_path))
    assert portal.hold_clock()
    assert (tmp_path / "state.json.clock").stat().st_mode & 0o777 == 0o600
    portal.close()
