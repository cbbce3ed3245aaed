"""Rehearse your own estate: a rekey that CAA holds, its way out, and forty days of jobs."""

from __future__ import annotations

from pathlib import Path

from store.drift import order_drift
from store.resources import CertificateOrder, OrderLedger, WebCertificate
from tests.support.desk import Desk, at_desk
from tests.support.estates import SAMPLES, sample_world

_ORDER = "fabrikamwild"
_LINKED = "fabrikamwild-rg-retail-JapanWestwebspace"


def the_order(desk: Desk) -> CertificateOrder:
    return next(one for one in desk.world.all(CertificateOrder) if one.name == _ORDER)


def linked(desk: Desk) -> WebCertificate:
    return next(one for one in desk.world.all(WebCertificate) if one.name == _LINKED)


async def test_a_rekey_held_by_caa_is_issued_synced_and_renewed_by_itself(tmp_path: Path) -> None:
    async with at_desk(sample_world("az-cli-2.91"), tmp_path / "state.json") as desk:
        assert desk.sees("What needs you")
        assert desk.sees("Imported estate, simulation: nothing is sent to Azure")
        assert desk.sees("3 things need you")
        assert desk.sees("drift: 1 of 1 linked certificates")
        first = the_order(desk).thumbprint

        await desk.open("order.rekey", _ORDER)
        assert "Imported estate, simulation: nothing is sent to Azure" in desk.screen
        await desk.press("y")
        assert desk.sees("The CAA records of fabrikam.com do not allow godaddy.com to issue")
        assert the_order(desk).thumbprint == first

        await desk.do("AddRecord", zone="fabrikam.com", type="CAA", value='0 issue "godaddy.com"')
        await desk.wait("9h")
        assert desk.sees("✓ Issued")
        second = the_order(desk).thumbprint
        assert second != first
        assert order_drift(desk.world, the_order(desk)).hops[0].equal is True

        await desk.do("SyncOrder", order=_ORDER)
        assert linked(desk).thumbprint == second
        await desk.open("order.overview", _ORDER)
        assert desk.sees("Certificate Ready")

        await desk.wait("40d")
        third = the_order(desk).thumbprint
        assert third != second, "the auto-renew job renewed it 32 days before its expiry"
        assert linked(desk).thumbprint == third, "the sync job moved it"
        (ledger,) = [one for one in desk.world.all(OrderLedger) if one.id == the_order(desk).id]
        assert [record.kind.value for record in ledger.issued[-2:]] == ["rekey", "renew"]


async def test_the_rehearsal_is_a_list_of_commands_and_goes_back_to_the_import(tmp_path: Path) -> None:
    async with at_desk(sample_world("az-cli-2.91"), tmp_path / "state.json") as desk:
        imported = {name: dict(table) for name, table in desk.world.tables.items()}
        await desk.do("AddRecord", zone="fabrikam.com", type="CAA", value='0 issue "godaddy.com"')
        await desk.do("Rekey", order=_ORDER)
        await desk.wait("15m")
        await desk.do("SyncOrder", order=_ORDER)
        await desk.open("estate.changes")
        assert desk.sees("What to do in Azure")
        assert desk.sees("needs you no more: fabrikamwild cannot be renewed or rekeyed")
        assert desk.sees("az network dns record-set caa add-record")
        await desk.press("p")
        assert desk.sees(
            "Add-AzDnsRecordConfig -RecordSet $set -CaaFlags 0 -CaaTag 'issue' -CaaValue 'godaddy.com'"
        )
        await desk.press("down")
        assert desk.sees("Invoke-AzRestMethod -Method 'POST'")
        assert "/reissue?api-version=" in desk.screen.replace("\n", "").replace(" ", "")
        for _ in range(4):
            await desk.do("Undo")
        after = {name: dict(table) for name, table in desk.world.tables.items() if name != "_activity"}
        assert {name: table for name, table in after.items() if table} == {
            name: table for name, table in imported.items() if table
        }


async def test_an_estate_is_opened_from_the_palette_beside_the_world_that_is_open(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    for file in (SAMPLES / "powershell-5.1").iterdir():
        (exports / file.name).write_bytes(file.read_bytes())
    async with at_desk(sample_world("az-cli-2.91"), tmp_path / "state.json") as desk:
        await desk.press("ctrl+p")
        await desk.type("Open an estate")
        await desk.press("enter")
        assert desk.sees("Open an estate")
        await desk.type(str(exports))
        await desk.press("enter")
        assert desk.sees("exports-rehearsal.json")
        await desk.press("enter")
        await desk.undisturbed()
        assert (tmp_path / "exports-rehearsal.json").exists()
        assert {one.name for one in desk.world.all(CertificateOrder)} == {"fabrikamwild", "fabrikampay"}
        assert desk.sees("What needs you")
