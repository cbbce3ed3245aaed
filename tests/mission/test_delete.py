"""Delete: the name typed, the certificate revoked, nothing undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import at_desk
from tests.support.mission_worlds import linked

LOCK = "AppServiceCertificateLock"


@pytest.mark.row("S1-74")
async def test_a_lock_refuses_until_it_is_removed(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.press("enter", "d")
        assert desk.sees("× ScopeLocked: The scope '…/contosocert' cannot perform delete operation")
        assert desk.sees(f"Locks > remove '{LOCK}' on contosocert.")
        await desk.do("DeleteLock", lock=LOCK)
        await desk.press("d")
        assert desk.sees("Delete contosocert?")


@pytest.mark.row("S1-73", "S1-75")
async def test_delete_waits_for_the_name_and_revokes(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("DeleteLock", lock=LOCK)
        await desk.press("enter", "d")
        assert desk.sees("× This revokes the certificate. It cannot be undone.")
        assert desk.sees("Bindings that break 2 contoso.com, www.contoso.com")
        await desk.type("contosocer")
        assert desk.sees("– OK Cancel OK waits for the exact name: contosocert")
        await desk.press("enter")
        assert desk.sees("Delete contosocert?")
        await desk.type("t")
        assert "OK waits" not in desk.text
        await desk.press("enter")
        assert "Delete contosocert?" not in desk.text
        assert desk.sees("Certificate Status × Revoked")
        assert desk.sees("It cannot be restored; buy a new certificate for contoso.com.")
        await desk.open("order.rekey", "contosocert")
        assert desk.sees("– Rekey")
        assert desk.sees("revoked")
        await desk.open("order.timeline", "contosocert")
        assert desk.sees("× CertificateRevoked")
