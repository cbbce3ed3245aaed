"""Operations have a door on the page where a portal user looks for it, and ask before they destroy."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from store.resources import (
    AppServiceDomain,
    CertificateOrder,
    DeletedVault,
    OrderLedger,
    Principal,
    ResourceGroup,
    ServerFarm,
    Site,
    Subscription,
    TrustedRoot,
    Vault,
)
from store.services.certificate_registration.order_limits import order_limit
from tests.support.desk import Desk, at_desk
from tests.support.mission_worlds import issued, linked
from tests.support.path_cases import certificate
from tests.support.worlds import demo_world, world


async def type_name(desk: Desk, name: str) -> None:
    """The question wants the name; a wrong one does nothing."""
    await desk.type("wrong")
    await desk.press("enter")
    assert desk.sees(f"OK waits for the exact name: {name}")
    field = desk.app.focused
    assert isinstance(field, Input)
    field.value = ""
    await desk.type(name)
    await desk.press("enter")


async def test_a_certificate_moves_to_another_group_and_its_page_follows(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        assert desk.sees("M Move")
        await desk.do("DeleteLock", lock="AppServiceCertificateLock")
        await desk.press("M")
        await desk.type("rg-api")
        await desk.press("enter")
        await desk.undisturbed()
        [order] = desk.world.all(CertificateOrder)
        assert "/resourceGroups/rg-api/" in order.id
        assert desk.sees("Resource group rg-api")


async def test_a_plan_is_made_scaled_and_deleted(tmp_path: Path) -> None:
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        await desk.open("plans")
        assert desk.line("plan-web S1").startswith("plan-web S1 (Standard) Windows rg-web")
        await desk.press("d")
        assert desk.sees("Server farm 'plan-web' cannot be deleted because it has web app(s) contoso-app")
        await desk.undisturbed()
        await desk.press("n")
        await desk.type("plan-new")
        await desk.press("f2")
        assert desk.line("plan-new").endswith("0")
        await desk.press("end", "d")
        assert desk.sees("Delete App Service plan? plan-new")
        await desk.press("shift+tab", "enter")
        assert "plan-new" not in [one.name for one in desk.world.all(ServerFarm)]


async def test_an_app_is_deleted_once_its_name_is_typed(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("site.overview", "contoso-app")
        await desk.press("d")
        assert desk.sees("deleted; the webspace keeps its certificates")
        await type_name(desk, "contoso-app")
        assert "contoso-app" not in [one.name for one in desk.world.all(Site)]


async def test_a_group_shows_what_is_in_it_and_is_deleted_whole_or_not_at_all(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("groups")
        assert desk.sees("Microsoft.CertificateRegistration/certificateOrders")
        await desk.press("d")
        assert desk.sees("because following scope(s) are locked")
        await desk.undisturbed()
        await desk.do("DeleteLock", lock="AppServiceCertificateLock")
        group = next(desk.world.all(ResourceGroup)).name
        await desk.press("d")
        assert desk.sees("revoked for good")
        await type_name(desk, group)
        assert group not in [one.name for one in desk.world.all(ResourceGroup)]


async def test_a_deleted_vault_is_purged_for_good(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do("DeleteVault", vault="contoso-kv")
        await desk.open("vaults")
        await desk.press("d")
        assert desk.sees("the vault cannot be recovered any more")
        await type_name(desk, "contoso-kv")
        assert not list(desk.world.all(DeletedVault)) and not list(desk.world.all(Vault))


async def test_a_zones_domain_is_bought(tmp_path: Path) -> None:
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        await desk.open("zone.overview", "fabrikam.com")
        await desk.press("y")
        assert "fabrikam.com" in [one.name for one in desk.world.all(AppServiceDomain)]
        await desk.press("y")
        assert desk.sees("The domain 'fabrikam.com' is sold already.")


async def test_whoever_has_no_role_is_refused_everywhere_by_one_sentence(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("order.iam", "contosocert")
        await desk.press("n")
        await desk.type("eve@contoso.com")
        await desk.press("f2")
        assert "eve@contoso.com" in [one.name for one in desk.world.all(Principal)]
        await desk.press("W")
        await desk.type("eve")
        await desk.press("enter")
        await desk.undisturbed()
        assert "as eve@contoso.com" in desk.screen.splitlines()[0]
        await desk.open("order.rekey", "contosocert")
        await desk.press("y")
        assert desk.sees("The client 'eve@contoso.com' does not have authorization to perform action")
        await desk.undisturbed()
        await desk.press("W", *"ada", "enter")
        await desk.undisturbed()
        assert "as eve" not in desk.screen
        assert desk.sees("y Rekey")


async def test_a_subscription_is_opened_and_its_limit_raised(tmp_path: Path) -> None:
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        await desk.open("subscription")
        await desk.press("n")
        await desk.type("Contoso Production")
        await desk.press("f2")
        names = [one.properties.display_name for one in desk.world.all(Subscription)]
        assert names[-1] == "Contoso Production"
        await desk.press("z", "ctrl+u")
        await desk.type("17")
        await desk.press("f2")
        assert order_limit(next(desk.world.all(Subscription)).properties) == 17
        assert desk.sees("0 of 17")


async def test_an_instructor_stages_faults_of_an_order_on_a_page(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        before = next(desk.world.all(OrderLedger)).verified_at
        await desk.open("order.faults", "contosocert")
        assert desk.sees("No fault is staged for this order.")
        await desk.press("p", "f2")
        after = next(desk.world.all(OrderLedger)).verified_at
        assert before is not None and after is not None and (before - after).days == 400
        assert desk.line("AgeProof")
        await desk.press("l")
        assert desk.sees("The CA issues nothing until its review is resolved")
        await desk.press("shift+tab", "enter")
        assert desk.line("FlagForFraud")


async def test_a_root_of_ones_own_is_trusted_and_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "root.cer"
    file.write_bytes(certificate("Own Root", "Own Root"))
    async with at_desk(world("walk"), tmp_path / "state.json") as desk:
        await desk.open("trusted_roots")
        assert desk.sees("built in")
        await desk.press("a")
        await desk.type(str(file))
        await desk.press("enter")
        assert "Own Root" in desk.line("added")
        await desk.press("home", "d")
        assert desk.sees("Clients object to what it signed, at once.")
        await desk.press("shift+tab", "enter")
        assert not list(desk.world.all(TrustedRoot))
        await desk.undisturbed()
        await desk.press("d")
        assert desk.sees("It is the root of one of this world's authorities.")


@pytest.mark.parametrize("route", ["plans", "groups", "trusted_roots"])
async def test_a_narrow_screen_shows_the_lists_too(route: str, tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.open(route)
        assert "r Refresh" in desk.text
