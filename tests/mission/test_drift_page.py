"""The page of the four hops: where the chain breaks, why, and where that is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.resources import VaultSecret
from tests.support.desk import at_desk
from tests.support.mission_worlds import linked
from tests.support.worlds import demo_world


async def test_the_map_breaks_where_the_ends_differ_and_sync_mends_it(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.drift", "contosocert")
        assert desk.screen.count("≠") == 2
        assert desk.line("shop.contoso.com").startswith("◆3 ")
        assert desk.sees("outside Azure")
        await desk.press("down")
        assert desk.sees("! B secret → linked 2 of 3 differ")
        assert desk.sees("Why hop B drifted")
        await desk.press("s")
        assert "≠" not in desk.screen
        assert desk.sees("✓ B secret → linked equal")


async def test_enter_leads_to_the_repair_of_each_hop(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        for downs, title in enumerate(("Key Vault Status", "Rekey and Sync", "TLS/SSL settings")):
            await desk.open("certificates")
            await desk.open("order.drift", "contosocert")
            await desk.press(*["down"] * downs, "enter")
            assert f"- {title}" in desk.screen.splitlines()[1]


async def test_a_deleted_secret_is_hop_a_and_stored_again(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("order.drift", "contosocert")
        assert desk.sees("✓ A order → secret equal")
        name = next(iter(desk.world.all(VaultSecret))).id
        await desk.do("DeleteSecret", vault="contoso-kv", secret=name.rsplit("/", 1)[-1])
        assert desk.sees("! A order → secret no secret")
        assert desk.sees("gives out nothing")


async def test_a_narrow_terminal_shows_one_linked_certificate_at_a_time(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.open("order.drift", "contosocert")
        assert desk.sees("contosocert-rg-web-WestEuropewebspace 1 of 3")
        await desk.press("left")
        assert desk.sees("contosocert-rg-api-NorthEuropewebspace 3 of 3")
        assert desk.line("━━").count("◆3") == 5


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
async def test_letters_typed_into_its_menu_search_there(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("order.drift", "contosocert")
        before = desk.world.revision
        await desk.press("m", *"sync", "enter")
        assert desk.world.revision == before
        assert "- Rekey and Sync" in desk.screen.splitlines()[1]


@pytest.mark.parametrize("page", ["certificates", "sites", "secret.versions"])
async def test_letters_typed_where_there_is_no_menu_are_no_verbs(tmp_path: Path, page: str) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open(page, "contosocert2ca8b2e7" if page == "secret.versions" else "")
        before = desk.world.revision
        await desk.press("m", *"sndx")
        assert desk.sees("Go to")
        await desk.press("escape")
        assert desk.world.revision == before


async def test_a_copy_outside_that_is_behind_leads_to_its_export(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("SetAccessPolicy", vault="contoso-kv", principal="ada@contoso.com", secrets=["Get"])
        await desk.do("ExportCertificate", order="contosocert", path=str(tmp_path / "copy.pfx"))
        await desk.do("Rekey", order="contosocert")
        await desk.wait("3d")
        await desk.open("order.drift", "contosocert")
        await desk.press("end")
        assert desk.sees("A copy on disk is never synced")
        await desk.press("enter")
        assert "- Export Certificate" in desk.screen.splitlines()[1]
