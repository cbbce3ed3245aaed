"""The status tile, and the states nothing leads out of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import at_desk
from tests.support.mission_worlds import bought, issued, linked


@pytest.mark.row("S0-01")
async def test_a_stored_and_issued_certificate_is_ready(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.press("enter")
        assert desk.sees("✓ Certificate Ready")
        assert "Certificate Status ✓ Issued" in desk.line("Certificate Status")


@pytest.mark.row("S0-02", "S0-03")
async def test_an_unverified_order_is_denied_after_15_days_and_not_billed(tmp_path: Path) -> None:
    async with at_desk(bought(), tmp_path / "state.json") as desk:
        await desk.press("enter")
        await desk.wait("14d")
        assert desk.sees("! Domain verification required")
        assert "Pending Issuance" in desk.line("Certificate Status")
        await desk.wait("1d")
        assert desk.sees("× Certificate Denied")
        assert desk.sees("Nothing is billed. It cannot be restored; buy a new certificate for contoso.com.")
        await desk.open("order.rekey", "contosocert")
        assert "– Rekey" in desk.line("Refresh")
        await desk.press("y")
        assert desk.sees("is denied and cannot be restored")
        await desk.open("order.renew", "contosocert")
        assert "– Manual Renew" in desk.line("Refresh")
        await desk.open("create")
        await desk.type("contoso.com")
        await desk.press("tab")
        await desk.type("again")
        await desk.press("f2")
        assert "again" in desk.line("certblade ›")
        assert desk.sees("! Domain verification required")


@pytest.mark.row("S0-04", "S0-06")
async def test_an_expired_certificate_can_only_be_bought_anew(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("SetAutoRenew", order="contosocert", enabled=False)
        await desk.press("enter")
        await desk.wait("366d")
        assert desk.sees("× Certificate Expired Auto renew is off.")
        assert desk.sees("buy a new certificate for contoso.com")
        await desk.open("order.rekey", "contosocert")
        await desk.press("y")
        assert desk.sees("is expired and cannot be restored. Buy a new certificate for contoso.com.")
        await desk.open("order.renew", "contosocert")
        assert "– Manual Renew" in desk.line("Refresh")


@pytest.mark.row("S0-05")
async def test_a_failing_card_lets_the_certificate_expire_and_says_so(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("SetCard", valid=False)
        await desk.wait("340d")
        await desk.open("order.renew", "contosocert")
        assert desk.sees("× The last renewal failed: The payment failed")
        await desk.wait("30d")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("× Certificate Expired Not renewed: The payment failed")
