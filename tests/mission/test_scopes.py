"""Locks, roles and the Activity log: what guards a certificate, who may do what, who did what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import at_desk, order_page
from tests.support.mission_worlds import linked, rekeyed


@pytest.mark.row("S1-74")
async def test_delete_is_refused_until_the_lock_is_removed_in_locks(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.press("enter", "d")
        assert desk.sees("following scope(s) are locked")
        await desk.open("order.locks", "contosocert")
        assert desk.line("AppServiceCertificateLock").split()[:5] == [
            "AppServiceCertificateLock",
            "▪",
            "Delete",
            "This",
            "resource",
        ]
        await desk.press("d")
        assert desk.sees("Delete lock? AppServiceCertificateLock on contosocert")
        assert desk.sees("It refuses: delete, move, removing a role.")
        await desk.press("enter")
        assert "AppServiceCertificateLock" in desk.text, "Cancel has the focus"
        await desk.press("d", "shift+tab", "enter")
        assert desk.sees("This resource has no locks.")
        await desk.open("order.overview", "contosocert")
        await desk.press("d")
        assert desk.sees("Delete contosocert?")


async def test_locks_are_added_edited_and_inherited(tmp_path: Path) -> None:
    async with order_page("locks", linked(), tmp_path / "state.json") as desk:
        await desk.press("o")
        assert desk.sees("rg-web - Locks")
        await desk.press("a")
        assert desk.sees("Add waits for: Lock name")
        await desk.type("guard")
        await desk.press("tab", "right", "tab")
        await desk.type("class of August")
        await desk.press("f2")
        assert "▪ Read-only This scope class of August" in desk.line("guard")
        await desk.open("order.locks", "contosocert")
        assert "▪ Read-only rg-web (inherited)" in desk.line("guard")
        assert desk.sees("refuses Delete, Move, removing a role, Rekey, Manual Renew, Verify")
        await desk.open("order.rekey", "contosocert")
        await desk.press("y")
        assert desk.sees("cannot perform write operation because following scope(s) are locked")
        await desk.open("order.locks", "contosocert")
        await desk.press("down", "enter")
        assert desk.sees("Edit lock of rg-web") and desk.sees("– Save Cancel Save waits for a change.")
        await desk.press("left", "f2")
        assert "▪ Delete rg-web (inherited)" in desk.line("guard")


async def test_roles_are_given_and_taken(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("AddPrincipal", name="eve@contoso.com")
        await desk.open("order.iam", "contosocert")
        assert "Owner" in desk.line("ada@contoso.com")
        assert desk.sees("– Remove")
        await desk.do("AssignRole", principal="eve@contoso.com", scope="contosocert", role="Reader")
        assert desk.line("eve@contoso.com").endswith("Reader This resource")
        await desk.press("down", "d")
        assert desk.sees("cannot perform delete operation because following scope(s) are locked")
        await desk.do("DeleteLock", lock="AppServiceCertificateLock")
        await desk.press("d")
        assert desk.sees("eve@contoso.com loses the role Reader here and below.")
        await desk.press("shift+tab", "enter")
        assert "Reader This resource" not in desk.text
        await desk.press("a", "f2")
        assert desk.line("Microsoft.Azure.WebSites").split()[-3:] == ["Owner", "This", "resource"]


async def test_the_activity_log_has_what_was_asked_and_what_was_refused(tmp_path: Path) -> None:
    async with order_page("rekey", rekeyed(), tmp_path / "state.json") as desk:
        await desk.press("s", "s")
        await desk.do("AddLock", scope="contosocert", name="still", level="Read-only")
        await desk.undisturbed()
        await desk.open("order.activity", "contosocert")
        assert desk.line("OPERATION NAME").startswith("OPERATION NAME STATUS TIME")
        assert "Advance the clock" not in desk.text
        first = desk.line("Add management lock")
        assert "✓ Succeeded now" in first and first.endswith("ada@contoso.com")
        assert desk.sees("Microsoft.Authorization/locks/write contosocert")
        assert desk.sees("Rekey ✓ Succeeded")
        await desk.wait("91d")
        assert desk.sees("No events to display.")
        await desk.press("f", *"all", "enter")
        assert desk.sees("Rekey ✓ Succeeded")
        await desk.press("l")
        assert desk.sees('"action": "Microsoft.Authorization/locks/write"')
        assert desk.sees('"value": "EndRequest"')


@pytest.mark.parametrize(("era", "label"), [("2018", "Automation script"), ("2022", "Export template")])
async def test_the_template_is_called_as_in_its_year(tmp_path: Path, era: str, label: str) -> None:
    async with order_page("template", linked(era), tmp_path / "state.json") as desk:
        assert desk.sees(f"contosocert - {label}")
        assert desk.sees('"distinguishedName": "CN=contoso.com"')
        assert "signedCertificate" not in desk.text
