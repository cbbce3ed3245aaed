"""The pages of an order as a terminal shows them, at both sizes that must work."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.resources import WebCertificate
from store.services.web.webspaces import bindings_with
from tests.support.desk import Desk, at_desk, order_page
from tests.support.golden import Golden
from tests.support.mission_worlds import linked, rekeyed
from tests.support.worlds import demo_world
from tui.navigation.routes import ROUTES

PAGES = ("overview", "sync", "rekey", "renew", "timeline", "properties", "tags", "faqs")
SIZES = ((120, 36), (80, 24))


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    """The menu has these pages only, whatever else the portal learns."""
    kept = {"certificates", "create", *(f"order.{page}" for page in PAGES)}
    for route in [route for route in ROUTES if route not in kept]:
        monkeypatch.delitem(ROUTES, route)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES)
async def test_a_page_of_an_order(tmp_path: Path, golden: Golden, page: str, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open(f"order.{page}", "contosocert")
        golden(f"order-{page}-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_purchase(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    """Two fields that are wrong, each with its reason."""
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("create")
        await desk.type("www.contoso.com")
        await desk.press("tab")
        await desk.type("contoso-cert")
        golden(f"create-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_rekey_under_way(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with order_page("rekey", demo_world(), tmp_path / "state.json", size) as desk:
        await desk.press("y")
        desk.app.clear_notifications()
        await desk.press("home")
        golden(f"rekeying-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_question_before_deletion(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.do("DeleteLock", lock="AppServiceCertificateLock")
        await desk.open("order.overview", "contosocert")
        await desk.press("d")
        await desk.type("contosocer")
        golden(f"delete-{size[0]}x{size[1]}", desk.app)


async def test_2018_has_no_sync_on_the_overview_and_no_status_in_the_grid(tmp_path: Path) -> None:
    async with order_page("overview", rekeyed("2018"), tmp_path / "state.json") as desk:
        assert desk.line("Refresh") == "i Status r Refresh o Open repair d Delete M Move ? Help"
        assert desk.sees("Subscription name Contoso Training")
        assert desk.sees("Linked private certificates are out of sync. 1 of 1.")
        assert desk.sees("Rekey and Sync > Sync moves it.")
        await desk.open("order.rekey", "contosocert")
        assert desk.sees("LINKED CERTIFICATE GROUP THUMBPRINT contosocert-rg-web-WestEuropewebspace")


async def test_the_chart_zooms_from_the_expiry_to_the_whole_term(tmp_path: Path) -> None:
    async with order_page("renew", linked(), tmp_path / "state.json") as desk:
        assert "Jan 2024" not in desk.text
        await desk.press("z")
        assert "Jan 2024" in desk.text
        await desk.press("z")
        assert "Jan 2024" not in desk.text


async def test_a_world_without_orders_shows_the_way_to_the_first(tmp_path: Path) -> None:
    from tests.support.worlds import world

    async with at_desk(world("empty"), tmp_path / "state.json", (80, 24)) as desk:
        assert desk.sees("No App Service Certificates to display. n Create")


async def test_tags_are_added_edited_and_removed(tmp_path: Path) -> None:
    async with order_page("tags", demo_world(), tmp_path / "state.json") as desk:
        await desk.press("a")
        await desk.type("environment")
        await desk.press("tab")
        await desk.type("production")
        await desk.press("f2")
        assert desk.sees("environment production")
        await desk.press("enter", "tab")
        await desk.type("2")
        await desk.press("f2")
        assert desk.sees("environment production2")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("Tags environment: production2")
        await desk.open("order.tags", "contosocert")
        await desk.press("d")
        assert desk.sees("Delete tag? environment: production2")
        await desk.press("shift+tab", "enter")
        assert desk.sees("No tags.")


async def test_the_page_scrolls_by_key_where_its_table_does_not(tmp_path: Path) -> None:
    async with order_page("rekey", demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        assert "wait for the sync job at" not in desk.text
        await desk.press("pagedown")
        assert desk.sees("wait for the sync job at")
        await desk.press("pageup")
        assert desk.sees("! 2 private certificates out of sync.")
        await desk.open("order.properties", "contosocert")
        assert desk.sees("↑↓ Scroll") and "Issuer" not in desk.text
        await desk.press("pagedown", "down")
        assert desk.sees("Issuer")


async def test_pages_keep_one_blank_row_between_their_parts_when_parts_come_and_go(tmp_path: Path) -> None:
    async with order_page("rekey", demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.press("s")
        await desk.resize(120, 36)
        await desk.press("home")
        assert desk.sees("✓ All linked private certificates are in sync.")
        assert _rows_of_titles(desk) == [7, 13, 19, 24]
        for certificate in list(desk.world.all(WebCertificate)):
            for site, state in bindings_with(desk.world, certificate):
                await desk.do("RemoveBinding", site=site.id, host=state.name)
            await desk.do("DeleteCertificate", certificate=certificate.id)
        await desk.undisturbed()
        assert desk.sees("No linked private certificates.")
        assert _rows_of_titles(desk) == [4, 10, 14, 17]


async def test_a_sync_moves_nothing_on_its_page_but_what_it_changed(tmp_path: Path) -> None:
    async with order_page("rekey", demo_world(), tmp_path / "state.json") as desk:
        before = _rows_of_titles(desk)
        assert desk.line("Selected row").split()[2] == "◇2"
        await desk.press("s")
        assert _rows_of_titles(desk) == before
        assert desk.line("Selected row").split()[2:] == desk.line("Current Certificate").split()[3:]
        assert desk.sees("the same certificate")


def _rows_of_titles(desk: Desk) -> list[int]:
    """Where the sections of the page begin, each with one blank row above it."""
    lines = [line[30:].strip() for line in desk.screen.splitlines()]
    titles = [place for place, line in enumerate(lines) if line.startswith("─ ")]
    assert [(lines[place - 1], bool(lines[place - 2])) for place in titles[1:]] == [("", True)] * 3
    return titles


async def test_the_list_sees_a_vault_that_is_gone(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        assert desk.line("*.contoso.com").startswith("! Out of sync contosocert")
        await desk.do("DeleteVault", vault="contoso-kv")
        assert desk.line("*.contoso.com").startswith("× Key Vault out of sync contosocert")
        assert desk.line("*.contoso.com").endswith("vault gone")


async def test_banners_promise_no_sync_that_is_refused_and_lead_to_the_way_out(tmp_path: Path) -> None:
    async with order_page("rekey", rekeyed(), tmp_path / "state.json") as desk:
        assert desk.sees("if you wait, the sync job does it at")
        certificate = next(desk.world.all(WebCertificate)).id
        await desk.do("AddLock", scope=certificate, name="keep", level="ReadOnly")
        assert desk.sees("Sync is not possible:")
        assert "sync job does it" not in desk.text
        await desk.open("order.overview", "contosocert")
        assert "Click Sync" not in desk.text
        assert desk.sees("Sync is not possible:")
