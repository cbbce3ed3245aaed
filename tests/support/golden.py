"""Golden screens: what a terminal shows, as text, compared with a file of `tests/tui/golden`."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from tui.shell.program import Program
from tui.work.settling import finished

#: Parts of thumbprints, and sizes of files: keys are made anew in each run.
_DIGITS = re.compile(
    r"\b[0-9A-F]{8,}\b|(?<=…)[0-9A-F]{1,4}\b|\b[0-9A-F]+(?=…)|\b\d,\d{3}(?= bytes)"
    r"|(?<=[◆◇○]\d )[0-9A-F]+|(?<= [0-9A-F]{8} )[0-9A-F]+"
)
#: How often it is looked whether something is under way, for two seconds at least; and how often nothing was.
_PATIENCE, _CALM = 400, 6
FOLDER = Path(__file__).parents[1] / "tui" / "golden"


def grid(app: App[Any]) -> str:
    """The screen as text, trailing blanks removed; Textual has no public call for it."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(part.text for part in strip).rstrip() for strip in strips) + "\n"


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until keys came to their end, operations are done and the screen shows them."""
    # What was sent just now begins.
    await pilot.pause(0)
    while isinstance(pilot.app, Program) and pilot.app.busy:
        await pilot.pause(0.01)
    calm = 0
    for _ in range(_PATIENCE):
        await finished(pilot.app.workers)
        await (asyncio.sleep(0.004) if calm else pilot.pause(0))
        calm = 0 if _under_way(pilot.app) else calm + 1
        if calm == _CALM:
            break
    # What is dirty is painted.
    await pilot.pause(0)


async def resize(pilot: Pilot[Any], width: int, height: int) -> None:
    """Make the terminal this large, and wait until the screen is: sizes have a rhythm of their own."""
    await pilot.resize_terminal(width, height)
    await asyncio.sleep(0.05)
    await settle(pilot)


def _under_way(app: App[Any]) -> bool:
    """Whether a page is opening, a thread works or a message waits: a pause alone can end before them."""
    if isinstance(app, Program) and (app.opening() or app.busy):
        return True
    if app.screen._callbacks or any(not worker.is_finished for worker in app.workers):
        return True
    return any(node.message_queue_size for node in (app, *app.screen.walk_children(with_self=True)))


class Golden:
    """Compares screens with their files, digits of thumbprints aside; `--accept` writes them instead.

    What differs from run to run by itself (a port) is given as `passing`, and drawn as so many X.
    """

    def __init__(self, accept: bool) -> None:
        self._accept = accept

    def __call__(self, name: str, app: App[Any], *passing: object) -> None:
        file = FOLDER / f"{name}.txt"
        shown = _DIGITS.sub(lambda found: "X" * len(found[0]), grid(app))
        for one in map(str, passing):
            shown = shown.replace(one, "X" * len(one))
        if self._accept:
            file.write_text(shown, encoding="utf-8")
        assert file.exists(), f"there is no {file.name}: run with --accept and read what it wrote"
        assert shown == file.read_text(encoding="utf-8")
