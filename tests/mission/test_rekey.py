"""Rekey: another key, the same expiry, some minutes of waiting, and then the apps."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.resources import OrderLedger
from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import linked


def key_of(desk: Desk) -> str:
    """The public key of the newest certificate."""
    return next(desk.world.all(OrderLedger)).issued[-1].public_key_hash


@pytest.mark.row("S1-66", "S2-11")
async def test_a_rekey_takes_minutes_and_gives_another_key(tmp_path: Path) -> None:
    async with order_page("rekey", linked(), tmp_path / "state.json") as desk:
        assert desk.sees("Rekey asks the CA for a new certificate: new key, same expiry.")
        assert desk.sees("Rekey is free of charge")
        before, key = desk.line("Current Certificate"), key_of(desk)
        await desk.press("y")
        pending = next(desk.world.all(OrderLedger)).pending
        assert pending is not None and pending.due_at is not None
        minutes = round((pending.due_at - pending.requested_at).total_seconds() / 60)
        assert 1 <= minutes <= 10
        assert desk.sees(f"0 of {minutes} min")
        for station in ("✓ asked the CA", "✓ domain proof accepted", "◐ CA issues the certificate"):
            assert desk.sees(station)
        assert desk.sees("○ new version in contoso-kv")
        assert desk.sees("You may leave this page. The clock is paused: t then n")
        assert desk.sees("– Rekey")
        await desk.wait(f"{minutes}m")
        assert desk.sees("✓ Issued ◆2")
        assert desk.line("Current Certificate").split()[4:] != before.split()[4:]
        assert key_of(desk) != key
        assert desk.sees("another key, same expiry 2023-08-01; revoked in 3 d") or desk.sees("revoked in 2 d")


@pytest.mark.row("S1-67")
async def test_a_stale_proof_asks_for_verification(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("AgeProof", order="contosocert", days=396)
        await desk.open("order.rekey", "contosocert")
        await desk.press("y")
        assert desk.sees("contosocert - Certificate Configuration")
        assert desk.sees("Step 2: Verify")
        await desk.open("order.rekey", "contosocert")
        assert desk.sees("! Pending Issuance The last proof of domain ownership is of")
        assert desk.sees("! domain proof too old 396 d old, good for 395 d")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("! Domain verification required")


@pytest.mark.row("S1-68")
@pytest.mark.parametrize("by_hand", [True, False])
async def test_after_a_rekey_rows_are_behind_until_sync_or_the_job(tmp_path: Path, by_hand: bool) -> None:
    async with order_page("rekey", linked(), tmp_path / "state.json") as desk:
        await desk.press("y")
        await desk.wait("11m")
        assert desk.sees("! Out of sync contosocert-rg-web-WestEuropewebspace")
        if by_hand:
            await desk.press("s")
        else:
            await desk.wait("24h")
        assert desk.sees("✓ In sync contosocert-rg-web-WestEuropewebspace")
