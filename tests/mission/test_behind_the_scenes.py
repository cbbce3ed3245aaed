"""The Timeline, and the jobs that renew and sync while nobody looks."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store import World
from store.errors import AzureError
from store.operations.naming import find_id
from store.resources import CertificateOrder, JobRun, Principal
from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import issued, linked, paused, rekeyed
from tests.support.order_cloud import Shop
from tui.text.faqs import faqs


def next_run(desk: Desk, job: str) -> datetime:
    """When the agenda on the screen says that a job runs next."""
    words = desk.line(job).split()
    start = words.index("in") - 2
    return datetime.fromisoformat(f"{words[start]}T{words[start + 1]}")


@pytest.mark.row("S0-15")
async def test_the_timeline_has_order_validation_and_issue(tmp_path: Path) -> None:
    async with order_page("timeline", issued(), tmp_path / "state.json") as desk:
        assert desk.sees("ACTION TIME STAMP")
        actions = ["CertificateOrderCreated", "DomainValidationComplete", "CertificateIssued"]
        places = [desk.screen.index(action) for action in actions]
        assert places == sorted(places)
        assert " 2022-08-01 09:0" in desk.line("DomainValidationComplete")


@pytest.mark.row("S0-15")
async def test_logs_say_what_they_leave_out_and_open_what_an_entry_changed(tmp_path: Path) -> None:
    async with order_page("rekey", linked(), tmp_path / "state.json") as desk:
        await desk.press("y")
        await desk.wait("11m")
        await desk.open("order.timeline", "contosocert")
        assert desk.sees("Sync, Rekey and Renew are not listed here; the Activity log has them.")
        await desk.press("end", "enter")
        assert desk.sees("properties.status PendingRekey › Issued")
        await desk.press("escape")
        await desk.open("activity")
        assert desk.sees("What the jobs and the CA did is not listed here; Jobs and Timeline have it.")
        assert desk.line("Rekey ✓").startswith("Rekey ✓ Succeeded")
        await desk.press("enter")
        assert desk.sees("by ada@contoso.com") and desk.sees("properties.status Issued › PendingRekey")
        await desk.press("escape")
        ben = (await desk.do("AddPrincipal", name="ben@contoso.com")).split("'")[1]
        desk.app.portal.caller = find_id(desk.world, Principal, ben)
        await desk.press("r")
        with pytest.raises(AzureError):
            await desk.do("SetAutoRenew", order="contosocert", enabled=False)
        await desk.press("r", "home")
        assert "× Failed" in desk.line("Auto Renew Settings")
        await desk.press("enter")
        assert desk.sees("AuthorizationFailed: ") and desk.sees("It was refused, and changed nothing.")
        await desk.press("escape", "p", *"ben", "enter")
        await desk.undisturbed()
        assert desk.sees("Last 90 days, by ben@contoso.com")
        assert "Rekey" not in desk.text
        await desk.press("f", "6", "down", "enter")
        assert desk.sees("Last 6 hours, by ben@contoso.com")


@pytest.mark.row("S0-18")
async def test_each_of_four_faqs_opens_its_text(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        for place, sentence in enumerate(
            (
                "Prove within 15 days that the domain is yours",
                "the job that runs every 8 hours renews it from 32 days before its expiry",
                "The vault must allow it: Azure Virtual Machines for deployment",
                "App Service refuses an upload without a password.",
            )
        ):
            await desk.open("order.faqs", "contosocert")
            await desk.press("home", *["down"] * place, "enter")
            assert desk.sees(sentence)
            await desk.press("escape")


@pytest.mark.row("S2-12")
async def test_the_issue_names_the_ca_and_fills_the_secret(tmp_path: Path) -> None:
    async with order_page("rekey", linked(), tmp_path / "state.json") as desk:
        assert desk.line("━━").split()[3] == "◆1"
        await desk.press("y")
        await desk.wait("11m")
        assert desk.line("━━").split()[3] == "◆2"
        await desk.open("order.timeline", "contosocert")
        assert desk.line("CertificateIssued").split("UTC")[1].strip().startswith("GoDaddy issued")


@pytest.mark.row("S2-13")
async def test_the_auto_renew_job_runs_every_8_hours(tmp_path: Path) -> None:
    async with order_page("renew", linked(), tmp_path / "state.json") as desk:
        runs = []
        for _ in range(3):
            runs.append(next_run(desk, "Auto-renew job"))
            await desk.do("AdvanceClock", to=f"{runs[-1].isoformat()}Z")
        assert runs[1] - runs[0] == runs[2] - runs[1] == timedelta(hours=8)


@pytest.mark.row("S2-15")
async def test_in_2019_the_sync_job_runs_every_48_hours_and_logs_both_thumbprints(tmp_path: Path) -> None:
    async with order_page("renew", rekeyed("2019"), tmp_path / "state.json") as desk:
        first = next_run(desk, "Sync job")
        await desk.do("AdvanceClock", to=f"{first.isoformat()}Z")
        assert desk.sees("✓ In sync contosocert-rg-web-WestEuropewebspace")
        second = next_run(desk, "Sync job")
        assert second - first == timedelta(hours=48)
        outcome = next(run for run in desk.world.all(JobRun) if run.job == "Sync job").outcomes[0]
        assert outcome.new_thumbprint == next(desk.world.all(CertificateOrder)).thumbprint
        assert outcome.old_thumbprint not in ("", outcome.new_thumbprint)


def two_orders() -> World:
    """Two rekeyed orders whose apps have not followed; App Service may not read the second one's vault."""
    shop = Shop()
    shop.issue()
    shop.link()
    shop.do("CreateVault", name="other-kv", resourceGroup="rg-web")
    shop.buy("apicert", "api.contoso.com")
    shop.do("StoreInKeyVault", order="apicert", vault="other-kv")
    shop.do("VerifyDomain", order="apicert", method="Domain Verification")
    shop.wait("10m")
    shop.link("apicert", "contoso-api", "api.contoso.com")
    for order in ("contosocert", "apicert"):
        shop.do("Rekey", order=order)
    shop.wait("11m")
    shop.do("RemoveAccessPolicy", vault="other-kv", principal="Microsoft.Azure.WebSites")
    return paused(shop)


