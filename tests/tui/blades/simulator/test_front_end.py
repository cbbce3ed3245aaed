"""The page of the TLS front end: started on ports, what clients see of each host, stopped."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from threading import Event

import pytest

from store.resources import CertificateOrder
from tests.support.desk import Desk, at_desk
from tests.support.golden import Golden
from tests.support.tls_client import client, handshake
from tests.support.worlds import demo_world
from tui.serving.connections import bound
from tui.serving.hosted import HostedFrontEnd
from tui.serving.hosts import HostServer


async def started(desk: Desk) -> HostServer:
    """The front end, started by its key; its client has asked for the first host."""
    await desk.open("front_end")
    await desk.press("p")
    assert desk.app.front_end is not None
    await seen(desk, "Connection")
    return desk.app.front_end.server


async def seen(desk: Desk, words: str) -> None:
    """Wait until the panel says this: a client asks, and the page looks a few times a second."""
    for _ in range(100):
        if words in desk.text:
            return
        await desk.pilot.pause(0.02)
    assert desk.sees(words)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_it_serves_when_it_is_started_and_shows_what_clients_see(
    tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("front_end")
        golden(f"front_end-{size[0]}x{size[1]}", desk.app)
        assert desk.app.front_end is None
        server = await started(desk)
        golden(f"front_end-started-{size[0]}x{size[1]}", desk.app, server.port, server.plain_port)


async def test_the_panel_says_in_sync_after_a_sync_and_another_host_has_its_own_address(
    tmp_path: Path,
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        server = await started(desk)
        order = next(desk.world.all(CertificateOrder))
        assert desk.sees("! Out of sync Clients are shown the binding's certificate. Order 'contosocert' has")
        assert desk.sees("✓ Trusted chain to Sim Root - G2")
        await desk.do("SyncOrder", order="contosocert")
        await seen(
            desk, "✓ In sync Clients are shown the binding's certificate, the current one of its order."
        )
        digits = order.thumbprint
        assert f"◆3 {digits[:8]} {digits[8:16]}" in desk.line("Thumbprint")
        assert handshake(client(), server.port, "contoso.com")[0].thumbprint == digits
        await desk.press("down")
        await seen(desk, "openssl s_client -connect 127.0.0.2")
        assert desk.sees(f"curl -k --resolve www.contoso.com:{server.port}:127.0.0.2 https://www.contoso.com")
        await desk.press("l")
        assert desk.sees(f"--resolve shop.contoso.com:{server.port}:127.0.0.1")
        await desk.press("escape", "enter")
        assert "› TLS front end › TLS/SSL settings" in desk.line("certblade ›")


async def test_hosts_without_a_key_or_a_binding_say_so_and_how_that_is_mended(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.do("RemoveBinding", site="api-app", host="api.contoso.com")
        await desk.do("DeleteLock", lock="AppServiceCertificateLock")
        await desk.do("DeleteVault", vault="contoso-kv")
        await desk.do("PurgeVault", vault="contoso-kv")
        await desk.open("front_end")
        assert "× No private key" in desk.line("shop.contoso.com")
        assert desk.sees(
            "is here without its private key, so it cannot be served. Bind a certificate that was"
        )
        await desk.press("p")
        await seen(desk, "! Out of sync The binding's certificate is here without its private key")
        assert desk.sees("× Not trusted The certificate is for *.azurewebsites.net")
        await desk.press("end")
        await seen(desk, "The host has no binding: clients get App Service's own certificate. Add a binding")
        assert "App Service's own" in desk.line("api.contoso.com")


async def test_a_port_in_use_is_told_and_the_next_attempt_is_free(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            await desk.open("front_end")
            await desk.press("i", "backspace")
            await desk.type("70000")
            assert desk.sees("A port is a number from 0 to 65535.")
            await desk.press(*["backspace"] * 5)
            await desk.type(str(port))
            await desk.press("enter")
            assert f"PortNotAvailable: Port {port} cannot be used: Address" in desk.line("PortNotAvailable")
            assert desk.app.front_end is None
            await desk.press("b")
            assert "Repair Start it on another port" in desk.line("Repair")
            await desk.press("escape")
        await started(desk)


async def test_stopped_given_up_or_left_nobody_listens(tmp_path: Path) -> None:
    made, under_way, go_on = [], Event(), Event()

    def making(path: Path) -> HostedFrontEnd:
        under_way.set()
        go_on.wait(timeout=10)
        made.append(HostedFrontEnd(path))
        return made[-1]

    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        server = await started(desk)
        await desk.press("p")
        assert desk.app.front_end is None
        bound(server.port).close()
        desk.app._hosts.start(making)
        await asyncio.to_thread(under_way.wait, 10)
        desk.app._hosts.stop()
        go_on.set()
        await desk.press("p")
        await seen(desk, "✓ Served")
        given_up, left = made[0].server, desk.app._hosts.running
        assert left is not None and left is not made[0]
        bound(given_up.port).close()
    bound(left.server.port).close()
