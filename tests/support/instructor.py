"""An instructor at the page of a class, beside the trainees' own programs."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from store.classes.folder import world_path
from store.services.authorization import outsiders
from tests.support.desk import Desk
from tests.support.golden import settle
from tui.shell.app import PortalApp

IDA = outsiders.instructor("Ida Rhodes")


@asynccontextmanager
async def instructor(
    folder: Path, size: tuple[int, int] = (120, 36), caller: str = ""
) -> AsyncIterator[Desk]:
    """An instructor on the page of a class, as `certblade class watch` starts it."""
    app = PortalApp(world_path(folder, "ada"), followed=folder, caller=caller)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield Desk(app, pilot)


async def seen(desk: Desk, sentence: str) -> None:
    """Wait until the page says this; what comes from another program comes when it comes."""
    if not await until(desk, lambda: sentence in desk.text):
        desk.sees(sentence)


async def until(desk: Desk, holds: Callable[[], bool]) -> bool:
    """Wait until this holds, for twenty seconds at most; whether it does."""
    end = time.monotonic() + 20
    while not holds():
        if time.monotonic() > end:
            return False
        await desk.pilot.pause(0.02)
    return True
