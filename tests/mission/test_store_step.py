"""Step 1: Store: choosing a key vault, what puts it out of sync, and the repair."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from store import World
from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import bought, issued, paused
from tests.support.order_cloud import Shop

_CONFIGURED = "You have successfully configured Key Vault for your App Service Certificate."


@cache
def bought_with_rbac_vault() -> World:
    """As `bought`, with a second vault that uses Azure RBAC."""
    shop = Shop()
    shop.do("CreateVault", name="rbac-kv", resourceGroup="rg-web", rbac=True)
    shop.buy()
    return paused(shop)


async def configuration(desk: Desk) -> None:
    """Certificate Configuration, by way of the certificate's overview."""
    await desk.open("order.overview", "contosocert")
    await desk.press("m")
    await desk.press(*"configuration", "enter")


@pytest.mark.row("S0-07")
async def test_the_tile_of_an_unverified_order_leads_to_step_2(tmp_path: Path) -> None:
    async with at_desk(bought(), tmp_path / "state.json") as desk:
        await desk.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
        await desk.press("enter")
        assert desk.sees("! Domain verification required")
        await desk.press("i")
        assert "Certificate Configuration" in desk.line("certblade")
        await desk.press("enter")
        assert desk.sees("contosocert - Domain Verification")


@pytest.mark.row("S1-29", "S1-30", "S1-33")
async def test_step_1_stores_in_an_existing_vault_and_gets_its_check_mark(tmp_path: Path) -> None:
    async with at_desk(bought(), tmp_path / "state.json") as desk:
        await configuration(desk)
        assert "! Step 1: Store" in desk.line("Step 1: Store")
        await desk.press("enter")
        assert desk.sees("contosocert - Key Vault Status")
        await desk.press("v")
        assert desk.sees("contosocert - Key Vault Repository")
        await desk.press("enter")
        assert desk.sees(_CONFIGURED)
        assert "contoso-kv" in desk.line("Key Vault Name")
        assert "rg-web" in desk.line("Key Vault Resource Group")
        assert "Contoso Training" in desk.line("Key Vault Subscription")
        await desk.press("escape")
        assert "✓ Step 1: Store" in desk.line("Step 1: Store")
        assert desk.sees("Certificate successfully imported to Key vault.")
        await desk.press("down", "enter")
        assert desk.sees("contosocert - Domain Verification")


@pytest.mark.row("S1-30", "S1-31")
async def test_a_new_vault_has_six_fields_and_is_chosen_when_it_is_made(tmp_path: Path) -> None:
    async with order_page("vault_repository", bought(), tmp_path / "state.json") as desk:
        await desk.press("n")
        fields = (
            "Name",
            "Resource group",
            "Location",
            "Pricing tier",
            "Access policies",
            "Virtual Network Access",
        )
        shown = [desk.screen.index(f"\n  {field} ") for field in fields]
        assert shown == sorted(shown)
        assert desk.sees("Create waits for: Name")
        await desk.type("bad_name")
        assert "! The name may have only letters, digits" in desk.line("bad_name")
        assert desk.sees("The name may have only letters, digits and hyphens.")
        await desk.press("f2")
        assert desk.sees("– Create")
        await desk.press("end", *["backspace"] * 5)
        await desk.type("-kv")
        assert desk.sees("✓ available")
        await desk.press("f2")
        assert desk.sees(_CONFIGURED)
        assert "bad-kv" in desk.line("Key Vault Name")


@pytest.mark.row("S1-32")
async def test_a_vault_with_azure_rbac_is_refused_and_step_1_stays_open(tmp_path: Path) -> None:
    async with at_desk(bought_with_rbac_vault(), tmp_path / "state.json") as desk:
        await configuration(desk)
        await desk.press("enter", "v")
        await desk.press("down")
        assert "rbac-kv" in desk.line("× Azure RBAC not supported")
        await desk.press("enter")
        assert desk.sees("KeyVaultRbacNotSupported:")
        assert desk.sees("App Service Certificates support only Key Vault access policies.")
        await desk.press("escape", "escape")
        assert "! Step 1: Store" in desk.line("Step 1: Store")
        assert desk.sees("No key vault is assigned.")


async def test_in_2026_a_vault_with_azure_rbac_will_do(tmp_path: Path) -> None:
    shop = Shop("2026")
    shop.do("CreateVault", name="rbac-kv", resourceGroup="rg-web", rbac=True)
    shop.buy()
    async with order_page("vault_repository", paused(shop), tmp_path / "state.json") as desk:
        assert desk.sees("contosocert - Select from Key Vault")
        await desk.press("down", "enter")
        assert "rbac-kv" in desk.line("Key Vault Name")


