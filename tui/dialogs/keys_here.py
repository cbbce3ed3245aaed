"""The keys of a dialog or of the first screen, by name, and as a text to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.screen import Screen

from tui.dialogs.read_text import ReadText
from tui.host import PortalHost


class OwnKey(NamedTuple):
    """What a key does, the key as it is shown, and the screen's action."""

    does: str
    key: str
    action: str


def own_keys(screen: Screen[Any]) -> Iterator[OwnKey]:
    """The keys that a screen which is no page of the portal has of its own and that mean something now."""
    for own in type(screen).BINDINGS:
        if isinstance(own, Binding) and own.description and screen.check_action(own.action, ()) is not False:
            yield OwnKey(own.description, own.key_display or own.key.split(",")[0], own.action)


def show_keys(host: PortalHost, screen: Screen[Any]) -> None:
    """Show them as a text."""
    host.push_screen(ReadText("Keys", "\n".join(f"{one.key:>8}  {one.does}" for one in own_keys(screen))))
