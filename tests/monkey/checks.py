"""What holds after each step, whatever was pressed."""

from __future__ import annotations

import asyncio

from textual.pilot import Pilot
from textual.screen import ModalScreen

from store import World, read_world
from tests.support.golden import grid
from tui.shell.app import PortalApp
from tui.widgets.focus import displayed

#: Presses of escape after which nothing lies over the page.
_WAYS_OUT = 12
#: Seconds between two looks at whether keys still wait, and those in which one key must come to its end.
_LOOK, _NO_PROGRESS = 0.02, 20.0


class Broken(Exception):
    """An invariant does not hold; the message says which, in words that are the same for the same fault."""


def check_screen(app: PortalApp) -> None:
    """Nothing uncontrolled is drawn, and no bug was reported."""
    if not app.is_running or app.return_code:
        raise Broken("the portal ended")
    if not grid(app).replace("\n", "").isprintable():
        raise Broken("a control character is on the screen")
    for notice in app.notices.all:
        if "unexpected error" in notice.text:
            raise Broken(f"{notice.title}: {notice.text}")


async def check_focus(app: PortalApp) -> None:
    """What has the focus can be seen, soon after whatever hid what had it."""
    for _ in range(50):
        focused = app.focused
        if focused is None or (focused.screen is app.screen and displayed(focused)):
            return
        await asyncio.sleep(0.02)
    raise Broken(f"the focus is nowhere: {type(focused).__name__} on {type(app.screen).__name__}")


async def check_world(app: PortalApp) -> None:
    """What the portal shows is what another program reads from its files, while nobody can write them."""
    await _opened(app)
    with app.portal._journal.locked() as shown:
        written, _ = read_world(app.path)
    if written.revision != shown.revision or _contents(written) != _contents(shown):
        raise Broken("the world on the screen is not the one in the files")


async def _opened(app: PortalApp) -> None:
    """Wait while another world is being made or opened: the one shown until then has left its files."""
    for _ in range(500):
        if app.at_work:
            return
        await asyncio.sleep(0.02)
    raise Broken("no world was opened after the last one was closed")


def _contents(world: World) -> dict[str, dict[str, object]]:
    return {name: dict(documents.items()) for name, documents in world.tables.items() if len(documents)}


async def check_ways_out(app: PortalApp, pilot: Pilot[None]) -> None:
    """Every dialog answers: escape leads to the page."""
    for _ in range(_WAYS_OUT):
        if not isinstance(app.screen, ModalScreen):
            return
        await pilot.press("escape")
        await pilot.pause()
        await _keys_done(app)
    raise Broken(f"{type(app.screen).__name__} does not answer")


async def _keys_done(app: PortalApp) -> None:
    """Wait for keys that wait for a page or dialog to stand, while one after the other comes to its end."""
    left, still = -1, 0
    while app.busy:
        still = still + 1 if app.waiting == left else 0
        left = app.waiting
        if still * _LOOK > _NO_PROGRESS:
            raise Broken(f"keys wait for ever on {type(app.screen).__name__}")
        await asyncio.sleep(_LOOK)


async def check_leaving(app: PortalApp, pilot: Pilot[None]) -> None:
    """`ctrl+q` leaves, whatever is on the screen."""
    await pilot.press("ctrl+q")
    for _ in range(int(_NO_PROGRESS / _LOOK)):
        if app.return_code == 0 and not app.is_running:
            return
        await asyncio.sleep(_LOOK)
    raise Broken("ctrl+q does not leave")
