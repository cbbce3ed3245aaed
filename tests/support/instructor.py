"""An instructor at the page of a class, beside the trainees' own programs."""

from __future__ import annotations

from collections.abc import AsyncIterator
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
    if not await desk.until(lambda: sentence in desk.text):
        desk.sees(sentence)


async def told(desk: Desk, sentence: str) -> None:
    """Wait until this has been said: a toast may have gone again, while the bell keeps what it said."""

    def said() -> bool:
        return sentence in desk.text or any(sentence in one.text for one in desk.app.notices.all)

    assert await desk.until(said), sentence
