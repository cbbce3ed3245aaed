"""Terraform's state as `terraform show -json` prints it, and the state file itself.

    {"format_version": "1.0", "values": {"root_module": {"resources": […], "child_modules": […]}}}
    {"version": 4, "resources": [{"type": "azurerm_…", "instances": [{"attributes": {…}}]}]}

A state has all values in plain text, sensitive ones too; only fields of the allow-list are taken. Sources:
"JSON Output Format" (Terraform docs), resources of the azurerm provider 3.x and 4.x (Terraform Registry).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from store.estates.containers.reading import Reading
from store.estates.containers.terraform_names import BINDING_TYPE, TYPES
from store.estates.identity import Identity, identify
from store.estates.limits import DEEPEST
from store.estates.rows import Row, Source
from store.estates.values import fold


def is_terraform(fields: Mapping[str, Any]) -> bool:
    """Whether the folded fields of a document are those of a state."""
    values = fields.get("values")
    if isinstance(values, Mapping) and "root_module" in values:
        return True
    return "terraformversion" in fields and ("formatversion" in fields or "resources" in fields)


def read_terraform(fields: Mapping[str, Any], file: str, reading: Reading) -> None:
    """Every resource of a state, of all modules, data sources too."""
    for type, values in _resources(fields):
        if not isinstance(values, Mapping):
            continue
        row = _row(type, fold(values), file)
        if row is not None:
            reading.rows.append(row)
        elif type in TYPES or type.startswith("azurerm_"):
            reading.unread += 1


def _resources(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    values = fields.get("values")
    if isinstance(values, Mapping):
        yield from _module(values.get("root_module"), 0)
    for one in _mappings(fields.get("resources")):
        for instance in _mappings(one.get("instances")):
            yield str(one.get("type", "")), instance.get("attributes")


def _module(module: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if not isinstance(module, Mapping) or depth > DEEPEST:
        return
    for one in _mappings(module.get("resources")):
        yield str(one.get("type", "")), one.get("values")
    for child in _mappings(module.get("child_modules")):
        yield from _module(child, depth + 1)


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _row(type: str, fields: dict[str, Any], file: str) -> Row | None:
    """A resource as a row with ARM's names, where its type is read."""
    names = TYPES.get(type)
    if names is None:
        return None
    identity = _identity(type, fields)
    if identity is None:
        return None
    for theirs, ours in names.items():
        if theirs in fields and ours not in fields:
            fields[ours] = fields[theirs]
    fields["terraform"] = type
    return Row(file, identity, Source.TERRAFORM, fields)


def _identity(type: str, fields: dict[str, Any]) -> Identity | None:
    if type == BINDING_TYPE:
        # Its own id is that of the host's binding and that of the certificate in a row.
        host, _, _ = str(fields.get("id", "")).partition("|")
        return identify(fields.get("hostnamebindingid") or host)
    return identify(fields.get("id"))
