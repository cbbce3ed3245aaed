"""A portal on a world that one only looks at: it says so, disables what would write, and writes nothing."""

from __future__ import annotations

from pathlib import Path

from store import open_portal
from store.journal.journal import write_state
from store.operations.simulator.clock import SetClockSpeed
from tests.cli.test_read_only import files
from tests.support.desk import at_desk
from tests.support.worlds import demo_world


async def test_verbs_give_the_reason_no_file_changes_and_what_others_do_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_state(path, demo_world(), replace=False)
    with_clock = open_portal(path)
    with_clock.perform(SetClockSpeed(speed=60))
    with_clock.close()
    before = files(tmp_path)
    async with at_desk(None, path, time_passes=True, read_only=True) as desk:
        assert "read only" in desk.screen.splitlines()[0]
        await desk.open("order.sync", "contosocert")
        await desk.press("s")
        why = "it was opened read-only. Without --read-only it can be changed."
        assert desk.sees(f"This world is only read here: {why}")
        await desk.open("order.tags", "contosocert")
        await desk.open("time")
        await desk.press("escape")
        await desk.resize(80, 24)
        assert "read only" in desk.screen.splitlines()[0]
        assert files(tmp_path) == before
        revision = desk.world.revision
        await desk.elsewhere("SyncOrder", order="contosocert")
        assert desk.world.revision > revision
        left = files(tmp_path)
        await desk.press("ctrl+q")
    assert files(tmp_path) == left


async def test_no_world_takes_the_place_of_one_that_is_only_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with at_desk(demo_world(), path, read_only=True) as desk:
        before = files(tmp_path)
        desk.app.action_home()
        await desk.press("4")
        await desk.press("enter")
        assert desk.sees("Worlds are only looked at here.")
        await desk.press("0")
        assert desk.sees("contosocert")
    assert files(tmp_path) == before
