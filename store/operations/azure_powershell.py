"""Lines of Azure PowerShell that do what an operation does, written for the Az modules 16 and PowerShell 7.

What the operation does not tell (a file, a password) stands there in capitals, to be replaced. Actions of
Azure Resource Manager that have no cmdlet are requests of `Invoke-AzRestMethod`. Sources: the reference of
Azure PowerShell (Az.Accounts, Az.Dns, Az.KeyVault, Az.Resources, Az.Websites …), "about_Quoting_Rules" and
"about_Special_Characters" (PowerShell 7 documentation).

    >>> ps_line("Set-AzWebApp", Name="contoso-app", HttpsOnly=True)
    "Set-AzWebApp -Name 'contoso-app' -HttpsOnly $true"
    >>> ps_line("Remove-AzResource", ResourceId="/sites/a", Force=SWITCH)
    "Remove-AzResource -ResourceId '/sites/a' -Force"
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from store.operations.api_versions import versioned
from store.resources import group_of, name_of
from store.world import View

#: Signs that PowerShell takes for the quotation marks of a keyboard.
_SINGLE, _DOUBLE = "'\u2018\u2019\u201a\u201b", '"\u201c\u201d\u201e'


class Raw(str):
    """An expression of PowerShell, which stands in a line as it is."""


class _Switch:
    """A parameter that has no value."""


SWITCH: Final = _Switch()

#: What follows a parameter; None leaves the parameter out.
Value: TypeAlias = "str | bool | int | datetime | _Switch | Sequence[Any] | Mapping[str, Any] | None"


def ps_line(cmdlet: str, /, **parameters: Value) -> str:
    """The line of this cmdlet with its parameters, in their order."""
    words = [cmdlet]
    for name, value in parameters.items():
        if value is SWITCH:
            words.append(f"-{name}")
        elif value is not None:
            words += [f"-{name}", ps_word(value)]
    return " ".join(words)


def ps_call(cmdlet: str, /, **parameters: Value) -> Raw:
    """What the cmdlet gives, as a value of another one's parameter."""
    return Raw(f"({ps_line(cmdlet, **parameters)})")


def ps_rest(view: View, method: str, id: str, body: object) -> str:
    """A request to Azure Resource Manager about this id; the body is JSON, or an expression that gives it."""
    payload = body if isinstance(body, Raw) else json.dumps(body, ensure_ascii=False)
    return ps_line("Invoke-AzRestMethod", Method=method, Path=versioned(view, id), Payload=payload)


def ps_action(view: View, id: str, action: str, body: object = None) -> str:
    """The request for an action of a resource, which has no cmdlet."""
    return ps_rest(view, "POST", f"{id}/{action}", {} if body is None else body)


def ps_json(document: Mapping[str, Value]) -> Raw:
    """A document, of which the shell works a part out, as JSON."""
    return ps_call("ConvertTo-Json", InputObject=document)


def ps_context(account: str) -> Raw:
    """The access to a storage account, by its id, that cmdlets for what it holds take; by its key."""
    return Raw(f"{ps_call('Get-AzStorageAccount', **ps_place(account))}.Context")


def ps_place(id: str, name: str = "Name") -> dict[str, Value]:
    """The parameters that name a resource by its group and, under `name`, by itself."""
    return {"ResourceGroupName": name_of(group_of(id)), name: name_of(id)}


def ps_remove(id: str) -> str:
    """The line that deletes the resource with this id."""
    return ps_line("Remove-AzResource", ResourceId=id, Force=SWITCH)


def ps_move(id: str, group: str) -> str:
    """The line that moves the resource with this id into the resource group with that id."""
    return ps_line(
        "Move-AzResource",
        ResourceId=id,
        DestinationResourceGroupName=group.split("/")[-1],
        DestinationSubscriptionId=group.split("/")[2],
        Force=SWITCH,
    )


def ps_secure(word: str) -> Raw:
    """A text as the `SecureString` that parameters for secrets take."""
    return ps_call("ConvertTo-SecureString", String=word, AsPlainText=SWITCH, Force=SWITCH)


def ps_base64(file: str) -> Raw:
    """The content of a file in base64."""
    return Raw(f"([Convert]::ToBase64String([IO.File]::ReadAllBytes({ps_word(file)})))")


def ps_word(value: Value) -> str:
    """A value as an expression: text in quotes, a moment (UTC) as a DateTime, lists and hash tables."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, bool):
        return f"${str(value).lower()}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, datetime):
        return f"(([DateTime]'{value:%Y-%m-%dT%H:%M:%SZ}').ToUniversalTime())"
    if isinstance(value, Mapping):
        return "@{" + "; ".join(f"{_quoted(name)} = {ps_word(one)}" for name, one in value.items()) + "}"
    if isinstance(value, Sequence):
        return "@(" + ", ".join(ps_word(one) for one in value) + ")"
    return "$null"


def _quoted(text: str) -> str:
    """A text in single quotes, which keep everything as it is; what cannot be printed needs double ones."""
    if text.isprintable():
        return "'" + "".join(letter * 2 if letter in _SINGLE else letter for letter in text) + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in "`$" or letter in _DOUBLE:
        return f"`{letter}"
    return letter if letter.isprintable() else f"`u{{{ord(letter):x}}}"
