"""Go to: names, host names, resource groups and thumbprints, by as much of them as one remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widget import Widget

from store.resources import CertificateOrder, OrderLedger, Site
from tests.support.desk import at_desk
from tests.support.golden import settle
from tests.support.worlds import demo_world
from tui.shell.go_to import destinations, sought
from tui.widgets.table import Table


def found(query: str) -> list[str]:
    return [f"{one.name} | {one.told}" for _, one in sought(destinations(demo_world()), query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("contosocert", "contosocert | App Service Certificate"),
        ("cosocert", "contosocert | App Service Certificate"),
        ("capp", "contoso-app | App Service"),
        ("shop.contoso.com", "shop.contoso.com | Custom domain of"),
        ("key vaults", "Key vaults | list"),
        ("create", "Create | form"),
        ("time", "Time | form"),
    ],
)
def test_the_best_fit_comes_first(query: str, first: str) -> None:
    assert found(query)[0].startswith(first)


def test_a_resource_group_finds_what_is_in_it() -> None:
    group = next(demo_world().all(CertificateOrder)).id.split("/resourceGroups/")[1].split("/")[0]
    assert any(line.startswith("contosocert | ") for line in found(group))


def test_a_thumbprint_from_anywhere_finds_its_certificate() -> None:
    world = demo_world()
    bound = {
        host.thumbprint: host.name
        for site in world.all(Site)
        for host in site.properties.host_name_ssl_states
        if host.thumbprint
    }
    order = next(one for one in world.all(CertificateOrder) if one.name == "contosocert")
    issued = world.need(OrderLedger, order.id).issued
    earlier = next(one for one in issued[:-1] if one.thumbprint in bound)
    pairs = [earlier.thumbprint[at : at + 2] for at in range(0, 40, 2)]
    for written in (
        earlier.thumbprint.lower(),
        ":".join(pairs),
        " ".join(pairs).lower(),
        earlier.thumbprint[:8],
    ):
        line = found(written)[0]
        assert line.startswith(f"◇{earlier.number} of contosocert")
        assert "bound at " in line and bound[earlier.thumbprint] in line


async def test_a_pasted_thumbprint_leads_to_the_page_that_explains_it(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        order = next(one for one in desk.world.all(CertificateOrder) if one.name == "contosocert")
        await desk.press("g")
        await desk.type(order.thumbprint.lower())
        assert desk.sees("◆3 of contosocert")
        await desk.press("enter")
        assert "contosocert - Rekey and Sync" in desk.screen


async def test_what_fits_nothing_says_so(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("g", *"qqqqxzz")
        assert desk.sees("Nothing matches.")


@pytest.mark.parametrize("theme", ["portal-dark", "ansi-dark"])
async def test_the_table_alone_scrolls_on_a_small_terminal(tmp_path: Path, theme: str) -> None:
    """With a terminal's own colours the card has a frame, which takes two of its rows."""
    async with at_desk(demo_world(), tmp_path / "state.json", size=(80, 24)) as desk:
        desk.app.theme = theme
        await settle(desk.pilot)
        await desk.press("g")
        drawn = [one for one in desk.app.screen.query(Widget) if one.region]
        scrolling = [one for one in drawn if one.show_vertical_scrollbar]
        assert [type(one) for one in scrolling] == [Table]
