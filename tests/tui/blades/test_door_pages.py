"""Golden screens of the pages on which operations have their door, and of their questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import at_desk
from tests.support.golden import Golden
from tests.support.worlds import demo_world

SIZES = [(120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("route", "name"),
    [("plans", ""), ("groups", ""), ("trusted_roots", ""), ("order.faults", "contosocert")],
)
async def test_a_page(tmp_path: Path, golden: Golden, route: str, name: str, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open(route, name)
        golden(f"{route.replace('.', '-')}-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("route", "keys", "shown"),
    [
        ("plans", "n", "new-plan"),
        ("site.overview contoso-app", "d", "delete-app"),
        ("subscription", "n", "new-subscription"),
        ("order.iam contosocert", "n", "new-principal"),
        ("order.overview contosocert", "W", "sign-in"),
        ("order.overview contosocert", "apostrophe", "jump"),
    ],
)
async def test_a_question(
    tmp_path: Path, golden: Golden, route: str, keys: str, shown: str, size: tuple[int, int]
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open(*route.split())
        await desk.press(keys)
        golden(f"{shown}-{size[0]}x{size[1]}", desk.app)
