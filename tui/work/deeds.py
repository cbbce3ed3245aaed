"""What was done from each page since the program began, as the lines that do it in Azure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from store import World
    from store.operations.operation import Operation

#: Deeds kept at most; the oldest go first.
KEPT = 100

#: A route and the id of its resource, "" for a list.
Page: TypeAlias = "tuple[str, str]"


class Deed(Struct, frozen=True):
    """A verb of a page that was accepted: its simulated time (UTC) and its lines, no password among them."""

    page: Page
    at: datetime
    lines: str


class Deeds:
    """Newest first."""

    def __init__(self) -> None:
        self.all: tuple[Deed, ...] = ()

    def add(self, deed: Deed) -> None:
        self.all = (deed, *self.all)[:KEPT]

    def of(self, page: Page) -> tuple[Deed, ...]:
        """Those of one page."""
        return tuple(deed for deed in self.all if deed.page == page)


def lines_of(before: World, title: str, operation: Operation) -> str:
    """The lines of both shells of Azure and of this program for an operation, in the world it changed.

    Slow beside an operation: it belongs in a thread.
    """
    # Shells have words that the first frame need not wait for.
    from tui.text.command_lines import block

    return block(before, title, operation)
