"""Undo and Redo from the portal: what a step changes is shown before it is taken."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import at_desk
from tests.support.worlds import demo_world


async def test_operations_are_taken_back_one_by_one_and_done_again(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("s")
        assert desk.sees("✓ Certificate Ready contosocert")
        await desk.do("SetAutoRenew", order="contosocert", enabled=False)
        await desk.press("U")
        assert desk.sees("Takes back Auto Renew Settings contosocert 2022-08-01 09:00 UTC")
        assert desk.sees("1 document as before.")
        assert desk.sees("Then Sync contosocert") and "Rekey" not in desk.text.partition("Then Sync")[2]
        await desk.press("U")
        assert desk.sees("Takes back Sync contosocert 2022-08-01 09:00 UTC")
        assert desk.sees("Then this is the beginning of the history that is kept.")
        await desk.press("enter")
        assert desk.sees("This is the beginning of the history that is kept:")
        assert desk.sees("The history of this world goes from revision")
        assert desk.sees("– Undo") and desk.sees("There is nothing to undo.")
        assert "Confirm" not in desk.text
        await desk.press("escape")
        assert desk.sees("! Out of sync contosocert")
        await desk.press("ctrl+y")
        assert desk.sees("Does again Sync contosocert")
        await desk.press("ctrl+y", "escape")
        assert desk.sees("✓ Certificate Ready contosocert")
        await desk.press("ctrl+y", "ctrl+y")
        assert desk.sees("Nothing was taken back since the last operation.")


async def test_undo_turns_the_clock_back_too_and_says_so(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.press("t")
        await desk.press("d")
        await desk.press("d")
        assert "2022-08-02" in desk.line("certblade")
        await desk.press("U")
        assert desk.sees("Takes back Advance the clock")
        assert desk.sees("It is 2022-08-01 09:00 UTC again.")
        await desk.press("enter", "escape")
        assert "2022-08-01 09:00" in desk.line("certblade")


async def test_a_lesson_begins_anew_at_its_bookmark(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("U")
        await desk.press("b")
        assert desk.sees("Set a bookmark") and "Start of the lesson" in desk.screen
        await desk.press("f2")
        assert desk.sees("'Start of the lesson' marks 2022-08-01 09:00 UTC.")
        await desk.press("s")
        await desk.wait("3d")
        await desk.press("U")
        await desk.press("r")
        await desk.press("enter")
        assert desk.sees("! Out of sync contosocert")
        assert "2022-08-01 09:00" in desk.line("certblade")
        await desk.press("U")
        await desk.press("U")
        await desk.press("escape")
        assert "2022-08-04 09:00" in desk.line("certblade")
