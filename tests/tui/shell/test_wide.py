"""A very wide screen has a pane beside the page; `w` gives a figure, or the page, the whole screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.drift import order_drift
from store.resources import CertificateOrder
from tests.support.desk import at_desk, order_page
from tests.support.golden import Golden
from tests.support.worlds import demo_world
from tui.shell.side_pane import SidePane
from tui.text.signs import SIGNS
from tui.work.pulse import Changed

WIDE = (160, 45)


async def test_from_150_columns_the_pane_tells_of_the_row_what_comes_and_what_was(
    golden: Golden, tmp_path: Path
) -> None:
    async with order_page("overview", demo_world(), tmp_path / "state.json", WIDE) as desk:
        assert desk.sees("Under the cursor") and desk.sees("What happens next") and desk.sees("What happened")
        golden("order-overview-160x45", desk.app)
        order = next(desk.world.all(CertificateOrder))
        await desk.press("tab", "down", "down")
        pane = desk.app.screen.query_one(SidePane).region
        beside = " ".join(line[pane.x :] for line in desk.screen.splitlines())
        assert "contosocert-rg-ap" in beside, "the long name is wrapped, not cut"
        assert SIGNS.cut not in beside
        print_ = order_drift(desk.world, order).linked[0].mark.thumbprint
        assert all(print_[at : at + 8] in beside for at in range(0, 40, 8)), "the pane has all of it"
        await desk.do("SyncOrder", order="contosocert")
        assert desk.sees("✓ Sync now")
        await desk.resize(149, 45)
        assert "Under the cursor" not in desk.screen


async def test_all_of_the_pane_is_seen_where_no_row_is_under_the_cursor(tmp_path: Path) -> None:
    async with order_page("configuration", demo_world(), tmp_path / "state.json", WIDE) as desk:
        for theme in ("portal-dark", "ansi-dark"):
            desk.app.theme = theme
            await desk.open("order.configuration", "contosocert")
            assert desk.app.screen.query_one(SidePane).max_scroll_y == 0


async def test_drift_keeps_the_width_of_a_very_wide_screen(golden: Golden, tmp_path: Path) -> None:
    async with order_page("drift", demo_world(), tmp_path / "state.json", WIDE) as desk:
        assert "What happened" not in desk.screen
        golden("drift-160x45", desk.app)


async def test_w_shows_the_hop_map_whole_on_a_small_screen_and_follows_the_world(tmp_path: Path) -> None:
    async with order_page("drift", demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        assert "VAULT SECRET" not in desk.screen
        await desk.press("w")
        assert desk.sees("VAULT SECRET") and desk.screen.count("≠") == 2
        assert "CLIENT GETS" not in desk.screen
        await desk.press(*["right"] * 6)
        assert desk.sees("CLIENT GETS")
        await desk.do("SyncOrder", order="contosocert")
        desk.app.post_message(Changed())
        await desk.press()
        assert "≠" not in desk.screen
        await desk.press("w")
        assert desk.sees("contosocert - Drift")


@pytest.mark.parametrize("key", ["w", "escape"])
async def test_w_draws_the_chart_over_the_whole_width(key: str, tmp_path: Path) -> None:
    async with order_page("renew", demo_world(), tmp_path / "state.json") as desk:
        before = next(line for line in desk.screen.splitlines() if "◆3" in line and "━" in line).count("━")
        await desk.press("w")
        after = next(line for line in desk.screen.splitlines() if "◆3" in line and "━" in line).count("━")
        assert after > before + 15 and desk.sees("c Copy")
        await desk.press(key)
        assert desk.sees("Auto Renew Settings")


async def test_w_gives_a_page_without_a_figure_the_room_of_menu_and_pane(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", WIDE) as desk:
        await desk.open("site.tls", "contoso-app")
        assert desk.sees("What happened") and "Custom domains" in desk.screen
        await desk.press("w")
        assert "What happened" not in desk.screen and "Custom domains" not in desk.screen
        await desk.press("w")
        assert desk.sees("What happened")


async def test_a_page_below_a_dialog_is_laid_out_for_another_size_too(tmp_path: Path) -> None:
    async with order_page("overview", demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        narrow = desk.screen
        await desk.resize(160, 45)
        await desk.press("M")
        await desk.resize(80, 24)
        assert desk.sees("Move to resource group")
        await desk.press("escape")
        assert desk.screen == narrow
