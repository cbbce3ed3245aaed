"""A drawing of a page that can be shown on the whole screen: a chart, a map."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from textual.content import Content


class Figure(Struct, frozen=True):
    """Its title, and what a thread works out of the world there is: how it is drawn in a width of cells."""

    title: str
    look: Callable[[], Callable[[int], Content]]


class Pictured:
    """A page that may have a figure."""

    def figure(self) -> Figure | None:
        """What `w` shows on the whole screen; None gives the page itself the room of menu and pane."""
        return None
