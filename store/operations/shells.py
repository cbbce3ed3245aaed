"""An operation as lines for the shells of Azure, the Azure CLI and Azure PowerShell, or why it has none."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from store.errors import AzureError, UsageError
from store.operations.azure_powershell import ps_line
from store.operations.naming import resolve
from store.operations.operation import Operation
from store.resources import Subscription, name_of, same_id, subscription_of
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
    if elsewhere := _elsewhere(view, operation):
        az, powershell = _az_in(elsewhere, az or ""), _ps_in(elsewhere, powershell or "")
    return ShellLines(az=az or "", powershell=powershell or "", reason="" if az and powershell else _NO_WORDS)


def _elsewhere(view: View, operation: Operation) -> str:
    """The subscription that is changed, "" for the one in which a shell begins: the first of the tenant."""
    try:
        changed = subscription_of(operation.target(view))
    except (AzureError, UsageError):
        return ""  # what it names is not there yet
    first = next((one.id for one in view.all(Subscription)), "")
    return "" if not changed or same_id(changed, first) else name_of(changed)


def _az_in(subscription: str, lines: str) -> str:
    """The lines, those that name things by group or name with the subscription to look in."""
    whole = {"--id", "--ids", "--url", "--scope", "--subscription"}
    return "\n".join(
        line if not line or whole & set(line.split(" ")) else f"{line} --subscription {subscription}"
        for line in lines.split("\n")
    )


def _ps_in(subscription: str, lines: str) -> str:
    """The lines, after a change into the subscription where one of them names things by group or name."""
    whole = {"-Path", "-ResourceId", "-LockId", "-Scope", "-Uri"}
    if all(not line or whole & set(line.split(" ")) for line in lines.split("\n")):
        return lines
    return f"{ps_line('Set-AzContext', Subscription=subscription)}\n{lines}"
