"""Lines of the Azure CLI and Azure PowerShell for an operation, by an example in the demo world."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from store.errors import AzureError
from store.operations.azure_powershell import powershell
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


def powershell_example(kind: type[Operation]) -> str | None:
    """The equivalent line of Azure PowerShell; None where it has none."""
    try:
        return powershell(_world(), example(_world(), kind))
    except AzureError:
        return None


@cache
def _world() -> World:
    return begin("demo", keys="ec")
