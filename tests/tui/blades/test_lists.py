"""Lists of hundreds of orders: header and cursor stay, columns sort, states sum up, verbs act on many."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from store.operations.registry import from_json
from store.resources import CertificateOrder, ServerFarm, Site
from tests.support.desk import Desk, at_desk, order_page
from tests.support.golden import settle
from tests.support.many_orders import many_orders
from tests.support.worlds import demo_world
from tui.widgets.summary import Summary
from tui.widgets.table import Table

ROOT = Path(__file__).parents[3]


def names(desk: Desk) -> list[str]:
    """The names of the orders to be seen, in their order."""
    table = desk.app.screen.query_one(Table)
    return [key.rsplit("/", 1)[-1] for key in table.keys]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_header_cursor_and_the_selected_stay_in_sight_in_a_long_list(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with at_desk(many_orders(301, links=0), tmp_path / "state.json", size) as desk:
        for keys, place in (("pagedown",) * 3, 0), (("end",), 301), (("home",), 1):
            await desk.press(*keys)
            table = desk.app.screen.query_one(Table)
            assert desk.line("STATUS") and desk.sees("Selected")
            name = table.cursor_key.rsplit("/", 1)[-1]
            assert f" {name} " in desk.screen.split("Selected")[0], "the cursor's row is out of sight"
            assert f"{place or names(desk).index(name) + 1} of 301" in desk.line("STATUS")


async def test_the_wheel_takes_the_cursor_along(tmp_path: Path) -> None:
    async with at_desk(many_orders(60, links=0), tmp_path / "state.json") as desk:
        table = desk.app.screen.query_one(Table)
        table.scroll_to(y=30, animate=False)
        await desk.press()
        assert names(desk).index(table.cursor_key.rsplit("/", 1)[-1]) >= 30
        assert desk.sees(table.cursor_key.rsplit("/", 1)[-1])


async def test_a_click_on_the_header_sorts_turns_round_and_returns(tmp_path: Path) -> None:
    async with at_desk(many_orders(12, links=0), tmp_path / "state.json") as desk:
        own = names(desk)
        place = desk.screen.splitlines().index(
            next(line for line in desk.screen.splitlines() if "STATUS" in line)
        )
        column = desk.screen.splitlines()[place].index("NAME")
        await desk.pilot.click(offset=(column, place))
        assert names(desk) == ["contosocert", *(f"contosocert{number}" for number in range(11))]
        assert "NAME ▴" in desk.screen
        await desk.pilot.click(offset=(column, place))
        assert names(desk)[:2] == ["contosocert10", "contosocert9"] and "NAME ▾" in desk.screen
        await desk.pilot.click(offset=(column, place))
        assert names(desk) == own and "▾" not in desk.screen


async def test_a_key_sorts_by_a_column_and_another_puts_the_worst_first(tmp_path: Path) -> None:
    async with at_desk(many_orders(12, links=0), tmp_path / "state.json") as desk:
        await desk.press("S", *"expir", "enter")
        days = [order.expires for order in desk.world.all(CertificateOrder) if order.expires]
        first = next(order for order in desk.world.all(CertificateOrder) if order.expires == min(days))
        assert names(desk)[0] == first.name and "EXPIRES" in desk.line("STATUS")
        await desk.press("S", *"expir", "enter")
        assert names(desk)[-1] == first.name, "once more turns it round"
        await desk.press("exclamation_mark")
        assert names(desk)[0] == "contosocert" and desk.line("Out of sync")
        await desk.press("exclamation_mark")
        assert names(desk)[0] == "contosocert" and "▴" not in desk.screen


async def test_states_are_summed_up_and_each_part_is_a_filter(tmp_path: Path) -> None:
    async with at_desk(many_orders(301, links=0), tmp_path / "state.json") as desk:
        assert desk.sees("1 ! Out of sync 1 2 ✓ Certificate Ready 300")
        await desk.press("2")
        assert len(names(desk)) == 300 and desk.sees("0 all")
        await desk.press("slash", *"cert29")
        await desk.pilot.pause(0.2)
        await desk.press("enter")
        assert len(names(desk)) == 11, "both narrow"
        await desk.press("escape", "escape")
        assert len(names(desk)) == 301, "the filter ends first, then the state"
        await desk.pilot.click(Summary, offset=(5, 0))
        assert names(desk) == ["contosocert"]


async def test_a_list_of_several_groups_has_their_column_and_finds_them(tmp_path: Path) -> None:
    async with at_desk(many_orders(20, links=0), tmp_path / "state.json") as desk:
        assert "RESOURCE GROUP" not in desk.screen
        await desk.do("MoveOrder", order="contosocert7", resourceGroup="rg-shop")
        assert "RESOURCE GROUP" in desk.screen
        await desk.press("slash", "r", "g", "minus", *"shop")
        await desk.pilot.pause(0.2)
        await desk.press("enter")
        assert names(desk) == ["contosocert7"]


async def test_names_that_differ_at_their_ends_are_told_apart_at_any_width(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (160, 45)) as desk:
        for year in (2022, 2023):
            name = f"contosoWildcardProduction{year}"
            await desk.do("CreateOrder", name=name, host=f"y{year}.contoso.com", resourceGroup="rg-web")
        for size in ((200, 50), (160, 45), (120, 36), (80, 24)):
            await desk.resize(*size)
            names = [
                line.split("required ")[1].split()[0]
                for line in desk.screen.splitlines()[5:9]
                if "req" in line
            ]
            assert [name[-4:] for name in names] == ["2022", "2023"]
            assert size[0] < 200 or names[0] == "contosoWildcardProduction2022"


async def test_orders_chosen_together_are_tagged_each_by_an_operation_of_its_own(tmp_path: Path) -> None:
    async with at_desk(many_orders(4, links=0), tmp_path / "state.json") as desk:
        before = desk.world.revision
        await desk.press("space", "space", "space")
        assert "3 chosen" in desk.line("STATUS")
        await desk.press("a")
        await desk.type("env")
        await desk.press("tab")
        await desk.type("prod")
        await desk.press("f2")
        tagged = [order.name for order in desk.world.all(CertificateOrder) if order.tags.get("env") == "prod"]
        assert len(tagged) == 3 and desk.world.revision == before + 3
        assert desk.sees("3 done.") and "chosen" not in desk.screen
        await desk.press("U")
        await desk.press("enter")
        left = [order.name for order in desk.world.all(CertificateOrder) if order.tags.get("env") == "prod"]
        assert len(left) == 2, "undo takes them back one by one"


async def test_of_orders_synced_together_each_outcome_is_told(tmp_path: Path) -> None:
    async with at_desk(many_orders(3, links=0), tmp_path / "state.json") as desk:
        await desk.press("asterisk", "s")
        assert desk.sees("Sync: 1 done, 2 refused")
        assert desk.sees("✓ contosocert ") and desk.sees("× contosocert0 NothingLinked:")
        await desk.press("escape", "exclamation_mark")
        assert desk.line("✓ Certificate Ready contosocert ")
        await desk.press("asterisk", "s")
        assert desk.sees("Sync: 0 done, 1 so already, 2 refused")
        assert desk.sees("○ contosocert All linked private certificates are in sync.")


async def test_bindings_chosen_together_are_deleted_after_one_question(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        site = next(site for site in desk.world.all(Site) if len(site.custom_hosts) > 1)
        assert desk.world.get(ServerFarm, site.properties.server_farm_id)
        await desk.open("site.tls", site.name)
        await desk.press("space", "space", "d")
        assert desk.sees("Delete 2 bindings?")
        await desk.press("escape")
        assert all(host.thumbprint for host in desk.world.need(Site, site.id).custom_hosts)
        await desk.press("d", "shift+tab", "enter")
        assert desk.sees("2 done.")
        assert not any(host.thumbprint for host in desk.world.need(Site, site.id).custom_hosts)


async def test_escape_lets_go_of_what_was_chosen_before_it_leaves(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", "contoso-app")
        await desk.press("space", "escape")
        assert "chosen" not in desk.screen and "TLS/SSL settings" in desk.line("certblade")
        await desk.press("escape")
        assert "TLS/SSL settings" not in desk.line("certblade")


async def test_a_refusal_that_the_minimum_version_asks_for_is_no_fault(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", "contoso-app")
        assert desk.line("TLS 1.1").startswith("TLS 1.1 – ") and desk.line("TLS 1.0").startswith("TLS 1.0 – ")
        assert desk.line("TLS 1.2 ✓")


async def test_a_vault_is_drawn_in_the_list_that_has_it_though_it_has_gone_since(tmp_path: Path) -> None:
    """Another program deletes it, and something else has the list drawn before the page has followed."""
    async with order_page("vault_repository", demo_world(), tmp_path / "state.json") as desk:
        table = desk.app.screen.query_one("KeyVaultRepository Table", Table)
        assert [key.rsplit("/", 1)[-1] for key in table.keys] == ["contoso-kv"]
        desk.app.portal.perform(from_json({"operation": "DeleteVault", "vault": "contoso-kv"}))
        table.refresh()
        assert "contoso-kv" in desk.screen
        desk.app.refresh_world()
        await settle(desk.pilot)
        assert not table.keys


def test_no_list_makes_a_row_from_another_world_than_its_keys() -> None:
    """Rows are made when they are drawn: the page's own world may be a later one then."""
    later = [
        f"{file.name}:{node.lineno}"
        for file in sorted((ROOT / "tui" / "blades").rglob("*.py"))
        if " Rows(" in (text := file.read_text(encoding="utf-8")) or "(Rows(" in text
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Rows"
        for node in ast.walk(call)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("self.world", "self.portal.world")
    ]
    assert later == []
