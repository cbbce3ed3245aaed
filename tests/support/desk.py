"""A person at the portal: presses keys and reads the screen, while an instructor may change the world."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from store import World, open_portal
from store.journal.journal import write_state
from store.operations.naming import find_id
from store.operations.registry import from_json
from store.portal import Portal
from tests.support.golden import grid, resize, settle
from tui.shell.app import PortalApp
from tui.widgets.rail import Rail


class Desk:
    """One run of the program on a state file."""

    def __init__(self, app: PortalApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def world(self) -> World:
        return self.app.portal.world

    @property
    def screen(self) -> str:
        """The screen's lines."""
        return grid(self.app)

    @property
    def text(self) -> str:
        """The page beside the menu as one run of words, for sentences that wrap; bars are taken out."""
        return " ".join(" ".join(self._lines()).replace("▌", " ").split())

    def _lines(self) -> list[str]:
        """The screen's lines, those below the top bar without the menu; a card hides the page beside it."""
        screen = self.app.screen
        rail = next(iter(screen.query(Rail)), None)
        left = rail.outer_size.width if rail is not None and rail.region else 0
        lines = self.screen.splitlines()
        lines = [lines[0], *(line[left:] for line in lines[1:])]
        for card in screen.query(".card"):
            for row in range(card.region.y, min(card.region.bottom, len(lines))):
                lines[row] = lines[row][card.region.x : card.region.right]
        return lines

    def sees(self, sentence: str) -> bool:
        """Whether the page says this; where it does not, the failure shows the screen."""
        if sentence not in self.text:
            raise AssertionError(f"{sentence!r} is not on the screen:\n{self.screen}")
        return True

    def line(self, part: str) -> str:
        """The first line of the page that has this in it, words one blank apart."""
        for line in self._lines():
            if part in (words := " ".join(line.split())):
                return words
        raise AssertionError(f"{part!r} is not on the screen:\n{self.screen}")

    async def press(self, *keys: str) -> None:
        """Press keys, then wait until what they asked for is done and shown."""
        await self.pilot.press(*keys)
        await settle(self.pilot)

    async def burst(self, *keys: str) -> None:
        """Press keys in one write, as a slow line or a held key delivers them; then wait as `press` does."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            driver.process_message(events.Key(key, key if len(key) == 1 else None))
        await settle(self.pilot)

    async def type(self, text: str) -> None:
        """Type at the end of the field that has the focus; only the last letter goes by key, to be quick."""
        field = self.app.focused
        assert isinstance(field, Input)
        field.value += text[:-1]
        field.cursor_position = len(field.value)
        await self.press({".": "full_stop", "*": "asterisk", "-": "minus"}.get(text[-1], text[-1]))

    async def paste(self, text: str) -> None:
        """Paste into what has the focus, as a terminal delivers it."""
        driver = self.app._driver
        assert driver is not None
        driver.process_message(events.Paste(text))
        await settle(self.pilot)

    async def resize(self, width: int, height: int) -> None:
        """Make the terminal this large."""
        await resize(self.pilot, width, height)

    async def open(self, route: str, name: str = "") -> None:
        """Open a page from nowhere; `name` is the resource it is for."""
        resource = find_id(self.world, object, name) if name else ""
        self.app.go(route, resource, fresh=True)
        await settle(self.pilot)

    async def undisturbed(self) -> None:
        """Wait until the toasts are gone; the bell keeps what they said."""
        self.app.clear_notifications()
        await settle(self.pilot)

    async def do(self, operation: str, **arguments: Any) -> str:
        """What an instructor does meanwhile, elsewhere; the page follows."""
        done = self.app.portal.perform(from_json({"operation": operation, **arguments}))
        self.app.refresh_world()
        await settle(self.pilot)
        return done.result

    async def elsewhere(self, operation: str, **arguments: Any) -> None:
        """What another program does to the same state file; waits until the page has followed."""
        await self.elsewhere_as("", operation, **arguments)

    async def elsewhere_as(self, caller: str, operation: str, **arguments: Any) -> None:
        """The same, by somebody else."""
        portal = open_portal(self.app.path)
        portal.perform(from_json({"operation": operation, **arguments}), caller)
        wanted = portal.world.revision
        portal.close()
        assert await self.until(lambda: self.world.revision >= wanted)
        await settle(self.pilot)

    async def until(self, holds: Callable[[], bool]) -> bool:
        """Wait until this holds, for twenty seconds at most; whether it does."""
        end = time.monotonic() + 20
        while not holds():
            if time.monotonic() > end:
                return False
            await self.pilot.pause(0.02)
        return True

    async def wait(self, by: str) -> None:
        """Let simulated time pass."""
        await self.do("AdvanceClock", by=by)


@asynccontextmanager
async def at_desk(
    world: World | None,
    path: Path,
    size: tuple[int, int] = (120, 36),
    *,
    time_passes: bool = False,
    read_only: bool = False,
) -> AsyncIterator[Desk]:
    """The program on the state at `path`, which begins as `world` (None: as it was left).

    A running clock stands unless `time_passes`: a minute of such a world is a second of a slow machine.
    """
    if world is not None:
        write_state(path, world, replace=False)
    app = PortalApp(path, read_only=read_only)
    with nullcontext() if time_passes else patch.object(Portal, "tick", return_value=None):
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield Desk(app, pilot)


@asynccontextmanager
async def order_page(
    page: str, world: World | None, path: Path, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Desk]:
    """The program as `at_desk` starts it, on a page of the order contosocert: "rekey", "verification" …"""
    async with at_desk(world, path, size) as desk:
        await desk.open(f"order.{page}", "contosocert")
        yield desk
