"""The page that serves the world: started, watched, stopped."""

from __future__ import annotations

import asyncio
import http.client
import ssl
from pathlib import Path

import pytest

from tests.support.desk import Desk, at_desk
from tests.support.golden import Golden
from tests.support.worlds import demo_world
from tui.serving.environment import login
from tui.serving.hosted import HostedArm


@pytest.fixture(autouse=True)
def own_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_nothing_is_served_until_it_is_started(
    tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("serving")
        assert desk.app.served is None
        golden(f"serving-{size[0]}x{size[1]}", desk.app)


async def _served(desk: Desk) -> HostedArm:
    await desk.open("serving")
    await desk.press("p")
    assert desk.app.served is not None
    return desk.app.served


def _ask(served: HostedArm, method: str, path: str) -> int:
    server = served.server
    who = login(server.world, server.tokens)
    trust = ssl.create_default_context(cafile=server.installation.authority)
    line = http.client.HTTPSConnection("localhost", server.place.port, timeout=10, context=trust)
    form = f"grant_type=client_credentials&client_id={who.client}&client_secret={who.secret}"
    line.request("POST", f"/{who.tenant}/oauth2/v2.0/token", f"{form}&scope={server.place.origin}/.default")
    token = line.getresponse().read().decode().partition('access_token":"')[2].partition('"')[0]
    line.request(method, path, headers={"Authorization": f"Bearer {token}"})
    response = line.getresponse()
    response.read()
    line.close()
    return response.status


async def test_started_it_shows_the_lines_to_copy_and_each_request_with_what_it_became(
    tmp_path: Path,
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        served = await _served(desk)
        assert desk.sees(served.server.place.origin)
        assert desk.sees(served.shell_line)
        scope = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-web/providers"
        lock = "Microsoft.Authorization/locks/AppServiceCertificateLock"
        order = f"{scope}/Microsoft.CertificateRegistration/certificateOrders/contosocert"
        path = f"{order}/providers/{lock}?api-version=2016-09-01"
        assert await asyncio.to_thread(_ask, served, "DELETE", path) == 200
        await desk.pilot.pause(0.7)
        assert desk.line("DELETE").startswith("DELETE 200 DeleteLock ada@contoso.com")
        # The portal follows what clients do, as it follows another program.
        assert not [one for one in desk.world.tables["Microsoft.Authorization/locks"] if "contosocert" in one]


async def test_stopped_or_left_nobody_answers_and_no_login_stays_on_disk(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        served = await _served(desk)
        folder = Path(served.shell_line.removeprefix(". ")).parent
        assert folder.is_dir()
        await desk.press("p")
        assert desk.app.served is None
        assert not served.server.running
        assert not folder.exists()
        left = await _served(desk)
    assert not left.server.running
