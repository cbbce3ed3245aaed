"""An operation as lines for the shells of Azure, the Azure CLI and Azure PowerShell, or why it has none."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from store.errors import AzureError, UsageError
from store.operations.naming import resolve
from store.operations.operation import Operation
from store.world import View

_LATER = "It can be said once what it names is there."
_NO_WORDS = "It has no words for what was chosen."


class ShellLines(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that do an operation in the real Azure; `reason` is a sentence where a shell has none.

    A shell that needs several lines has them one below the other.
    """

    az: str = ""
    powershell: str = ""
    reason: str = ""


def shell_lines(view: View, operation: Operation) -> ShellLines:
    """The lines of an operation, its names and ids as this world has them before it is performed."""
    if type(operation).alone:
        return ShellLines(reason=type(operation).alone)
    with suppress(AzureError, UsageError):
        operation = resolve(operation, view)
    try:
        az, powershell = operation.az(view), operation.powershell(view)
    except (AzureError, UsageError):
        return ShellLines(reason=_LATER)
    return ShellLines(az=az or "", powershell=powershell or "", reason="" if az and powershell else _NO_WORDS)
