"""Sync: who is behind, one click for all, and the job that does the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.resources import Lock
from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import linked, rekeyed
from tests.support.worlds import demo_world

IN_SYNC = "✓ In sync contosocert-rg-web-WestEuropewebspace"
BEHIND = "! Out of sync contosocert-rg-web-WestEuropewebspace"


async def served(desk: Desk) -> str:
    """Station by station: order, secret, linked certificate, bindings, client."""
    await desk.open("order.rekey", "contosocert")
    return desk.line("━━")


@pytest.mark.row("S0-16")
async def test_in_2018_the_old_certificate_is_served_until_the_daily_job(tmp_path: Path) -> None:
    async with at_desk(rekeyed("2018"), tmp_path / "state.json") as desk:
        hops = await served(desk)
        assert hops.count("◆2") == 2
        assert hops.count("◇1") == 3
        assert desk.sees("the sync job does it at")
        await desk.wait("24h")
        assert (await served(desk)).count("◆2") == 5


@pytest.mark.row("S0-17", "S2-08")
async def test_sync_of_rekey_and_sync_makes_both_thumbprints_equal(tmp_path: Path) -> None:
    async with order_page("rekey", rekeyed(), tmp_path / "state.json") as desk:
        assert desk.line("Selected row ◇1").split()[3] != desk.line("Current Certificate").split()[4]
        await desk.press("s")
        assert desk.line("✓ In sync").split()[-1].startswith(desk.line("Current Certificate").split()[4])
        assert desk.sees("Successfully updated all the resources with the latest certificate.")


@pytest.mark.row("S2-08")
async def test_auto_renew_settings_sync_too(tmp_path: Path) -> None:
    async with order_page("renew", rekeyed(), tmp_path / "state.json") as desk:
        assert desk.sees(BEHIND)
        await desk.press("s")
        assert desk.sees(IN_SYNC)


@pytest.mark.row("S2-01")
async def test_the_overview_lists_the_linked_private_certificates(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("enter")
        assert desk.sees("STATUS LINKED PRIVATE CERTIFICATE GROUP THUMBPRINT")
        for status, group, region in (
            ("! Out of sync", "rg-web", "West"),
            ("! Out of sync", "rg-shop", "West"),
            ("✓ In sync", "rg-api", "North"),
        ):
            assert desk.sees(f"{status} contosocert-{group}-{region}Europewebspace {group} ")


@pytest.mark.row("S2-02", "S2-03")
async def test_sync_is_disabled_until_a_rekey(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.press("enter")
        assert desk.sees("– Sync")
        await desk.press("s")
        assert desk.sees("All linked private certificates are in sync.")
        await desk.do("Rekey", order="contosocert")
        await desk.wait("11m")
        assert desk.sees("s Sync")
        assert desk.sees("! Linked private certificates are out of sync, Click Sync. 1 of 1")


@pytest.mark.row("S2-04", "S2-06")
async def test_one_press_in_the_pane_moves_every_linked_certificate(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("enter", "s")
        assert desk.sees("2 private certificates out of sync")
        assert desk.sees("contosocert-rg-shop-WestEuropewebspace")
        await desk.press("f2")
        assert desk.sees("No linked private certificate is out of sync.")
        await desk.press("escape")
        current = desk.line("Thumbprint ◆").split()[-1]
        for group in ("web", "shop", "api"):
            row = desk.line(f"contosocert-rg-{group}-")
            assert row.startswith("✓ In sync")
            assert row.split()[-1] == current


@pytest.mark.row("S2-05")
async def test_one_sync_moves_the_bindings_of_two_apps(tmp_path: Path) -> None:
    async with order_page("rekey", demo_world(), tmp_path / "state.json") as desk:
        for row in range(2):
            assert desk.line("━━").split()[-2:][0] == "◇2", row
            await desk.press("down")
        await desk.press("s", "home")
        apps = []
        for _ in range(3):
            assert desk.line("━━").count("◆3") == 5
            apps.append(desk.line("contoso-kv").split()[-3])
            await desk.press("down")
        assert apps == ["contoso-app", "shop-app", "api-app"]


@pytest.mark.row("S2-07")
async def test_the_rekey_page_shows_who_differs_and_how(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        for route in ("order.rekey", "order.renew"):
            await desk.open(route, "contosocert")
            assert desk.line("-rg-web-").startswith("! Out of sync")
            assert " ◇2 " in desk.line("-rg-web-")
            assert " ◆3 " in desk.line("-rg-api-")
        await desk.open("order.rekey", "contosocert")
        assert desk.line("Current Certificate Thumbprint").split()[3] == "◆3"
        assert desk.sees("another key, same expiry 2023-08-01; revoked in")


@pytest.mark.row("S2-09")
async def test_the_state_is_there_after_leaving_and_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with order_page("rekey", linked(), path) as desk:
        await desk.press("y")
        assert desk.sees("◐ Rekeying")
        await desk.press("escape")
        assert "Current Certificate Thumbprint" not in desk.text
    async with order_page("rekey", None, path) as desk:
        assert desk.sees("◐ Rekeying")
        await desk.wait("11m")
        assert desk.sees("! 1 private certificate out of sync.")
    async with order_page("rekey", None, path, (80, 24)) as desk:
        assert desk.sees("! 1 private certificate out of sync. Sync now, or the job in")


@pytest.mark.row("S2-10")
@pytest.mark.parametrize("by_hand", [True, False])
async def test_both_ways_end_in_sync(tmp_path: Path, by_hand: bool) -> None:
    async with order_page("rekey", rekeyed(), tmp_path / "state.json") as desk:
        assert desk.sees(BEHIND)
        if by_hand:
            await desk.press("s")
        else:
            await desk.wait("24h")
        assert desk.sees(IN_SYNC)
        assert desk.line("━━").count("◆2") == 5


async def test_the_pane_says_what_keeps_sync_from_working(tmp_path: Path) -> None:
    async with order_page("sync", demo_world(), tmp_path / "state.json") as desk:
        assert desk.sees("2 private certificates out of sync") and desk.sees("Sync moves them")
        await desk.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
        assert desk.sees("Access policies: give Microsoft.Azure.WebSites the secret permission Get.")
        assert "Sync moves them" not in desk.text


async def test_a_deleted_order_is_nowhere_called_issued_or_worth_a_sync(tmp_path: Path) -> None:
    async with order_page("sync", demo_world(), tmp_path / "state.json") as desk:
        await desk.do("DeleteLock", lock=next(iter(desk.world.all(Lock))).id)
        await desk.do("DeleteOrder", order="contosocert")
        assert desk.sees("is revoked and cannot be restored")
        assert "Sync moves them" not in desk.text
        await desk.open("order.rekey", "contosocert")
        assert desk.sees("× Revoked ◆3 at 2022-08-01 09:00") and "✓ Issued" not in desk.text
        await desk.open("order.export", "contosocert")
        assert desk.sees("! Outdated")
