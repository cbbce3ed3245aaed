"""Lines of the Azure CLI and Azure PowerShell for an operation, by an example in a world of its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from store.operations.operation import Operation
from store.operations.shells import ShellLines, shell_lines
from store.worlds import begin
from tui.text.example_operations import example

if TYPE_CHECKING:
    from store import World

#: Worlds that have what operations are about.
_WORLDS = ("demo", "cloud")


def shell_example(kind: type[Operation]) -> ShellLines:
    """The equivalent lines, with words in capitals for what one chooses."""
    for name in _WORLDS:
        found = shell_lines(_world(name), example(_world(name), kind))
        if found.az or kind.alone:
            return found
    return found


@cache
def _world(name: str) -> World:
    return begin(name, keys="ec")
