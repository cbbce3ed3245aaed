"""Acting as another principal: who one is, what the pages then allow, and whose secrets are read."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import Desk, at_desk
from tests.support.mission_worlds import rekeyed


async def act_as(desk: Desk, letters: str) -> None:
    """Choose in the list of principals, then let the toasts go."""
    await desk.press("W", *letters, "enter")
    await desk.undisturbed()


async def test_roles_and_policies_decide_what_the_portal_does_and_reads(tmp_path: Path) -> None:
    async with at_desk(rekeyed(), tmp_path / "state.json") as desk:
        await desk.open("order.rekey", "contosocert")
        assert "s Sync" in desk.line("Refresh") and "as " not in desk.line("certblade ›")
        await act_as(desk, "rita")
        assert "as rita@contoso.com" in desk.line("certblade ›")
        assert "– Sync" in desk.line("Refresh") and "– Rekey" in desk.line("Refresh")
        await desk.press("s")
        assert desk.sees("The client 'rita@contoso.com' does not have authorization to perform action")
        await desk.open("order.export", "contosocert")
        await desk.press("o")
        assert "'rita@contoso.com' does not have secrets get" in desk.line("'rita@contoso.com' does not")
        await desk.undisturbed()
        await act_as(desk, "kim")
        await desk.press("o")
        assert desk.sees("CURRENT VERSION") and desk.sees("◆2")
        await desk.open("vault.iam", "contoso-kv")
        assert desk.line("kim@contoso.com User").endswith("Reader Contoso Training (inherited)")
        assert desk.sees("An access policy of contoso-kv decides who may read its secrets, not a role.")
        await act_as(desk, "carl")
        await desk.open("order.rekey", "contosocert")
        assert "s Sync" in desk.line("Refresh")
        await desk.open("order.iam", "contosocert")
        await desk.press("a")
        assert desk.sees("does not have authorization to perform action 'Microsoft.Authorization/")
        await desk.press("escape")
        await act_as(desk, "WebS")
        assert "as Microsoft.Azure.WebSites" in desk.line("certblade")
        await desk.open("order.rekey", "contosocert")
        assert "– Sync" in desk.line("Refresh")
