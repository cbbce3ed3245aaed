"""Widgets that are drawn anew are gathered, and their screen looks at all of them in one turn."""

from __future__ import annotations

from threading import get_ident
from typing import TYPE_CHECKING, Any

from textual import events
from textual.widget import Widget

if TYPE_CHECKING:
    _AnyWidget = Widget
else:
    # Whatever they are mixed into: Textual takes styles from the first of its classes that one inherits.
    _AnyWidget = object


class Gathering(_AnyWidget):
    """A screen that asks those of its widgets for their wishes that have some, all in one turn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Those that wish to be drawn, or laid out.
        self.wishing: dict[Widget, None] = {}

    def hear_wishes(self) -> None:
        """Have drawn, or laid out, what wishes so."""
        wishing, self.wishing = self.wishing, {}
        for widget in wishing:
            widget._check_refresh()


class Gathered(_AnyWidget):
    """A widget that tells its screen of its wish: Textual has each of them wake up for it."""

    def check_idle(self) -> None:
        if self._running and not self._next_callbacks and not self.message_queue_size:
            screen = self.screen
            if isinstance(screen, Gathering) and self._thread_id == get_ident():
                if not screen.wishing:
                    screen.post_message(events.Callback(callback=screen.hear_wishes))
                screen.wishing[self] = None
                return
        super().check_idle()
