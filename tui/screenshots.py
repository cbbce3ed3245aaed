"""`python -m tui.screenshots [FOLDER]`: the pictures of the README, taken of the demo and the walk world.

A picture is a line in `SHOTS`. Keys are new each time, so thumbprints differ from run to run.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from store import new_world, open_portal
from store.operations.certificate_registration.create import CreateOrder
from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.operations.key_vault.create import CreateVault
from store.operations.operation import Operation
from store.operations.simulator.clock import SetClockSpeed
from store.resources import CertificateOrder, Site
from tui.shell.app import PortalApp
from tui.shell.saving import picture

#: The terminal of the pictures, columns and rows.
_SIZE = (120, 36)


class Shot(NamedTuple):
    """A picture: the name of its file, the world, the route, and of what kind the first resource is shown."""

    name: str
    world: str
    route: str
    kind: type[Any] | None = None


#: A world that none begins with: one to walk through, where a certificate was bought and stored already.
_BOUGHT = "bought"
_PURCHASE: tuple[Operation, ...] = (
    CreateOrder(name="contosocert", host="contoso.com", resource_group="rg-web"),
    CreateVault(name="contoso-kv", resource_group="rg-web", location="westeurope"),
    StoreInKeyVault(order="contosocert", vault="contoso-kv"),
    SetClockSpeed(speed=0),
)

SHOTS = (
    Shot("certificates", "demo", "certificates"),
    Shot("overview", "demo", "order.overview", CertificateOrder),
    Shot("rekey-and-sync", "demo", "order.rekey", CertificateOrder),
    Shot("auto-renew", "demo", "order.renew", CertificateOrder),
    Shot("tls-settings", "demo", "site.tls", Site),
    Shot("drift", "demo", "order.drift", CertificateOrder),
    Shot("jobs", "demo", "jobs"),
    Shot("create", "walk", "create"),
    Shot("configuration", _BOUGHT, "order.configuration", CertificateOrder),
    Shot("domain-verification", _BOUGHT, "order.verification", CertificateOrder),
)


def main(arguments: Sequence[str]) -> None:
    """Takes every picture and writes it to the folder, `screenshots` unless another is named."""
    folder = Path(arguments[0] if arguments else "screenshots")
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        for shot in SHOTS:
            state = Path(scratch) / f"{shot.world}.json"
            if not state.exists():
                _make(state, shot.world)
            target = folder / f"{shot.name}.svg"
            target.write_text(asyncio.run(_picture(state, shot)), encoding="utf-8")
            print(target)


def _make(state: Path, world: str) -> None:
    new_world(state, "walk" if world == _BOUGHT else world, keys="ec")
    if world == _BOUGHT:
        portal = open_portal(state)
        for operation in _PURCHASE:
            portal.perform(operation)
        portal.close()


async def _picture(state: Path, shot: Shot) -> str:
    app = PortalApp(state)
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        found = None if shot.kind is None else next(app.portal.world.all(shot.kind))
        app.go(shot.route, "" if found is None else found.id)
        for _ in range(3):
            await app.workers.wait_for_complete()
            await pilot.pause()
        return picture(app)


if __name__ == "__main__":
    main(sys.argv[1:])
