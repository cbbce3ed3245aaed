"""Counts the calls of functions that one key costs, from the press until the screen shows what it did."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import store
import tui
from store import World
from tests.support.desk import Desk, at_desk

_ROOMS = tuple(str(Path(str(package.__file__)).parent) + os.sep for package in (store, tui))
_PULSE = "certblade-pulse"
#: Key → the keys that lead to where it is pressed, on Rekey and Sync of the demo's order.
TRIPS: dict[str, tuple[str, ...]] = {"s": (), "y": (), "t": (), "n": ("y", "t", "n")}


class Calls:
    """How often each function of `store` and `tui` was called.

    A comprehension counts where the interpreter makes a frame for it (before 3.12). A generator counts once,
    when it begins; `resumed` counts how often generators and coroutines went on. Not counted: the body of a
    module, and what the pulse does by itself, which follows the file four times a second.
    """

    def __init__(self) -> None:
        self.begun: Counter[CodeType] = Counter()
        self.resumed = 0
        self._counts = False
        self._ours: dict[CodeType, bool] = {}

    @property
    def total(self) -> int:
        return self.begun.total()

    def named(self) -> Counter[str]:
        """How often each function was called, by file and name."""
        return Counter({_name(code): number for code, number in self.begun.items()})

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch this thread and every thread that starts inside; nothing is counted yet."""
        threading.setprofile(self._seen)
        sys.setprofile(self._seen)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what is called inside."""
        self._counts = True
        try:
            yield
        finally:
            self._counts = False

    def _seen(self, frame: FrameType, event: str, _: Any) -> None:
        if not self._counts or event != "call":
            return
        code = frame.f_code
        ours = self._ours.get(code)
        if ours is None:
            ours = code.co_filename.startswith(_ROOMS) and code.co_name != "<module>"
            self._ours[code] = ours
        if not ours or threading.current_thread().name == _PULSE:
            return
        # The argument of RESUME: 0 where a function begins, else what a generator or coroutine waited for.
        if code.co_code[frame.f_lasti + 1] & 3:
            self.resumed += 1
        else:
            self.begun[code] += 1


def _name(code: CodeType) -> str:
    path = next(code.co_filename.removeprefix(room) for room in _ROOMS if code.co_filename.startswith(room))
    room = "store" if code.co_filename.startswith(_ROOMS[0]) else "tui"
    return f"{room}/{path}:{code.co_qualname}"


def import_everything() -> None:
    """Import every module, so that no key is charged for the classes its first press would make."""
    for package in (store, tui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


async def calls_of(key: str, world: World, path: Path) -> Calls:
    """The calls of one key on Rekey and Sync of the order in the demo `world`, written to `path`."""
    import_everything()
    calls = Calls()
    with calls.watching():
        async with at_desk(world, path) as desk:
            await _walk(desk, TRIPS[key])
            with calls.counting():
                await desk.press(key)
    return calls


async def _walk(desk: Desk, keys: tuple[str, ...]) -> None:
    await desk.open("order.rekey", "contosocert")
    for key in keys:
        await desk.press(key)
