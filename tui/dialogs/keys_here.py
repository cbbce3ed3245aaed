"""The keys of a dialog or of the first screen, by name, and as a text to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.screen import Screen

from tui.dialogs.read_text import ReadText
from tui.host import PortalHost

#: Keys whose names differ from what stands on them.
_SHORT = {"escape": "esc", "question_mark": "?"}


class OwnKey(NamedTuple):
    """What a key does, the key as it is shown, and the screen's action."""

    does: str
    key: str
    action: str


def own_keys(screen: Screen[Any]) -> Iterator[OwnKey]:
    """The keys that a screen which is no page of the portal has of its own and that mean something now."""
    for own in type(screen).BINDINGS:
        if isinstance(own, Binding) and own.description and screen.check_action(own.action, ()) is not False:
            key = own.key_display or _SHORT.get(own.key, own.key.split(",")[0])
            yield OwnKey(own.description, key, own.action)


def show_keys(host: PortalHost, screen: Screen[Any]) -> None:
    """Show them as a text."""
    host.push_screen(ReadText("Keys", "\n".join(f"{one.key:>8}  {one.does}" for one in own_keys(screen))))
