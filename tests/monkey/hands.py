"""The monkey's hands: each step done to an app that runs without a terminal."""

from __future__ import annotations

import asyncio
from functools import singledispatchmethod
from typing import Any

from textual import events
from textual.driver import Driver
from textual.geometry import Size
from textual.widgets import Input

from tests.monkey.outside import change
from tests.monkey.steps import Click, Open, Outside, Paste, Press, Resize, Rest, Step, Wheel
from tests.support.hostile_tour import places
from tui.shell.app import PortalApp

_PASTED = {
    "word": "contosocert",
    "lines": "one\ntwo\r\nthree\tfour\n" * 20,
    "controls": "a\x1b[7mMARK\x1b[0m\x9b2j\u202eb\u200b\x85c\u2028d\x00",
    "megabyte": "x" * 1_048_576,
}
_CHARACTERS = {
    **{"space": " ", "question_mark": "?", "slash": "/", "full_stop": ".", "asterisk": "*"},
    **{"minus": "-", "at": "@", "underscore": "_"},
}


class Hands:
    """Sends what a terminal would send, through the app's driver."""

    def __init__(self, app: PortalApp) -> None:
        self._app = app
        self._places = list(places(app.portal.world))

    @property
    def _driver(self) -> Driver:
        driver = self._app._driver
        assert driver is not None
        return driver

    def _point(self, x: float, y: float) -> tuple[int, int]:
        size = self._app.size
        return int(x * max(1, size.width - 1)), int(y * max(1, size.height - 1))

    @singledispatchmethod
    async def do(self, step: Step) -> None:
        """Do one step; returns when its last event is sent, not when it is dealt with."""
        raise NotImplementedError(step)

    @do.register
    async def _press(self, step: Press) -> None:
        for key in step.keys:
            if key == "slash" and isinstance(self._app.focused, Input):
                continue  # Paths that are typed stay in the run's own folder.
            character = key if len(key) == 1 else _CHARACTERS.get(key)
            self._driver.process_message(events.Key(key, character))
            if step.gap:
                await asyncio.sleep(step.gap / 1000)

    @do.register
    async def _open(self, step: Open) -> None:
        route, resource = self._places[step.place % len(self._places)]
        self._app.go(route, resource)

    @do.register
    async def _click(self, step: Click) -> None:
        point = self._point(step.x, step.y)
        for _ in range(step.times):
            self._driver.process_message(_mouse(events.MouseDown, point, 1))
            self._driver.process_message(_mouse(events.MouseUp, point, 1))

    @do.register
    async def _wheel(self, step: Wheel) -> None:
        point = self._point(step.x, step.y)
        self._driver.process_message(_mouse(events.MouseMove, point, 0))
        kind = events.MouseScrollDown if step.down else events.MouseScrollUp
        self._driver.process_message(_mouse(kind, point, 0))

    @do.register
    async def _paste(self, step: Paste) -> None:
        self._driver.process_message(events.Paste(_PASTED[step.kind]))

    @do.register
    async def _resize(self, step: Resize) -> None:
        size = Size(step.width, step.height)
        self._driver._size = size
        self._driver.process_message(events.Resize(size, size))

    @do.register
    async def _outside(self, step: Outside) -> None:
        frame = self._app.frame
        shown = frame.journey.here.resource if frame else ""
        await asyncio.to_thread(change, self._app.path, step.change, step.pick, shown)

    @do.register
    async def _rest(self, step: Rest) -> None:
        await asyncio.sleep(step.ms / 1000)


def _mouse(kind: type[Any], point: tuple[int, int], button: int) -> Any:
    x, y = point
    return kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y)
