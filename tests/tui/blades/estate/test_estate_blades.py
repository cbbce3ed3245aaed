"""The pages of an imported estate, and what its other pages show where the exports say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import at_desk
from tests.support.estates import sample_world
from tests.support.golden import Golden

SIZES = [(80, 24), (120, 36)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_report_and_the_commands(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with at_desk(sample_world("az-cli-2.91"), tmp_path / "state.json", size) as desk:
        golden(f"estate-{size[0]}x{size[1]}", desk.app)
        await desk.do("AddRecord", zone="fabrikam.com", type="CAA", value='0 issue "godaddy.com"')
        await desk.do("SyncOrder", order="fabrikamwild")
        await desk.open("estate.changes")
        golden(f"estate-changes-{size[0]}x{size[1]}", desk.app)


async def test_what_ended_in_the_rehearsal_was_not_mended(tmp_path: Path) -> None:
    async with at_desk(sample_world("powershell-5.1"), tmp_path / "state.json", (80, 24)) as desk:
        await desk.do("AdvanceClock", by="400d")
        await desk.open("estate.changes")
        await desk.press("pagedown", "pagedown")
        assert desk.sees("has expired")
        assert "expires, and nothing renews it" not in desk.text


async def test_each_list_of_the_report(tmp_path: Path) -> None:
    async with at_desk(sample_world("powershell-5.1"), tmp_path / "state.json") as desk:
        assert desk.sees("expires, and nothing renews it")
        await desk.press("f")
        assert desk.sees("not by itself: auto renew is off")
        await desk.press("f")
        assert desk.sees("is imported into no app")
        await desk.press("f")
        assert desk.sees("bindings of fabrikam-hr")
        assert desk.sees("az rest --method get") or desk.sees("az lock list")
        await desk.press("f")
        assert desk.sees("PowerShell cut objects to text")


async def test_a_line_leads_to_its_resource(tmp_path: Path) -> None:
    async with at_desk(sample_world("rest-2021-03-01"), tmp_path / "state.json") as desk:
        await desk.press("enter")
        assert "What needs you" not in desk.screen
        assert desk.sees("contosotrial")


async def test_the_dates_are_saved_for_a_calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_desk(sample_world("az-cli-2.91"), tmp_path / "state.json") as desk:
        await desk.press("v")
        assert "estate" in desk.screen


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("order.drift", "fabrikamwild"),
        ("order.properties", "fabrikamwild"),
        ("order.configuration", "fabrikamwild"),
        ("order.overview", "fabrikampay"),
        ("site.overview", "fabrikam-web"),
        ("site.domains", "fabrikam-hr"),
        ("vault.policies", "fabrikam-kv"),
    ],
)
async def test_a_page_shows_what_is_not_told_as_such(tmp_path: Path, page: str, name: str) -> None:
    async with at_desk(sample_world("powershell-5.1"), tmp_path / "state.json") as desk:
        await desk.open(page, name)
        assert desk.sees("not in the export")
