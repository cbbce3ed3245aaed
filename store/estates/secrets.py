"""Secrets that exports carry: met and counted, never kept.

`az webapp config appsettings list`, `az keyvault secret show`, publishing credentials, parameters of a
template and all of a Terraform state hold passwords and keys in plain text. Only an allow-list of fields is
read at all; this survey says how much was passed over. Sources: "Manage sensitive data in your configuration"
(Terraform docs), "Microsoft.Web sites/config 'appsettings'" (ARM reference).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from store.estates.values import folded

#: Fields whose text is a secret, folded.
_SECRETS = frozenset(
    (
        *(
            "password",
            "pfxblob",
            "publishingpassword",
            "userpwd",
            "gitremotepassword",
            "scmuri",
            "privatekey",
        ),
        *(
            "accesskey",
            "accountkey",
            "primarykey",
            "secondarykey",
            "sharedaccesskey",
            "storageaccountaccesskey",
        ),
        *("connectionstring", "clientsecret", "secretvalue", "secretvaluetext", "sastoken", "masterkey"),
        *("validationkey", "decryptionkey", "instrumentationkey", "adminpassword", "dockerpassword"),
        *("applicationinsightsconnectionstring", "applicationinsightskey", "registrypassword", "pfxpassword"),
    )
)
#: Fields that hold secrets by names of the owner's choice.
_HOLDERS = frozenset(
    (
        *("appsettings", "connectionstrings", "connectionstring", "azurestorageaccounts", "machinekey"),
        *("sitecredential", "storageaccount", "stickyappsettings"),
    )
)
#: What stands beside a secret in such a holder and is none.
_BESIDE = frozenset(
    (
        *("name", "type", "slotsetting", "sharename", "mountpath", "accountname", "state", "protocol"),
        *("decryption", "validation"),
    )
)
#: Endings of parameters that a template declares as secure.
_SECURE = ("password", "pfxblob", "secret", "key", "token", "connectionstring", "sas", "value")
_CONFIGURATIONS = ("appsettings", "connectionstrings", "azurestorageaccounts", "publishingcredentials")
#: What texts of any field hold that carry a key.
_SPEAKING = (
    "AccountKey=",
    "SharedAccessKey=",
    "Password=",
    "password=",
    "Pwd=",
    "sig=",
    "InstrumentationKey=",
)
#: What PowerShell's ConvertTo-Json writes in place of what lies too deep.
_CUT = ("Microsoft.Azure.Management.", "Microsoft.Azure.Commands.", "Microsoft.Azure.PowerShell.", "System.")


class Survey(NamedTuple):
    """How many values of secret kinds a document has, and whether PowerShell cut objects to text."""

    secrets: int
    cut: bool


@lru_cache(maxsize=8192)
def _roles(name: str) -> tuple[bool, bool, bool]:
    """Whether a field is a secret, holds secrets, or stands harmless beside one."""
    key = folded(name)
    return key in _SECRETS, key in _HOLDERS, key in _BESIDE


def survey(document: Any) -> Survey:
    """Look through a whole document; its depth is bounded already."""
    found, cut = 0, False
    stack: list[tuple[Any, bool]] = [(document, _is_settings(document))]
    while stack:
        value, inside = stack.pop()
        if isinstance(value, list):
            for one in value:
                if isinstance(one, dict | list):
                    stack.append((one, inside))
                elif isinstance(one, str) and is_cut(one):
                    cut = True
            continue
        found += _in_context(value)
        for name, one in value.items():
            if isinstance(one, str):
                secret, _, beside = _roles(name)
                if secret or (inside and not beside):
                    found += _is_value(one)
                elif "=" in one and any(word in one for word in _SPEAKING):
                    found += 1
                elif is_cut(one):
                    cut = True
            elif isinstance(one, dict | list):
                stack.append((one, _roles(name)[1] or inside))
    return Survey(found, cut)


def is_cut(value: str) -> bool:
    """Whether a text is what PowerShell writes for an object below its depth."""
    return value[:2] == "@{" or (value.startswith(_CUT) and "/" not in value and " " not in value)


def _is_value(text: str) -> bool:
    """Whether a text is a value: neither empty nor a template's expression, nor PowerShell's type name."""
    return bool(text) and not (text[0] == "[" and text[-1] == "]") and not is_cut(text)


def _is_settings(document: Any) -> bool:
    """Whether a document is the answer of a command that lists settings, which has no id and no type."""
    return (
        isinstance(document, list)
        and bool(document)
        and all(isinstance(one, dict) and _setting(one) for one in document)
    )


def _setting(one: dict[str, Any]) -> bool:
    keys = {folded(name) for name in one}
    return {"name", "value"} <= keys <= {"name", "value", "slotsetting", "type"}


def _in_context(value: dict[str, Any]) -> int:
    """Secrets that only what stands beside them tells: values of vaults, outputs, parameters, settings."""
    found = 0
    secret = value.get("value", value.get("Value"))
    if isinstance(secret, str) and secret:
        id = value.get("id", value.get("Id"))
        in_vault = isinstance(id, str) and id[:8].lower() == "https://" and "/secrets/" in id.lower()
        found += in_vault or "key_vault_id" in value or value.get("sensitive") is True
    default = value.get("defaultValue")
    secure = str(value.get("type", ""))[:12].lower() in ("securestring", "secureobject")
    found += secure and default not in (None, "", {})
    type, settings = value.get("type"), value.get("properties")
    if isinstance(type, str) and isinstance(settings, dict) and type.lower().endswith("/config"):
        named = str(value.get("name", "")).rsplit("/", 1)[-1].strip("')]").lower()
        if named in _CONFIGURATIONS:
            found += sum(isinstance(one, str) and _is_value(one) for one in settings.values())
    parameters = value.get("parameters")
    if isinstance(parameters, dict) and "resources" not in value:
        found += sum(_secure_parameter(name, one) for name, one in parameters.items())
    return found


def _secure_parameter(name: str, one: Any) -> bool:
    filled = isinstance(one, dict) and one.get("value") not in (None, "", {}, [])
    return filled and folded(name).endswith(_SECURE)
