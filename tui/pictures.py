"""`python -m tui.pictures NAME [FOLDER]`: a demo, walk or ticket as numbered SVG pictures and one that moves.

A demo shows its scenes, each for its seconds; a walk or a ticket its solution, step by step.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from textual.pilot import Pilot

from store.errors import AzureError
from store.resources import Mode
from store.training.begin import begin_run
from store.training.demo import Stage
from store.training.format import Pointer, Scenario
from store.training.library import Entry, named, own_folder
from store.training.play import Play
from tui.blades.training.words import Ticket, named_resource
from tui.navigation.routes import ROUTES
from tui.shell.animation import animated
from tui.shell.app import PortalApp
from tui.shell.saving import picture
from tui.work.settling import finished

#: The terminal of the pictures, columns and rows; seconds that a step of a solution is shown.
_SIZE = (120, 36)
_STEP = 5.0
#: Digits of a picture's number.
_DIGITS = 2


class Frame(NamedTuple):
    """A picture (SVG) and the seconds for which it is shown."""

    picture: str
    seconds: float


def main(arguments: Sequence[str]) -> int:
    """Takes the pictures and writes them into the folder, which is made; returns the exit status."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[1] if len(arguments) > 1 else arguments[0])
    try:
        entry = named(arguments[0], own_folder())
    except AzureError as error:
        print(f"{error.code}: {error.told}", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for path in write(entry, folder):
        print(path)
    return 0


def write(entry: Entry, folder: Path) -> list[Path]:
    """Writes the pictures of a scenario, the one that moves last; returns their paths."""
    with TemporaryDirectory() as scratch:
        frames = asyncio.run(_frames(entry, Path(scratch) / "state.json"))
    written = []
    for number, frame in enumerate(frames, 1):
        path = folder / f"{entry.name}-{number:0{_DIGITS}}.svg"
        path.write_text(frame.picture, encoding="utf-8")
        written.append(path)
    moving = folder / f"{entry.name}.svg"
    moving.write_text(animated(*zip(*frames, strict=True)), encoding="utf-8")
    return [*written, moving]


async def _frames(entry: Entry, state: Path) -> list[Frame]:
    begin_run(state, entry, Mode.PRACTICE, datetime.now(UTC))
    app = PortalApp(state)
    async with app.run_test(size=_SIZE) as pilot:
        await _settle(pilot)
        steps = _scenes(pilot) if entry.scenario.kind == "demo" else _steps(pilot, entry.scenario)
        return [frame async for frame in steps]


async def _scenes(pilot: Pilot[None]) -> AsyncIterator[Frame]:
    app = _app(pilot)
    stage = Stage(app.portal)
    while stage.forward() and (scene := stage.scene) is not None:
        await _show(pilot, Pointer(page=scene.page, resource=scene.resource))
        yield Frame(picture(app), scene.seconds)


async def _steps(pilot: Pilot[None], scenario: Scenario) -> AsyncIterator[Frame]:
    app = _app(pilot)
    play = Play(app.portal)
    yield Frame(picture(app), 2 * _STEP)
    for step in scenario.solution:
        play.do(step)
        place = Ticket(app.portal.world).next_goal
        await _show(pilot, scenario.objectives[place].at if place is not None else None)
        yield Frame(picture(app), _STEP)


async def _show(pilot: Pilot[None], pointer: Pointer | None) -> None:
    """Redraw, on the page of this pointer where there is such a page."""
    app = _app(pilot)
    app.refresh_world()
    if pointer is not None and pointer.page in ROUTES:
        resource = named_resource(app.portal.world, pointer.resource)
        if resource or not pointer.resource:
            app.go(pointer.page, resource, fresh=True)
    await _settle(pilot)
    app.clear_notifications()
    await pilot.pause()


def _app(pilot: Pilot[None]) -> PortalApp:
    app = pilot.app
    assert isinstance(app, PortalApp)
    return app


async def _settle(pilot: Pilot[None]) -> None:
    for _ in range(3):
        await finished(pilot.app.workers)
        await pilot.pause()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
