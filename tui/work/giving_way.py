"""Long work gives way to keys: two threads of Python take turns, and slowly.

The thread that draws a key's picture has to ask for the interpreter's lock again after each look at what
arrived, and waits for it as long as the other does not let go: 5 ms of Python, each time.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

#: Seconds that a slice waits for keys at most, before it and between its events, and between two looks.
_WAY_GIVEN, _A_LOOK = 0.05, 0.001


class GivingWay:
    """Lets keys go first that were pressed while a long work is under way.

    `busy` says that a key or an operation has not come to its end. `drawing` says that a key, and no
    operation, has not, or that the screen owes a picture: a slice holds the world's lock, and what waits for
    that lock is not waited for in it.
    """

    def __init__(self, busy: Callable[[], bool], drawing: Callable[[], bool]) -> None:
        self._busy = busy
        self._drawing = drawing
        self._left = _WAY_GIVEN

    def between_slices(self) -> None:
        """Wait until no key and no operation is under way, not for long."""
        self._left = _WAY_GIVEN
        _wait(lambda: self._busy() or self._drawing(), _WAY_GIVEN)

    def between_events(self) -> None:
        """Wait until the key that was pressed is painted, all in all not for long."""
        if self._left > 0 and self._drawing():
            self._left -= _wait(self._drawing, self._left)


def owes_picture(app: App[None]) -> bool:
    """Whether something on the screen in front is to be laid out or drawn; any thread may ask."""
    front = app.screen_stack[-1] if app.screen_stack else None
    return front is not None and bool(front._dirty_widgets or front._layout_required)


def _wait(holds: Callable[[], bool], seconds: float) -> float:
    """Wait while something holds, for so many seconds at most; the seconds it took."""
    began = monotonic()
    while holds() and monotonic() < began + seconds:
        sleep(_A_LOOK)
    return monotonic() - began
