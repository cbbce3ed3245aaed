"""The first screen: worlds, eras, keys, and the world that was there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store import open_portal
from store.operations.registry import from_json
from store.resources import ResourceGroup
from tests.support.golden import Golden, grid, settle
from tui.shell.app import PortalApp
from tui.widgets.input import Input


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_without_a_state_the_first_screen_asks_which_world(
    tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    """Brand, the chain with its break, four worlds, era and keys; nothing is cut off."""
    app = PortalApp(tmp_path / "state.json")
    async with app.run_test(size=size):
        golden(f"home-{size[0]}x{size[1]}", app)


async def test_a_digit_makes_the_world_in_the_chosen_era(tmp_path: Path) -> None:
    app = PortalApp(tmp_path / "state.json")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("e", "y", "4")
        await settle(pilot)
        assert app.portal.world.era.name == "2026"
        assert app.portal.world.facts.keys == "ec"
        assert "App Service Certificates" in grid(app).splitlines()[0]
    assert (tmp_path / "state.json").exists()


async def test_a_world_begins_in_its_eras_year_or_on_the_day_one_types(tmp_path: Path) -> None:
    app = PortalApp(tmp_path / "state.json")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("y", "e")
        assert "Begins d  2026-08-01 " in grid(app)
        await pilot.press("d")
        await settle(pilot)
        await pilot.press(*["backspace"] * 20, *"2031-02-03", "enter")
        await settle(pilot)
        assert "Begins d  2031-02-03 " in grid(app)
        await pilot.press("4")
        await settle(pilot)
        assert app.portal.world.now == datetime(2031, 2, 3, tzinfo=UTC)
        # The top bar says that the era's documents are not about this year.
        assert "! era 2026 over" in grid(app).splitlines()[0]


async def test_training_opens_its_catalogue_and_leads_back(tmp_path: Path) -> None:
    app = PortalApp(tmp_path / "state.json")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.press("2")
        await settle(pilot)
        assert "Level l" in grid(app)
        await pilot.press("escape")
        await settle(pilot)
        assert "Which world?" in grid(app)


async def test_a_world_that_is_there_is_set_aside_only_after_a_question(state: Path) -> None:
    app = PortalApp(state)
    before = state.read_bytes()
    async with app.run_test(size=(120, 36)) as pilot:
        app.action_home()
        await settle(pilot)
        await pilot.press("4")
        await settle(pilot)
        assert "is set aside" in grid(app)
        await pilot.press("escape", "0")
        await settle(pilot)
        assert "contosocert" in grid(app)
        app.action_home()
        await settle(pilot)
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "No App Service Certificates to display." in grid(app)
        app.action_home()
        await settle(pilot)
        await pilot.press("o")
        await settle(pilot)
        assert "state.json.replaced-1 " in grid(app), "it is listed beside the present one"
        app.screen.query_one(Input).value = str(aside := state.with_name("state.json.replaced-1"))
        await pilot.press("enter")
        await settle(pilot)
        assert "contosocert" in grid(app) and app.portal.path == aside
    kept = [
        file for file in state.parent.rglob("*") if file.is_file() and b"contosocert" in file.read_bytes()
    ]
    assert kept and b"contosocert" in before


async def test_a_file_without_its_journal_is_opened_after_a_question(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_portal(state)
    other.perform(
        from_json({"operation": "CreateResourceGroup", "name": "only-here", "location": "westeurope"})
    )
    other.close()
    monkeypatch.chdir(tmp_path)
    copy = tmp_path / "copy.json"
    copy.write_bytes(state.read_bytes())
    app = PortalApp(state)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        app.action_home()
        await settle(pilot)
        await pilot.press("o", *"./copy.json", "enter")
        await settle(pilot)
        assert "Go on without the journal?" in grid(app)
        assert f"revision {app.portal.world.revision - 1}" in grid(app)
        await pilot.press("f2")
        await settle(pilot)
        assert app.portal.path == copy
        assert "only-here" not in [group.name for group in app.portal.world.all(ResourceGroup)]


async def test_a_file_that_is_no_world_is_refused_and_the_present_one_stays(
    state: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.json"
    wrong.write_text("not a world", encoding="utf-8")
    app = PortalApp(state)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        app.open_file(str(wrong))
        await settle(pilot)
        assert app.notices.all[0].tone == "error"
        assert "contosocert" in grid(app)
    assert wrong.read_text(encoding="utf-8") == "not a world"
