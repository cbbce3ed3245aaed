"""Time, jobs and money: travel, what the jobs did meanwhile, what was charged, what fails without a card."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import linked, rekeyed
from tests.support.worlds import demo_world


def runs(desk: Desk, job: str) -> list[datetime]:
    """The moments of a job's runs in the table, newest first, each once."""
    lines = [" ".join(line.split()) for line in desk.screen.splitlines()]
    found = [line[:16] for line in lines if line[16:].startswith(f" {job}")]
    return [datetime.fromisoformat(moment) for moment in dict.fromkeys(found)]


@pytest.mark.row("S2-13")
async def test_the_job_log_ticks_every_8_hours(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.wait("5d")
        await desk.open("jobs")
        assert desk.sees("Auto-renew job every 8 h next run")
        assert desk.sees("runs since")
        await desk.press("i")
        ticks = runs(desk, "Auto-renew job")
        assert len(ticks) >= 6
        assert {one - other for one, other in pairwise(ticks)} == {timedelta(hours=8)}
        assert desk.sees("○ Idle – nothing to do")


@pytest.mark.row("S2-15")
async def test_in_2019_sync_ticks_every_48_hours_and_logs_both_thumbprints(tmp_path: Path) -> None:
    async with order_page("rekey", rekeyed("2019"), tmp_path / "state.json") as desk:
        old, new = desk.line("Selected row").split()[3], desk.line("Current Certificate").split()[4]
        await desk.wait("6d")
        await desk.open("jobs")
        assert desk.sees("Sync job every 48 h next run")
        await desk.press("i", "f", "f", "f")
        ticks = runs(desk, "Sync job")
        assert len(ticks) == 3
        assert {one - other for one, other in pairwise(ticks)} == {timedelta(hours=48)}
        assert desk.sees(f"✓ Done {old} › {new}")


@pytest.mark.row("S0-05")
async def test_without_a_valid_card_an_order_expires_and_says_why(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("subscription")
        assert "69.99" in desk.line("Total")
        await desk.press("p", "shift+tab", "enter")
        assert desk.sees("Credit card × payments fail")
        await desk.wait("370d")
        assert "69.99" in desk.line("Total")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("× Certificate Expired Not renewed: The payment failed")
        await desk.open("jobs")
        assert "× Failed" in desk.line("Auto-renew job contosocert")
        await desk.press(*["down"] * 10)
        assert desk.sees("The payment failed")


async def test_state_and_offer_are_chosen_from_a_list(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.open("subscription")
        assert desk.sees("App Service Certificates 1 of 10")
        await desk.press("y", "down", "down", "down", "enter")
        assert desk.sees("Offer Student")
        assert desk.sees("App Service Certificates 1 of 3")
        await desk.press("u", "down", "down", "enter")
        assert desk.sees("State × Suspended")


async def test_each_way_to_travel_says_where_it_leads(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("t")
        assert desk.sees("Now Mon 2022-08-01 09:00 UTC ‖ paused")
        assert "in 17 h Sync job: 2 linked cert" in desk.line("n Next event")
        assert "10:00 nothing changes" in desk.line("1 1 hour")
        assert "2 linked certificates: all done." in desk.line("s Next sync job")
        assert "contosocert ! 11 events" in desk.line("e Next expiry")
        there = "Tue 2 Aug 02:00"
        assert f"s Next sync job {there}" in desk.line("s Next sync job")
        await desk.press("down", "down", "down")
        assert desk.sees(f"Advance to {there}")
        assert desk.sees(f"On the way to {there} 1 event:")
        await desk.press("enter")
        assert desk.sees("All linked private certificates are in sync.")


async def test_a_key_shows_a_way_and_goes_it_when_pressed_again(tmp_path: Path) -> None:
    """Letters that were meant for a filter move no clock."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        before = desk.world.revision
        await desk.press("t", "e", "n", "s", "d")
        assert desk.sees("Advance to Tue 2 Aug 09:00") and desk.sees("On the way to Tue 2 Aug 09:00 1 event:")
        await desk.press("down", "d", "tab", "tab", "d", "3", "escape")
        assert desk.world.revision == before
        await desk.press("t", "n")
        assert desk.world.revision == before, "the first way stands there already, and is not chosen yet"
        await desk.press("n")
        assert desk.sees("2022-08-02 02:00 UTC")


async def test_the_example_of_a_date_is_to_come(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("t")
        assert "2022-12-24 18:00 a moment in UTC" in desk.line("u To a date")
        await desk.press("escape")
        await desk.wait("150d")
        await desk.press("t")
        assert "2023-12-24 18:00 a moment in UTC" in desk.line("u To a date")


async def test_payments_fail_only_when_confirmed(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("subscription")
        await desk.press("p", "enter")
        assert desk.sees("Credit card ✓ valid")
        await desk.press("p", "shift+tab", "enter")
        assert desk.sees("Credit card × payments fail")
        await desk.press("p")
        assert desk.sees("Credit card ✓ valid")


async def test_a_date_can_be_typed_and_only_the_future(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.press("t", "u")
        await desk.type("2022-07-01")
        assert desk.sees("! time only goes forward")
        assert desk.sees("– Advance")
        field = desk.app.focused
        assert isinstance(field, Input)
        field.value = ""
        await desk.type("2022-08-0")
        assert desk.sees("! write 2022-12-24 18:00")
        await desk.type("5")
        assert desk.sees("Advance to Fri 5 Aug 00:00")
        await desk.press("enter")
        assert desk.sees("It is 2022-08-05 00:00 UTC. 2 events on the way:")


async def test_the_clock_runs_and_pauses(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("t", "p")
        assert desk.sees("► ×60")
        await desk.press("t")
        assert desk.sees("p Pause")
        await desk.press("p")
        assert desk.sees("‖ 2022-08-01 09:")


async def test_a_disabled_way_says_why(tmp_path: Path) -> None:
    from store.worlds import begin

    async with at_desk(begin("empty", keys="ec"), tmp_path / "state.json") as desk:
        await desk.press("t", "e")
        assert desk.sees("– Next expiry – nothing expires")
        assert desk.sees("Now Mon 2022-08-01 09:00 UTC")
        await desk.press("escape")
        assert "time only goes forward" not in desk.text
