"""The whole main job in one sitting: buy, store, verify, import, bind, rekey, see the drift, sync, export."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12
from textual.widgets import Input

from tests.support.desk import Desk, at_desk


async def begin_to_walk(desk: Desk) -> None:
    """From the first screen into the walk world, its clock paused so that time passes only when asked."""
    assert desk.sees("Walk through a certificate setup")
    await desk.press("y", "1")
    for _ in range(100):
        if "App Service Certificates" in desk.screen:
            break
        await asyncio.sleep(0.05)
    await desk.press("t", "p", "escape")
    assert "‖ 2022-08-01" in desk.line("certblade")


async def buy(desk: Desk) -> None:
    await desk.press("n")
    await desk.type("contoso.com")
    await desk.press("tab")
    await desk.type("contosocert")
    await desk.press("f2")
    assert desk.sees("! Domain verification required")


async def store(desk: Desk) -> None:
    await desk.press("m", *"configuration", "enter")
    await desk.press("enter", "v", "n")
    await desk.type("contoso-kv")
    await desk.press("f2")
    assert desk.sees("You have successfully configured Key Vault for your App Service Certificate.")
    await desk.press("escape")
    assert "✓ Step 1: Store" in desk.line("Step 1: Store")


async def verify(desk: Desk) -> None:
    await desk.press("down", "enter")
    token = desk.line("Domain Verification Token").split()[3]
    await desk.press("o", "a")
    await desk.type(token)
    await desk.press("f2", "escape")
    await desk.press("v")
    await desk.press("t", "n", "n", "r")
    await desk.undisturbed()
    assert desk.sees("✓ Certificate is Domain Verified")
    await next_event(desk)
    await desk.press("escape")
    assert "✓ Step 3: Assign" in desk.line("Step 3: Assign")


async def next_event(desk: Desk) -> None:
    await desk.press("t", "n", "n")


async def import_and_bind(desk: Desk, app: str, *hosts: str) -> None:
    """From Assign into the app: import the certificate, then bind each of its hosts."""
    await desk.press("o")
    await desk.type(app)
    await desk.press("enter", "right", "i", "enter")
    assert "✓ Healthy" in desk.line("✓ Healthy")
    await desk.press("left")
    for host in hosts:
        await desk.press("a", "tab", "space", "down", "enter", "f2")
        await desk.undisturbed()
        assert "✓ Secure" in desk.line(f"✓ Secure {host}")


async def rekey(desk: Desk) -> None:
    await desk.open("order.rekey", "contosocert")
    await desk.press("y")
    assert desk.sees("Rekeying")
    await next_event(desk)
    await desk.undisturbed()
    assert desk.sees("! Out of sync")


@pytest.mark.row("S1-21", "S2-04", "S2-05", "S2-09")
async def test_the_main_job_from_an_empty_machine_to_an_export(tmp_path: Path) -> None:
    """Nothing that was acknowledged is lost by closing the program in the middle of it."""
    state = tmp_path / "portal" / "state.json"
    async with at_desk(None, state) as desk:
        await begin_to_walk(desk)
        await buy(desk)
        await store(desk)
        await verify(desk)
        await desk.press("down", "enter")
        await import_and_bind(desk, "contoso-app", "contoso.com", "www.contoso.com")
        await rekey(desk)
    async with at_desk(None, state) as desk:
        await desk.press("enter", "m", *"rekey", "enter")
        assert desk.sees("1 private certificate out of sync")
        await desk.press("s")
        await desk.undisturbed()
        assert "✓ In sync" in desk.line("webspace")
        thumbprint = desk.line("Current Certificate Thumbprint").split("◆2")[1].replace(" ", "")
        await desk.open("site.tls", "contoso-app")
        for host in ("contoso.com", "www.contoso.com"):
            assert thumbprint[:8] in desk.line(f"✓ Secure {host}")
        exported = await export(desk, tmp_path / "contosocert.pfx")
    assert thumbprint_of(exported) == thumbprint


async def export(desk: Desk, target: Path) -> Path:
    """Export Certificate > Open in Key Vault > current version > Download as a certificate."""
    await desk.open("order.export", "contosocert")
    await desk.press("o", "enter", "enter")
    field = desk.app.focused
    assert isinstance(field, Input)
    field.value = ""
    await desk.type(str(target))
    await desk.press("f2")
    assert target.stat().st_mode & 0o777 == 0o600
    return target


def thumbprint_of(pfx: Path) -> str:
    """The thumbprint inside, read by `openssl` where there is one."""
    if not shutil.which("openssl"):
        found = pkcs12.load_pkcs12(pfx.read_bytes(), b"").cert
        assert found is not None
        return found.certificate.fingerprint(hashes.SHA1()).hex().upper()
    shown = subprocess.run(
        f"openssl pkcs12 -in {pfx} -passin pass: -nokeys -clcerts | openssl x509 -noout -fingerprint -sha1",
        shell=True, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return shown.stdout.strip().split("=")[1].replace(":", "")
