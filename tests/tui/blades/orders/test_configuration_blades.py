"""Certificate Configuration, key vaults, zones and the mailbox as a terminal shows them, at both sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import at_desk, order_page
from tests.support.golden import Golden
from tests.support.mission_worlds import bought
from tests.support.worlds import demo_world
from tui.navigation.routes import ROUTES

SIZES = ((120, 36), (80, 24))
#: Pages of an order that is bought and neither stored nor verified.
STEPS = ("configuration", "vault_status", "vault_repository", "verification", "assign")
#: Pages of the vault and the zone in which the demo's certificate lives.
PLACES = {
    "vaults": "",
    "vault.overview": "contoso-kv",
    "vault.policies": "contoso-kv",
    "vault.networking": "contoso-kv",
    "vault.secrets": "contoso-kv",
    "vault.certificates": "contoso-kv",
    "zones": "",
    "zone.overview": "contoso.com",
    "mailbox": "",
    "site.token_pages": "contoso-app",
}


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    """The menus have these pages only, whatever else the portal learns."""
    kept = {"certificates", "vault_create", *(f"order.{step}" for step in STEPS), *PLACES}
    for route in [route for route in ROUTES if route not in kept]:
        monkeypatch.delitem(ROUTES, route)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", STEPS)
async def test_a_step_of_the_setup(tmp_path: Path, golden: Golden, step: str, size: tuple[int, int]) -> None:
    async with at_desk(bought(), tmp_path / "state.json", size) as desk:
        await desk.open(f"order.{step}", "contosocert")
        golden(f"order-{step}-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_check_found(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    """A failed check of an order that is stored."""
    async with at_desk(bought(), tmp_path / "state.json", size) as desk:
        await desk.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
        await desk.open("order.verification", "contosocert")
        await desk.press("v")
        await desk.wait("2m")
        await desk.undisturbed()
        golden(f"not-verified-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_new_vault(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    """The form with a name that is wrong and a firewall that lets nobody in."""
    async with order_page("vault_repository", bought(), tmp_path / "state.json", size) as desk:
        await desk.press("n")
        await desk.type("bad_name")
        await desk.press("tab", "tab", "tab", "tab", "tab", "left")
        golden(f"vault-create-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PLACES)
async def test_a_page_of_a_vault_or_zone(
    tmp_path: Path, golden: Golden, page: str, size: tuple[int, int]
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open(page, PLACES[page])
        golden(f"{page.replace('.', '-')}-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("page", "keys", "name"),
    [
        ("vault.policies", ("a",), "access-policy"),
        ("vault.certificates", ("i", "enter"), "generate-certificate"),
        ("zone.overview", ("a",), "record-set"),
    ],
)
async def test_a_form(
    tmp_path: Path, golden: Golden, page: str, keys: tuple[str, ...], name: str, size: tuple[int, int]
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open(page, PLACES[page])
        await desk.press(*keys)
        golden(f"{name}-{size[0]}x{size[1]}", desk.app)
