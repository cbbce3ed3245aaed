"""The Azure CLI line of an operation, shown by an example: its resources are those of the demo world."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from store.errors import AzureError
from store.operations.operation import Operation
from store.worlds import begin
from tui.text.example_operations import example

if TYPE_CHECKING:
    from store import World


def az_example(kind: type[Operation]) -> str | None:
    """The equivalent `az` line, with words in capitals for what one chooses; None where Azure has none."""
    if kind.az is Operation.az:
        return None
    try:
        return example(_world(), kind).az(_world())
    except AzureError:
        return None


@cache
def _world() -> World:
    return begin("demo", keys="ec")
