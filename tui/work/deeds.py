"""What was done from each page since the program began, as the lines that do it in Azure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

from store.operations.arguments import arguments, is_hidden

if TYPE_CHECKING:
    from store import World
    from store.operations.operation import Operation

#: Deeds kept at most; the oldest go first.
KEPT = 100

#: A route and the id of its resource, "" for a list.
Page: TypeAlias = "tuple[str, str]"


class Deed:
    """A verb of a page that was accepted, at its simulated time (UTC); no password is among its lines."""

    def __init__(self, page: Page, at: datetime, write: Callable[[], str]) -> None:
        """`write` makes the lines when they are first asked for."""
        self.page = page
        self.at = at
        self._write = write

    @cached_property
    def lines(self) -> str:
        """What does it in Azure's shells and in this program."""
        return self._write()


class Deeds:
    """Newest first."""

    def __init__(self) -> None:
        self.all: tuple[Deed, ...] = ()

    def add(self, deed: Deed) -> None:
        self.all = (deed, *self.all)[:KEPT]

    def of(self, page: Page) -> tuple[Deed, ...]:
        """Those of one page."""
        return tuple(deed for deed in self.all if deed.page == page)


def writing(before: World, title: str, operation: Operation) -> Callable[[], str]:
    """What makes the lines of an operation, which hold up nothing that is on the screen.

    At once where an argument is a secret or a file: nothing keeps those.
    """
    if any(map(is_hidden, arguments(type(operation)).values())):
        lines = lines_of(before, title, operation)
        return lambda: lines
    return partial(lines_of, before, title, operation)


def lines_of(before: World, title: str, operation: Operation) -> str:
    """The lines of both shells of Azure and of this program for an operation, in the world it changed.

    Slow beside an operation: it belongs in a thread.
    """
    # Shells have words that the first frame need not wait for.
    from tui.text.command_lines import block

    return block(before, title, operation)
