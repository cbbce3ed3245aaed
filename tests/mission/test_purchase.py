"""Buying an App Service Certificate, and the five stages it goes through."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk, at_desk
from tests.support.mission_worlds import bought, linked
from tests.support.worlds import world

FIELDS = (
    "Subscription",
    "Resource group",
    "SKU",
    "Naked Domain Host Name",
    "Certificate name",
    "Enable auto renewal",
)


async def fill(desk: Desk, host: str, name: str) -> None:
    """Type host and certificate name into the form."""
    await desk.open("create")
    await desk.type(host)
    await desk.press("tab")
    await desk.type(name)


async def issue(desk: Desk, name: str) -> None:
    """Store and verify, then wait for the CA."""
    await desk.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
    await desk.do("StoreInKeyVault", order=name, vault="contoso-kv")
    await desk.do("VerifyDomain", order=name, method="Domain Verification")
    await desk.wait("30m")


@pytest.mark.row("S1-21")
async def test_the_overview_shows_the_five_tasks_of_the_service(tmp_path: Path) -> None:
    async with at_desk(bought(), tmp_path / "state.json") as desk:
        await desk.press("enter")
        assert desk.line("✓ Purchase from GoDaddy").endswith("ordered on 2022-08-01")
        assert desk.line("○ Domain verification").endswith("not proved yet")
        assert desk.line("! Storage in Key Vault").endswith("no key vault yet")
        assert desk.line("○ Renewal").endswith("after the first issue")
        assert desk.line("○ Sync to App Service apps").endswith("no app has it yet")
    async with at_desk(linked(), tmp_path / "linked.json") as desk:
        await desk.press("enter")
        assert desk.line("✓ Storage in Key Vault").endswith("in contoso-kv")
        assert desk.line("✓ Renewal").endswith("by itself from 2023-06-30")
        assert "1 of 1 in sync" in desk.line("✓ Sync to App Service apps")
        await desk.do("SetAutoRenew", order="contosocert", enabled=False)
        assert desk.line("! Renewal").endswith("Auto renew is off.")
        await desk.press("down")
        await desk.open("order.configuration", "contosocert")
        assert desk.sees("✓ Purchased ━━━━ ✓ Stored ━━━━ ✓ Verified ━━━━ ✓ Issued ━━━━ ✓ Synced 1 of 1")


@pytest.mark.row("S1-22")
async def test_a_national_cloud_refuses_the_purchase(tmp_path: Path) -> None:
    async with at_desk(world("empty"), tmp_path / "state.json") as desk:
        await desk.do("SetCloud", cloud="AzureUSGovernment")
        await fill(desk, "contoso.com", "contosocert")
        assert desk.sees("– Create")
        assert desk.sees("App Service Certificates are not supported in national clouds")
        await desk.press("f2", "escape")
        assert desk.sees("No App Service Certificates to display.")


@pytest.mark.row("S1-23")
async def test_the_form_has_six_fields_in_order_with_an_example_price(tmp_path: Path) -> None:
    async with at_desk(world("empty"), tmp_path / "state.json") as desk:
        await desk.press("n")
        rows = [desk.text.index(f" {label} ") for label in FIELDS]
        assert rows == sorted(rows)
        assert desk.sees("S1 Standard · 69.99 USD/year ▾ example price")
        assert desk.sees("Create waits for 2 fields: Naked Domain Host Name, Certificate name")
        await desk.type("www.contoso.com")
        assert desk.sees("! Do not type www. in front; it is implied.")
        await desk.press("tab")
        await desk.type("my-cert")
        assert desk.sees("! The name may have only letters and digits.")


@pytest.mark.row("S1-23")
async def test_a_new_resource_group_is_made_on_the_way(tmp_path: Path) -> None:
    async with at_desk(world("empty"), tmp_path / "state.json") as desk:
        await desk.press("n")
        await desk.press("f3")
        await desk.type("rg-new")
        await desk.press("f2")
        assert desk.sees("Resource group rg-new ▾")


@pytest.mark.row("S1-24")
async def test_names_follow_the_sku(tmp_path: Path) -> None:
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        await desk.do("SetClockSpeed", speed=0)
        await desk.open("create")
        await desk.press("shift+tab", "right", "tab")
        assert desk.sees("W1 Wild Card · 299.99 USD/year")
        await desk.type("contoso.com")
        assert desk.sees("! Type *.contoso.com for a Wild Card.")
        await desk.press("ctrl+u")
        await desk.type("*.contoso.com")
        assert desk.sees("Names *.contoso.com, contoso.com")
        await desk.press("tab")
        await desk.type("wild")
        await desk.press("f2")
        await issue(desk, "wild")
        assert desk.sees("Distinguished Name CN=*.contoso.com")
        assert desk.sees("Product Type Wild Card")
        await desk.open("order.properties", "wild")
        assert desk.sees("Names *.contoso.com, contoso.com")


@pytest.mark.row("S1-25")
async def test_a_root_domain_gets_its_www_name(tmp_path: Path) -> None:
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        await desk.do("SetClockSpeed", speed=0)
        await fill(desk, "contoso.com", "contosocert")
        assert desk.sees("Names contoso.com, www.contoso.com")
        await desk.press("f2")
        await issue(desk, "contosocert")
        await desk.open("order.properties", "contosocert")
        assert desk.sees("Subject CN=contoso.com")
        assert desk.sees("Names contoso.com, www.contoso.com")


@pytest.mark.row("S1-26")
async def test_a_subdomain_gets_just_its_own_name(tmp_path: Path) -> None:
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        await desk.do("SetClockSpeed", speed=0)
        await fill(desk, "mysubdomain.contoso.com", "sub")
        assert desk.line("Names ") == "Names mysubdomain.contoso.com"
        await desk.press("f2")
        await issue(desk, "sub")
        await desk.open("order.properties", "sub")
        assert desk.line("Names ") == "Names mysubdomain.contoso.com"
