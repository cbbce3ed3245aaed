"""Servers that the program runs on its world while somebody wants them, one of each kind at most."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from store.errors import AzureError, StateError, UsageError
from tui.host import PortalHost


class Hosted(Protocol):
    """A server that has been started."""

    def stop(self) -> None:
        """End it."""


S = TypeVar("S", bound=Hosted)


class Slot(Generic[S]):
    """The place of a server: empty, or with the server that runs. It is started and stopped in a thread.

    What cannot be started says why. One that arrives after it was given up is ended at once, so that no
    port stays taken.
    """

    def __init__(self, host: PortalHost, group: str) -> None:
        self._host = host
        self._group = group
        self._held = threading.Lock()
        self._running: S | None = None
        #: Whom the next server is for; None while nobody waits for one.
        self._wanted: object = None
        self._ending: list[S] = []

    @property
    def running(self) -> S | None:
        return self._running

    def start(self, make: Callable[[Path], S]) -> None:
        """Have `make` start it on the world that is shown, unless there is one or it is on its way."""
        if self._running is not None or self._wanted is not None:
            return
        ticket = self._wanted = object()
        self._host.work.look(self._group, partial(self._made, make, self._host.path, ticket), self._arrived)

    def stop(self) -> None:
        """End it; the page is drawn anew when it has ended."""
        self._give_up()
        self._host.work.look(f"{self._group}.end", self._end, lambda _: self._host.refresh_world())

    def close(self) -> None:
        """End it, and wait for that: the program leaves this world."""
        self._give_up()
        self._end()

    def _give_up(self) -> None:
        with self._held:
            if self._running is not None:
                self._ending.append(self._running)
            self._running = self._wanted = None

    def _end(self) -> None:
        """End all that were given up: a thread that never came to it has left its own to the next."""
        while self._ending:
            with suppress(IndexError):
                self._ending.pop().stop()

    def _made(self, make: Callable[[Path], S], path: Path, ticket: object) -> Exception | None:
        """Why there is none; whether or not the screen still asks, the server is kept or ended here."""
        try:
            made = make(path)
        except Exception as error:
            with self._held:
                if self._wanted is ticket:
                    self._wanted = None
            if isinstance(error, AzureError | StateError | UsageError):
                return error
            raise
        with self._held:
            kept = self._wanted is ticket
            if kept:
                self._running, self._wanted = made, None
        if not kept:
            made.stop()
        return None

    def _arrived(self, refused: Exception | None) -> None:
        if isinstance(refused, AzureError | StateError | UsageError):
            step = refused.next_step if isinstance(refused, AzureError) else ""
            self._host.say("Not served", refused.message, "error", code=refused.code, repair=step)
        self._host.refresh_world()
