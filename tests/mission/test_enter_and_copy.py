"""What `enter` and `c` do is what the footer says, of the row under the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.resources import CertificateOrder, Site, WebCertificate
from tests.support.desk import Desk, at_desk
from tests.support.golden import settle
from tests.support.mission_worlds import bought, linked
from tests.support.worlds import demo_world


def footer(desk: Desk) -> str:
    return desk.screen.splitlines()[-1]


@pytest.mark.parametrize("page", ["order.iam", "order.export", "order.rekey"])
async def test_a_row_that_leads_nowhere_is_shown_whole(tmp_path: Path, page: str) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.open(page, "contosocert")
        assert "enter Whole" in footer(desk)
        before = desk.screen
        await desk.press("enter")
        assert desk.screen != before
        await desk.press("escape")
        assert "enter Whole" in footer(desk)


async def test_what_a_narrow_table_cuts_is_read_whole(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.open("order.rekey", "contosocert")
        await desk.press("enter")
        name = next(one for one in desk.world.all(WebCertificate) if one.properties.key_vault_id).name
        assert desk.sees(f"LINKED PRIVATE CERTIFICATE {name}")


async def test_on_pages_whose_rows_lead_nowhere_enter_does_what_the_footer_says(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        for page, name in (
            ("order.renew", "contosocert"),
            ("order.template", "contosocert"),
            ("vault.certificates", "contoso-kv"),
            ("zone.overview", "contoso.com"),
            ("subscription", ""),
            ("jobs", ""),
        ):
            await desk.open(page, name)
            promised, before = " enter " in footer(desk), desk.screen
            await desk.press("enter")
            assert desk.screen != before or not promised, f"{page}: {footer(desk)}"
            assert promised == (page not in ("order.renew", "vault.certificates")), footer(desk)
            await desk.press("escape")


async def test_a_long_record_and_the_note_of_an_action_are_read_whole(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.open("zone.overview", "contoso.com")
        await desk.press("down", "enter")
        site = next(one for one in desk.world.all(Site) if one.name == "contoso-app")
        assert site.properties.custom_domain_verification_id in desk.text.replace(" ", "")
        await desk.press("escape")
        await desk.open("order.timeline", "contosocert")
        await desk.press("end")
        order = next(one for one in desk.world.all(CertificateOrder) if one.name == "contosocert")
        assert f"GoDaddy issued {order.thumbprint}" in desk.text


async def test_of_an_empty_table_enter_says_nothing(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("order.export", "contosocert")
        assert "enter" not in footer(desk)
        await desk.open("certificates")
        assert "enter Open" in footer(desk)


@pytest.mark.parametrize("page", ["order.overview", "order.assign", "order.rekey"])
async def test_the_thumbprint_under_the_cursor_is_copied(tmp_path: Path, page: str) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        order = next(one for one in desk.world.all(CertificateOrder) if one.name == "contosocert")
        await desk.open(page, "contosocert")
        if page == "order.assign":
            await desk.press("tab")
        seen = set()
        for _ in range(3):
            await desk.press("c", "down")
            seen.add(desk.app.clipboard)
            assert desk.sees("Copy thumbprint")
        linked_ones = {
            one.thumbprint for one in desk.world.all(WebCertificate) if one.properties.key_vault_id
        }
        assert seen == linked_ones and seen != {order.thumbprint}


async def test_drift_copies_what_is_at_the_end_of_the_hop(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        order = next(one for one in desk.world.all(CertificateOrder) if one.name == "contosocert")
        await desk.open("order.drift", "contosocert")
        await desk.press("c")
        assert desk.app.clipboard == order.thumbprint
        await desk.press("down", "c")
        assert desk.app.clipboard != order.thumbprint, "the linked certificate that is behind"


async def test_where_there_is_nothing_to_copy_it_says_so(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("order.export", "contosocert")
        await desk.press("c")
        assert desk.sees("There is nothing to copy")


async def test_what_looks_like_a_button_is_one(tmp_path: Path) -> None:
    async with at_desk(bought(), tmp_path / "state.json") as desk:
        await desk.open("order.vault_status", "contosocert")
        await desk.press("enter")
        assert "- Key Vault Repository" in desk.screen.splitlines()[1]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_banner_names_its_way_out_and_a_click_goes_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("order.overview", "contosocert")
        assert desk.line("Click Sync.").endswith("s Sync")
        await desk.pilot.click("#drift", offset=(6, 0))
        await settle(desk.pilot)
        assert "Click Sync." not in desk.text


async def test_a_click_on_the_breadcrumb_goes_back_there_to_the_row_one_came_from(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("sites")
        await desk.press("down", "enter")
        assert "certblade › App Services › shop-app" in desk.line("certblade")
        await desk.pilot.click(offset=(desk.screen.splitlines()[0].index("App Services") + 2, 0))
        await settle(desk.pilot)
        assert "shop-app" not in desk.line("certblade")
        await desk.press("c")
        assert desk.app.clipboard == "shop-app"
