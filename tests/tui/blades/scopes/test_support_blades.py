"""Pages around an order as a terminal shows them: export, locks, roles, logs, jobs, charges, time, help."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk, at_desk, order_page
from tests.support.golden import Golden
from tests.support.worlds import demo_world

SIZES = ((120, 36), (80, 24))


async def shows(desk: Desk, golden: Golden, name: str, size: tuple[int, int]) -> None:
    golden(f"{name}-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", ["export", "locks", "iam", "activity", "template"])
async def test_pages_of_an_order(tmp_path: Path, golden: Golden, page: str, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open(f"order.{page}", "contosocert")
        await shows(desk, golden, f"order-{page}", size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", ["jobs", "subscription", "activity"])
async def test_lists(tmp_path: Path, golden: Golden, page: str, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open(page)
        await shows(desk, golden, page, size)


@pytest.mark.parametrize("size", SIZES)
async def test_secret_and_version(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with order_page("export", demo_world(), tmp_path / "state.json", size) as desk:
        await desk.press("o")
        await shows(desk, golden, "secret-versions", size)
        await desk.press("enter")
        await shows(desk, golden, "secret-version", size)


@pytest.mark.parametrize("size", SIZES)
async def test_time_help_and_bell(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.press("t")
        await shows(desk, golden, "time", size)
        await desk.press("escape", "question_mark")
        await shows(desk, golden, "help", size)
        await desk.press("escape", "enter", "d", "b")
        await shows(desk, golden, "notifications", size)
