"""Jump letters: the letter beside a row, a menu entry or a control goes there."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from tests.support.desk import Desk, at_desk
from tests.support.worlds import demo_world, world
from tui.shell.jump import Jump, labels
from tui.widgets.table import Table


def letter_at(desk: Desk, part: str) -> str:
    """The letter on the line of the screen that has this in it."""
    rows = [row for row, line in enumerate(desk.screen.splitlines()) if part in line]
    jump = desk.app.screen
    assert isinstance(jump, Jump)
    return next(
        str(one.name)
        for one in jump.query(Static)
        if one.region.y in rows and desk.screen.splitlines()[one.region.y].count(str(one.name))
    )


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_letter_chooses_its_row_and_nothing_else(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("sites")
        table = desk.app.screen.query_one(Table)
        before = table.cursor_key
        wanted = table.keys[1].rsplit("/", 1)[-1]
        await desk.press("apostrophe")
        await desk.press(letter_at(desk, wanted))
        assert table.cursor_key != before and table.cursor_key.endswith(wanted)
        assert desk.app.screen is desk.app.frame


@pytest.mark.parametrize("theme", ["portal-light", "ansi-dark"])
async def test_the_page_is_seen_under_the_letters(tmp_path: Path, theme: str) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        desk.app.theme = theme
        await desk.press("apostrophe")
        assert desk.sees("Out of sync") and desk.sees("App Service Certificates")


async def test_a_letter_opens_its_entry_of_the_menu(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        await desk.press("apostrophe")
        await desk.press(letter_at(desk, "Auto Renew Settings"))
        assert desk.sees("contosocert - Auto Renew Settings")


async def test_a_letter_gives_a_field_the_focus_and_types_nothing(tmp_path: Path) -> None:
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        await desk.open("create")
        await desk.press("tab", "tab")
        desk.app.screen.set_focus(None)
        await desk.press("apostrophe")
        await desk.press(letter_at(desk, "Naked Domain Host Name"))
        await desk.press("x")
        assert "x" in desk.line("Naked Domain Host Name").split()


async def test_another_key_leaves_and_acts_on_nothing(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        before = desk.world
        await desk.press("apostrophe", "1")
        assert desk.app.screen is desk.app.frame
        await desk.press("apostrophe", "escape")
        assert desk.app.screen is desk.app.frame
        assert desk.world is before


def test_more_targets_than_letters_have_two_letters_each() -> None:
    assert list(labels(3)) == ["a", "s", "d"]
    many = labels(100)
    assert len(set(many)) == 100 and {len(label) for label in many} == {2}
