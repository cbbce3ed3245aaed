"""The state of a certificate read in Resource Explorer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.resources import WebCertificate
from tests.support.desk import Desk, at_desk
from tests.support.many_orders import many_orders
from tests.support.mission_worlds import issued
from tui.widgets.json_area import JsonArea
from tui.widgets.table import Table


def document(desk: Desk) -> str:
    return desk.app.screen.query_one(JsonArea).text


@pytest.mark.row("S0-13")
async def test_the_path_in_the_tree_lists_as_many_orders_as_the_page_of_them(tmp_path: Path) -> None:
    async with at_desk(many_orders(8, 1), tmp_path / "state.json") as desk:
        await desk.open("certificates")
        listed = len(desk.app.screen.query_one(Table).rows)
        await desk.open("explorer")
        for step in ("Contoso Training", "providers", "Microsoft.CertificateRegistration"):
            assert desk.sees(f"▾ {step}")
        assert desk.sees("certificateOrders (8)")
        orders = json.loads(document(desk))["value"]
        assert len(orders) == listed == 8
        assert {one["type"] for one in orders} == {"Microsoft.CertificateRegistration/certificateOrders"}


@pytest.mark.row("S0-14")
async def test_provisioning_state_says_ready_or_what_is_wrong_and_leads_to_its_repair(
    tmp_path: Path,
) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("explorer")
        await desk.press("slash")
        await desk.type("contosocert")
        await desk.press("enter")
        state = '"provisioningState": "Succeeded"'
        assert state in document(desk)
        assert desk.sees("✓ Succeeded The link to Key Vault.")
        await desk.do("DeleteVault", vault="contoso-kv")
        assert '"provisioningState": "KeyVaultDoesNotExist"' in document(desk)
        assert desk.sees("× KeyVaultDoesNotExist The link to Key Vault. The key vault was deleted.")
        await desk.press("down", "u")
        assert desk.sees("Step 1: Store")
        assert "Certificate Configuration" in desk.line("certblade ›")


async def test_a_certificates_state_says_its_repair_once_and_shows_the_key_to_it(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.do("ImportAppServiceCertificate", site="contoso-app", order="contosocert")
        await desk.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
        await desk.open("resource.json", next(desk.world.all(WebCertificate)).id)
        assert desk.sees("The service does not have access to '…/contoso-kv' Key Vault.")
        assert desk.text.count("Access policies: give Microsoft.Azure.WebSites") == 1
        assert desk.sees("u Repair")
        await desk.press("u")
        assert "Access policies" in desk.line("certblade ›")
