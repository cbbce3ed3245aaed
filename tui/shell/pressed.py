"""A key on its way from what has the focus up to the app: it passes those by that take no keys.

Textual wakes each of them for a key, which is half of what a key costs that only moves a cursor.
"""

from __future__ import annotations

import re
from functools import cache

from textual import events
from textual.message_pump import MessagePump
from textual.widget import Widget

_HANDLERS = frozenset(("on_key", "_on_key", "handle_key"))
#: What the methods begin with that Textual calls for a key by its name.
_FOR_ONE = re.compile("_?key_")


@cache
def takes_keys(kind: type[MessagePump]) -> bool:
    """Whether widgets of this class, or an app, do something with a key that reaches them."""
    # What all widgets have finds nothing to call in those that have nothing more.
    kinds = kind.__mro__
    for names in map(vars, kinds[: kinds.index(Widget)] if Widget in kinds else kinds):
        if not _HANDLERS.isdisjoint(names) or events.Key in names.get("_decorated_handlers", ()):
            return True
        if any(map(_FOR_ONE.match, names)):
            return True
    return False


class Key(events.Key):
    """A key that was pressed, as Textual has it, but for its way."""

    def _bubble_to(self, widget: MessagePump) -> None:
        while not takes_keys(type(widget)) and (parent := widget._parent) is not None:
            if widget._closing or widget._closed:
                return
            widget = parent
        super()._bubble_to(widget)
