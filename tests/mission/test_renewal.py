"""Renewal: by the job, by hand, what it adds, what it costs, and what stops it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from store.resources import Charge, Subscription
from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import linked
from tui.text.status import day

#: A certificate issued on 1 August 2022 is valid for a year.
EXPIRY = "2023-08-01"


async def days_before(desk: Desk, days: int) -> None:
    """Let time pass until that many days are left, and an hour, so that nothing falls on the edge."""
    from store.resources import CertificateOrder

    order = next(desk.world.all(CertificateOrder))
    assert order.expires is not None
    await desk.do("AdvanceClock", to=(order.expires - timedelta(days=days)).isoformat())


def charges(desk: Desk) -> list[str]:
    """The bill: what was charged, in the order it was."""
    assert next(desk.world.all(Subscription)).properties.card_valid
    return [f"{one.cents / 100:.2f} {one.text}" for one in desk.world.all(Charge)]


@pytest.mark.row("S1-27", "S1-62", "S2-14")
async def test_the_job_renews_within_32_days_adds_a_year_and_charges_it(tmp_path: Path) -> None:
    async with order_page("renew", linked(), tmp_path / "state.json") as desk:
        assert desk.sees(f"expires {EXPIRY}")
        await days_before(desk, 33)
        assert desk.sees("◆1 ")
        assert "Renewal requested." in desk.text
        await days_before(desk, 31)
        assert desk.sees("◆2 ")
        assert desk.sees("expires 2024-07-31") or desk.sees("expires 2024-08-01")
        assert charges(desk)[1:] == ["69.99 App Service Certificate Standard contoso.com: renewal, 1 year"]
        await desk.open("order.timeline", "contosocert")
        assert desk.text.count("CertificateIssued") == 2
        await desk.open("order.rekey", "contosocert")
        assert desk.line("━━").startswith("◆2")
        assert desk.line("━━").count("◆2") >= 2


@pytest.mark.row("S2-14")
async def test_the_job_skips_an_order_with_auto_renew_off(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("SetAutoRenew", order="contosocert", enabled=False)
        await days_before(desk, 20)
        await desk.open("order.renew", "contosocert")
        assert desk.sees("– The job passed this order over: Auto renew is off.")
        assert desk.sees(f"◆1 {desk.line('◆1').split()[1]}")
        assert len(charges(desk)) == 1
        await desk.open("jobs")
        assert "– Skipped" in desk.line("Auto-renew job contosocert")
        assert "Failed" not in desk.line("Auto-renew job contosocert")


@pytest.mark.row("S1-57", "S1-63", "S2-11")
async def test_manual_renew_opens_60_days_before_and_extends_from_the_old_expiry(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await days_before(desk, 61)
        await desk.open("order.renew", "contosocert")
        assert desk.sees("– Manual Renew")
        assert desk.sees("Manual renewal not allowed at this time. It can be requested 60 days before expiry")
        await desk.press("y")
        assert desk.sees("◆1 ")
        await days_before(desk, 60)
        assert desk.sees("y Manual Renew")
        assert desk.sees("✓ Manual renewal is allowed now.")
        requested = desk.world.now
        await desk.press("y")
        assert desk.sees("◐ Renewing")
        await desk.wait("11m")
        capped = day(requested + timedelta(days=397))
        assert capped == "2024-07-03"
        assert desk.sees(f"expires {capped}")


@pytest.mark.row("S1-58", "S1-67")
async def test_an_old_proof_holds_a_renewal_until_step_2_is_done(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await days_before(desk, 60)
        await desk.do("AgeProof", order="contosocert", days=396)
        await desk.open("order.renew", "contosocert")
        await desk.press("y")
        assert desk.sees("! Pending Issuance The last proof of domain ownership is of")
        assert desk.sees("! domain proof too old")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("! Domain verification required The last proof of domain ownership is of")
        assert desk.sees("The current certificate keeps serving. Certificate Configuration > Step 2: Verify.")
        assert desk.sees("Certificate Status ! Pending Issuance")
        await desk.do("VerifyDomain", order="contosocert", method="Domain Verification")
        await desk.wait("20m")
        assert desk.sees("✓ Certificate Ready")
        assert desk.sees("Thumbprint ◆2")


@pytest.mark.row("S1-59")
async def test_a_proof_nobody_renews_ends_in_expiry_with_its_cause(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await days_before(desk, 40)
        await desk.do("AgeProof", order="contosocert", days=400)
        await desk.wait("41d")
        await desk.press("enter")
        assert desk.sees("× Certificate Expired")
        assert desk.sees("Not renewed: The last proof of domain ownership is of")
        await desk.open("order.timeline", "contosocert")
        assert desk.sees("× CertificateExpired")


@pytest.mark.row("S1-60")
async def test_a_renewal_the_vault_refuses_is_a_visible_failure(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do(
            "RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.CertificateRegistration"
        )
        await days_before(desk, 30)
        await desk.open("order.overview", "contosocert")
        assert desk.sees("× Key Vault out of sync")
        await desk.open("order.renew", "contosocert")
        assert desk.sees("× The last renewal failed:")
        await desk.open("order.timeline", "contosocert")
        await desk.press("end")
        assert desk.sees("not stored: ")
        await desk.open("order.rekey", "contosocert")
        assert desk.line("≠").startswith("◆2")


@pytest.mark.row("S1-61")
async def test_the_toggle_is_saved_and_shown_again(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with order_page("renew", linked(), path) as desk:
        assert desk.sees("– Save – Discard")
        assert desk.sees("adds a year, 69.99 USD")
        await desk.press("space")
        assert desk.sees("f2 Save x Discard")
        await desk.press("x")
        assert desk.sees("– Save – Discard")
        await desk.press("space", "f2")
        assert desk.sees("– Save – Discard")
    async with order_page("renew", None, path) as desk:
        assert desk.sees("expires unless renewed by hand")
        assert "auto renew ▒" not in desk.text


@pytest.mark.row("S1-64")
@pytest.mark.parametrize("by_hand", [True, False])
async def test_hosts_stay_available_while_a_renewal_reaches_them(tmp_path: Path, by_hand: bool) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await days_before(desk, 50)
        await desk.do("RenewOrder", order="contosocert")
        await desk.wait("11m")
        await desk.open("order.rekey", "contosocert")
        assert desk.line("━━").count("◇1") == 3
        assert "refused" not in desk.text
        if by_hand:
            await desk.press("s")
        else:
            await desk.wait("24h")
        assert desk.line("━━").count("◆2") == 5
        assert "refused" not in desk.text