async def out_of_sync(desk: Desk, cause: str) -> None:
    """The overview's tile and Step 1 both say it."""
    await desk.open("order.overview", "contosocert")
    assert desk.sees("× Key Vault out of sync")
    assert desk.sees(cause)
    await desk.press("i")
    assert "× Step 1: Store Key Vault out of sync" in desk.line("Step 1: Store")


@pytest.mark.row("S0-09", "S0-10")
async def test_another_vault_repairs_a_deleted_one(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("vault.overview", "contoso-kv")
        await desk.press("d")
        assert desk.sees("App Service Certificates that will be out of sync: 1.")
        await desk.press("shift+tab", "enter")
        await out_of_sync(desk, "The key vault was deleted.")
        assert "× KeyVaultDoesNotExist" in desk.line("Link to Key Vault")
        await desk.do("CreateVault", name="second-kv", resourceGroup="rg-web")
        await desk.press("enter", "v")
        await desk.press("enter")
        assert "second-kv" in desk.line("Key Vault Name")
        assert "✓ Succeeded" in desk.line("Link to Key Vault")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("✓ Certificate Ready")
        await desk.open("vault.secrets", "second-kv")
        assert desk.line("contosocert").endswith("✓ Enabled 2023-08-01 contosocert")


@pytest.mark.row("S0-09")
async def test_a_moved_vault_is_out_of_sync(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do("CreateSubscription", name="Contoso Production")
        await desk.do(
            "CreateResourceGroup", name="rg-moved", location="West Europe", subscription="Contoso Production"
        )
        await desk.open("vault.overview", "contoso-kv")
        await desk.press("M")
        await desk.type("rg-moved")
        await desk.press("enter")
        await out_of_sync(desk, "The key vault was moved to subscription 'Contoso Production'.")
        await desk.open("order.vault_repository", "contosocert")
        assert "contoso-kv" in desk.line("× other subscription")


@pytest.mark.row("S0-09")
async def test_a_suspended_subscription_puts_the_vault_out_of_sync(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do("SetSubscriptionState", subscription="Contoso Training", to="Suspended")
        await desk.open("order.overview", "contosocert")
        assert desk.sees(
            "× Key Vault out of sync The subscription is suspended. Reactivate the subscription."
        )
        assert desk.sees("i Subscription")
        await desk.press("i")
        assert desk.sees("State × Suspended")


@pytest.mark.row("S0-11", "S0-12")
async def test_the_link_needs_the_right_secret_and_no_certificate_object(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do(
            "GenerateVaultCertificate", vault="contoso-kv", name="imported", subject="CN=contoso.com"
        )
        await desk.open("order.vault_status", "contosocert")
        right = desk.line("Key Vault Secret Name").rsplit(" ", 1)[-1]
        await desk.press("e")
        assert desk.sees("– Change Cancel Change waits for a change."), "what stands there is no fault"
        await desk.press("down")
        assert "○ certificate object" in desk.line("imported ○")
        assert desk.sees("certificate objects are not supported.")
        await desk.press("f2")
        assert desk.sees("– Change")
        await desk.type("2")
        await desk.press("f2")
        assert "imported2" in desk.line("Key Vault Secret Name")
        assert "× KeyVaultSecretDoesNotExist" in desk.line("Link to Key Vault")
        assert desk.sees("× Key Vault out of sync")
        await desk.press("e")
        await desk.press("end", *["backspace"] * len("imported2"))
        await desk.type(right)
        await desk.press("f2")
        assert "✓ Succeeded" in desk.line("Link to Key Vault")
        assert desk.sees(_CONFIGURED)


async def test_a_standing_clock_is_moved_to_the_next_event_from_the_steps(tmp_path: Path) -> None:
    async with at_desk(bought(), tmp_path / "state.json") as desk:
        await desk.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
        await configuration(desk)
        assert "> Next event" not in desk.text
        await desk.do("VerifyDomain", order="contosocert", method="App Service")
        assert desk.sees("App Service Verification is checked at 2022-08-01 09:02 UTC.")
        await desk.press(">")
        await desk.undisturbed()
        assert "◐ Step 3: Assign" in desk.line("Step 3: Assign")
        await desk.press(">")
        await desk.undisturbed()
        assert "✓ Step 3: Assign" in desk.line("Step 3: Assign")
        assert "> Next event" not in desk.text
