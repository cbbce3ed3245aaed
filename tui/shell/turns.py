"""Keys and clicks take turns: one acts, what it opens stands, and only then the next one acts.

Textual hands a key to the focused widget and takes the next one at once, while the first is still on its way
up to the binding it is for. Two keys in one write (a slow line, a held key, a recorder, a busy machine) would
then act in another order, on a page that is being left, or on a dialog twice. A key that begins an operation
comes to its end when the page shows what was done, or says that it is under way; one that asks for an answer,
when that is there.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

from tui.shell.holding import Holding
from tui.shell.pressed import takes_keys

#: Seconds after which the next key acts although the one before has not come to its end.
PATIENCE = 5.0
#: Seconds between two looks at whether a page that is being opened stands.
_PAUSE = 0.002
_TURNS = (events.Key, events.MouseDown, events.MouseUp, events.Paste)
#: Keys that wait for nothing.
_AT_ONCE = frozenset(("ctrl+q",))


class Turns:
    """The turns of one app. `act` deals with an event; `opening` says that a page is on its way.

    `holding` has what an event began and others wait for; `done` is called when nothing waits any more.
    """

    def __init__(
        self,
        app: App[None],
        act: Callable[[events.Event], Awaitable[None]],
        opening: Callable[[], bool],
        holding: Holding,
        done: Callable[[], None],
    ) -> None:
        self._app = app
        self._act = act
        self._opening = opening
        self._holding = holding
        self._done = done
        self._waiting: deque[events.Event] = deque()
        self._turn: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether something that was pressed has not come to its end."""
        return self._turn is not None

    @property
    def waiting(self) -> int:
        """How much was pressed since and waits for its turn."""
        return len(self._waiting)

    @staticmethod
    def wanted(event: events.Event) -> bool:
        """Whether this event takes a turn: keys, clicks and pastes, when they arrive."""
        if not isinstance(event, _TURNS) or event.is_forwarded:
            return False
        return not (isinstance(event, events.Key) and event.key in _AT_ONCE)

    async def take(self, event: events.Event) -> None:
        """Deal with the event now, or after those that came before."""
        if self._turn is not None:
            self._waiting.append(event)
            return
        way = self._way(event)
        try:
            await self._act(event)
        finally:
            self._turn = asyncio.create_task(self._to_the_end(way))

    async def _to_the_end(self, way: Sequence[MessagePump]) -> None:
        await self._settled(way)
        while self._waiting and self._app.is_running:
            event = self._waiting.popleft()
            way = self._way(event)
            self._app.call_later(self._act, event)
            await self._settled(way)
        self._turn = None
        self._done()

    def _way(self, event: events.Event) -> list[MessagePump]:
        """The way of an event: a key passes those by that take none."""
        path = self._path()
        if not isinstance(event, events.Key):
            return path
        return [*path[:1], *(one for one in path[1:] if takes_keys(type(one)))]

    def _path(self) -> list[MessagePump]:
        """All from what has the focus (or is under the mouse) up to the app, then the app."""
        if not self._app.screen_stack:
            return [self._app]
        starts: tuple[Widget | None, ...] = (self._app.focused, self._app.mouse_over)
        found: dict[MessagePump, None] = {}
        for start in starts:
            if start is not None:
                found |= dict.fromkeys(start.ancestors_with_self)
        found.pop(self._app, None)
        return [*found, self._app.screen, self._app]

    async def _settled(self, way: Sequence[MessagePump]) -> None:
        """Wait until an event, and what it set off, is dealt with, and the screen in front stands."""
        until = asyncio.get_running_loop().time() + PATIENCE
        await self._passed([self._app, *way], until)
        while self._app.is_running and asyncio.get_running_loop().time() < until:
            await self._holding.ended()
            front = self._path()
            await self._passed(front, until)
            if front == self._path() and self._at_rest(front):
                return
            await asyncio.sleep(_PAUSE)

    def _at_rest(self, front: Sequence[MessagePump]) -> bool:
        """Whether the screen in front stands, has nothing to deal with, and waits for no answer."""
        waiting = self._holding.any or any(one.message_queue_size for one in front)
        return not waiting and self._stands()

    def _stands(self) -> bool:
        """Whether the screen in front is there, with everything on it."""
        if self._opening():
            return False
        nodes = self._app.screen.walk_children(Widget, with_self=True) if self._app.screen_stack else ()
        return all(node.is_mounted for node in nodes)

    async def _passed(self, pumps: Sequence[MessagePump], until: float) -> None:
        """Wait until each of these, one after the other, has dealt with what it was sent so far."""
        loop = asyncio.get_running_loop()
        passed = loop.create_future()
        ahead = deque(pumps)
        at: MessagePump = self._app

        def step() -> None:
            # From one to the next at once: to wait here for each would cost more than what they do. Of a
            # partial, and of a function that is not Python's own, Textual reads the signature each time.
            nonlocal at
            while ahead:
                at = ahead.popleft()
                if at.is_running and at.post_message(events.Callback(callback=step)):
                    return
            if not passed.done():
                passed.set_result(None)

        step()
        while not passed.done() and loop.time() < until:
            await asyncio.wait((passed,), timeout=0.02)
            if not at.is_running and not passed.done():
                # It closed before it came to this.
                step()
