"""What was done from a page, as the lines that do it in Azure."""

from __future__ import annotations

from pathlib import Path

from store.operations.operation import Operation
from store.operations.registry import from_json
from store.resources import CertificateOrder
from tests.support.azure_cli import parse as parse_az
from tests.support.azure_powershell import parse as parse_powershell
from tests.support.desk import at_desk
from tests.support.worlds import demo_world


async def test_a_page_shows_what_it_just_did_as_az_and_powershell(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (160, 60)) as desk:
        await desk.open("order.rekey", "contosocert")
        await desk.press("L")
        assert desk.sees("Nothing was done from this page since the program began.")
        await desk.press("escape", "s")
        assert desk.sees("L: as az and PowerShell")
        await desk.undisturbed()
        await desk.press("L")
        assert desk.sees("2022-08-01 09:00 UTC # Sync az resource update --ids")
        (deed,) = desk.app.deeds.all
        shells = [line for line in deed.lines.splitlines() if not line.startswith(("# Sync", "certblade"))]
        for line in shells:
            if line.startswith("# PowerShell: "):
                parse_powershell(line.removeprefix("# PowerShell: "))
            else:
                parse_az(line)
        assert len(shells) == 6, "three certificates follow, by two shells"

        await desk.press("escape")
        await desk.open("order.tags", "contosocert")
        await desk.press("L")
        assert desk.sees("Nothing was done from this page")
        assert desk.sees("From other pages, the last first: # 2022-08-01 09:00 UTC # Sync")


async def test_lines_name_what_was_there_before_and_say_why_there_are_none(tmp_path: Path) -> None:
    """A deletion names what it deleted; Undo is the simulator's own; a refusal did nothing."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        order = next(desk.world.all(CertificateOrder)).id
        await desk.open("order.locks", "contosocert")
        desk.app.perform(_operation("DeleteOrder", order=order), title="Delete")
        await desk.press()
        assert desk.app.deeds.all == ()
        lock = f"{order}/providers/Microsoft.Authorization/locks/AppServiceCertificateLock"
        desk.app.perform(_operation("DeleteLock", lock=lock), title="Delete lock")
        await desk.press()
        desk.app.perform(_operation("Undo"), title="Undo")
        await desk.press()
        undone, deleted = desk.app.deeds.of(("order.locks", order))
        assert f"Remove-AzResourceLock -LockId '{lock}' -Force" in deleted.lines
        assert undone.lines.splitlines()[1:] == [
            "# It is the simulator's own: Azure has no such operation.",
            "certblade do Undo",
        ]


def _operation(name: str, **arguments: str) -> Operation:
    return from_json({"operation": name, **arguments})