@pytest.mark.row("S2-16")
async def test_a_certificate_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    async with at_desk(two_orders(), tmp_path / "state.json") as desk:
        await desk.wait("24h")
        await desk.open("order.rekey", "contosocert")
        assert desk.sees("✓ In sync contosocert-rg-web-WestEuropewebspace")
        await desk.open("order.rekey", "apicert")
        assert desk.sees("! Out of sync apicert-rg-api-NorthEuropewebspace")
        assert desk.sees("! The service does not have access to")
        run = next(run for run in desk.world.all(JobRun) if run.job == "Sync job")
        assert sorted(outcome.ok for outcome in run.outcomes) == [False, True]


@pytest.mark.row("S2-16")
async def test_a_run_now_has_an_outcome_for_each_certificate(tmp_path: Path) -> None:
    async with at_desk(two_orders(), tmp_path / "state.json") as desk:
        await desk.open("jobs")
        next_run = desk.line("Sync job every 24 h")
        await desk.press("u")
        assert "nothing to do" in desk.text and "2 secrets" in desk.text
        await desk.press("down", "enter")
        await desk.undisturbed()
        first, second = (desk.line(f"{name}-") for name in ("apicert", "contosocert"))
        assert "Sync job" in first and "× Failed" in first
        assert "Sync job" in second and "✓ Done" in second and " › " in second
        assert desk.line("Sync job every 24 h") == next_run
        await desk.press("home", "down")
        assert desk.sees("The service does not have access to")


@pytest.mark.row("S2-17")
async def test_in_2019_the_served_certificate_is_valid_between_renewal_and_sync(tmp_path: Path) -> None:
    async with order_page("renew", linked("2019"), tmp_path / "state.json") as desk:
        renewal = next(desk.world.all(CertificateOrder)).expires
        assert renewal is not None
        await desk.do("AdvanceClock", to=(renewal - timedelta(days=59)).isoformat())
        assert desk.sees("◆2 ")
        assert desk.sees("◇1 ")
        for _ in range(5):
            await desk.open("order.rekey", "contosocert")
            served = desk.line("━━").split()[-2]
            await desk.open("order.renew", "contosocert")
            bar = desk.line(served)
            assert "expired" not in bar and "revoked" not in bar
            await desk.wait("12h")
        await desk.open("order.rekey", "contosocert")
        assert desk.line("━━").count("◆2") == 5


@pytest.mark.row("S0-18")
async def test_the_faqs_are_titled_entries_that_each_open_a_text(tmp_path: Path) -> None:
    async with order_page("faqs", linked(), tmp_path / "state.json") as desk:
        for place, faq in enumerate(faqs(desk.world)):
            assert desk.sees(faq.title)
            await desk.press(*["down"] * min(place, 1), "enter")
            assert desk.sees(faq.text.split("\n")[0][:60])
            await desk.press("escape")


@pytest.mark.row("S0-19")
async def test_the_menu_opens_a_request_to_support(tmp_path: Path) -> None:
    async with order_page("overview", linked(), tmp_path / "state.json") as desk:
        assert desk.screen.index("Support + troubleshooting") < desk.screen.index("New support request")
        await desk.press("m", *"new support", "enter")
        assert "› contosocert › New support request" in desk.line("certblade ›")
        for field in ("Issue type", "Summary", "Likely problems", "Included in the report"):
            assert desk.sees(field)
