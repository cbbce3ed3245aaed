"""`python -m tui.screenshots [--animate] [FOLDER]`: the pictures of the README, of the demo and walk worlds.

A picture is a line in `SHOTS`; `STORY` is played by its keys into one that moves, with `--animate` alone.
Keys of certificates are new each time, so thumbprints differ from run to run.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from textual.pilot import Pilot

from store import new_world, open_portal
from store.operations.certificate_registration.create import CreateOrder
from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.operations.key_vault.create import CreateVault
from store.operations.operation import Operation
from store.operations.simulator.clock import SetClockSpeed
from store.resources import CertificateOrder, Site
from tui.shell.app import PortalApp
from tui.shell.saving import picture
from tui.shell.svg import drawn, taken
from tui.work.settling import finished

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


class Step(NamedTuple):
    """Keys pressed one after another, what is said of them, and the seconds their outcome is shown."""

    keys: tuple[str, ...]
    caption: str
    seconds: float


#: The file of the moving picture, and the story it tells.
STORY_NAME = "out-of-sync"
STORY = (
    Step((), "A rekey has not reached two of three linked certificates.", 3),
    Step(("enter",), "enter   the order, its cause and its way out", 3.5),
    Step(("m", *"drift"), "m drift   every page of the order by its name", 1.5),
    Step(("enter",), "enter   from the order to what clients get: hop B differs", 4.5),
    Step(("s",), "s   Sync: the same thumbprint from end to end", 4.5),
    Step(("escape",), "esc   and the order is ready", 3),
    Step(("U",), "U   any step can be taken back", 3),
)
#: The terminal of the story: the hop map fits its columns.
_STAGE = (120, 32)


def main(arguments: Sequence[str]) -> None:
    """Takes every picture and writes it to the folder, `screenshots` unless another is named."""
    named = [argument for argument in arguments if argument != "--animate"]
    folder = Path(named[0] if named else "screenshots")
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        for shot in () if "--animate" in arguments else SHOTS:
            state = Path(scratch) / f"{shot.world}.json"
            if not state.exists():
                _make(state, shot.world)
            _write(folder / f"{shot.name}.svg", asyncio.run(_picture(state, shot)))
        state = Path(scratch) / "story.json"
        _make(state, "demo")
        _write(folder / f"{STORY_NAME}.svg", asyncio.run(played(state, STORY)))


def _write(target: Path, text: str) -> None:
    target.write_text(text, encoding="utf-8")
    print(target)


async def played(state: Path, story: Sequence[Step]) -> str:
    """A story as one SVG: the portal on this state is driven by its keys, each step is a picture."""
    app, pictures = PortalApp(state), []
    async with app.run_test(size=_STAGE, notifications=True) as pilot:
        for step in story:
            for key in step.keys:
                await pilot.press(key)
                await _settled(app, pilot)
            await _settled(app, pilot)
            pictures.append(taken(app, step.seconds, step.caption))
    return drawn(pictures, "certblade")


async def _settled(app: PortalApp, pilot: Pilot[None]) -> None:
    """Wait until what was asked for is done and drawn."""
    for _ in range(3):
        await finished(app.workers)
        await pilot.pause()


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
        await _settled(app, pilot)
        return picture(app)


if __name__ == "__main__":
    main(sys.argv[1:])
