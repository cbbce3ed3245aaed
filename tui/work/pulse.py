"""The pulse of a portal: follows what other programs write, and moves the running clock.

While the clock runs and does not move, or the files cannot be used, the reason is reported once, and again
when it is another one or gone. The pulse goes on trying.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from store.errors import AzureError, StateError
from store.resources import Clock
from tui.news import News

if TYPE_CHECKING:
    from textual.app import App

    from store import Portal

#: Seconds between two looks at what other instances wrote, and after one that failed.
FOLLOW_SECONDS = 0.25
RETRY_SECONDS = 5
#: Real seconds that one tick of the running clock makes up for at most.
TICK_SECONDS = 2
#: Seconds in which another program that holds the running clock should have moved it.
ANSWER_SECONDS = 10.0


class Changed(News):
    """The world is another one."""


class Standstill(News):
    """Why the running clock stands, or the files cannot be used; all is well where `reason` is ""."""

    reason: str
    code: str = ""


_WELL = Standstill("")


class Pulse:
    """A thread that follows, and ticks while the clock runs and this instance holds it."""

    def __init__(self, app: App[None], portal: Portal, *, runs_clock: bool = True) -> None:
        self._runs_clock = runs_clock
        self._app = app
        self._portal = portal
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="certblade-pulse", daemon=True)
        self._following = _WELL
        self._ticking = _WELL
        self._reported = ""
        self._failed = False
        # The moment (simulated) at which another program left the clock, when it did, and on our own clock.
        self._left: tuple[datetime, datetime, float] | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End it; waits for a step that is under way, for a second at most."""
        self._stopping.set()
        if self._thread.is_alive():
            # Closing the portal ends what it waits for then.
            self._thread.join(timeout=1)

    def _beat(self) -> None:
        ticked = time.monotonic()
        while not self._stopping.wait(RETRY_SECONDS if self._failed else FOLLOW_SECONDS):
            self._failed = False
            self._following = self._attempt(self._follow)
            elapsed = time.monotonic() - ticked
            if elapsed >= 1:
                ticked += elapsed
                self._ticking = self._attempt(partial(self._tick, min(elapsed, TICK_SECONDS)))
            self._report()

    def _attempt(self, step: Callable[[], Standstill]) -> Standstill:
        try:
            return step()
        except (AzureError, StateError) as error:
            self._failed = True
            return Standstill(error.message, error.code)
        except Exception as error:  # a bug must not end the program, nor pass in silence
            self._failed = True
            return Standstill(f"An unexpected error ({type(error).__name__}) stopped this.", "Unexpected")

    def _report(self) -> None:
        """Say what holds the pulse up, where that is something else than before."""
        found = self._following if self._following.code else self._ticking
        if found.code != self._reported:
            self._reported = found.code
            self._app.post_message(Standstill(found.reason, found.code))

    def _follow(self) -> Standstill:
        self._portal.checkpoint_if_due()
        if self._portal.follow():
            self._app.post_message(Changed())
        return _WELL

    def _tick(self, elapsed: float) -> Standstill:
        world = self._portal.world
        clock = world.get(Clock, "clock")
        if clock is not None and clock.speed and self._portal.read_only:
            return Standstill(self._portal.read_only, "StateReadOnly")
        moved = self._portal.tick(elapsed) if self._runs_clock else None
        if moved is False:
            return self._left_alone(world.now)
        self._left = None
        if moved:
            self._app.post_message(Changed())
        return _WELL

    def _left_alone(self, now: datetime) -> Standstill:
        """Whether the other program that holds the clock moves it."""
        if self._left is None or self._left[0] != now:
            self._left = now, datetime.now(), time.monotonic()
        _, since, at = self._left
        if time.monotonic() - at < ANSWER_SECONDS:
            return _WELL
        return Standstill(
            "The clock is held by another program that does not answer, "
            f"since {since:%H:%M:%S}. Let it go on, or end it; this one then moves the clock.",
            "ClockHeld",
        )
