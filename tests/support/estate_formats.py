"""The same objects as different tools print them: from ARM's JSON to each container."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

Objects = list[dict[str, Any]]


def arm_list(objects: Objects) -> bytes:
    """`az rest`: a page of a list."""
    return json.dumps({"value": objects, "nextLink": None}).encode()


def az(objects: Objects) -> bytes:
    """`az … list`: an array, the properties beside the envelope, without what no model has."""
    return json.dumps([_flat(one, _LEFT_OUT) for one in objects], indent=2).encode()


def json_lines(objects: Objects) -> bytes:
    """`as_dict()` of the SDK for Python, a line each: snake case, nulls left out."""
    flat = (_flat(one, _LEFT_OUT) for one in objects)
    return "\n".join(json.dumps(_renamed(one, _snake, drop=True)) for one in flat).encode()


def python_text(objects: Objects) -> bytes:
    """The same printed by Python."""
    return repr([_renamed(_flat(one, _LEFT_OUT), _snake, drop=True) for one in objects]).encode()


def graph(objects: Objects) -> bytes:
    """`az graph query`: rows with types in lower case."""
    rows = [{**one, "type": str(one["type"]).lower(), "tags": None} for one in objects]
    count = len(rows)
    return json.dumps({"count": count, "data": rows, "skip_token": None, "total_records": count}).encode()


def graph_table(objects: Objects) -> bytes:
    """The table format of the REST API: columns and rows apart."""
    names = ["id", "name", "type", "location", "properties", "sku"]
    rows = [[one.get(name) for name in names] for one in objects]
    data = {"columns": [{"name": name, "type": "object"} for name in names], "rows": rows}
    return json.dumps({"totalRecords": len(rows), "count": len(rows), "data": data}).encode()


def powershell(objects: Objects) -> bytes:
    """`Get-AzResource -ExpandProperties | ConvertTo-Json -Depth 10 > file` in Windows PowerShell 5.1."""
    rows = [
        {
            "ResourceId": one["id"],
            "Id": one["id"],
            "Name": one["name"],
            "Location": one.get("location"),
            "Sku": _renamed(one["sku"], _pascal) if "sku" in one else None,
            "Properties": _dates(one["properties"], _ticks),
        }
        for one in objects
    ]
    text = json.dumps(rows, indent=4).replace("/Date(", "\\/Date(").replace("\n", "\r\n")
    return b"\xff\xfe" + text.encode("utf-16-le")


def portal(objects: Objects) -> bytes:
    """The portal's JSON View of each, pasted after one another."""
    return b"\n\n".join(
        json.dumps({**_dates(one, _z), "apiVersion": "2024-11-01", "type": str(one["type"]).lower()}).encode()
        for one in objects
    )


#: Containers that lose nothing that the report is made of.
FORMATS: dict[str, Callable[[Objects], bytes]] = {
    "arm": arm_list,
    "az": az,
    "json lines": json_lines,
    "python text": python_text,
    "graph": graph,
    "graph table": graph_table,
    "powershell": powershell,
    "portal": portal,
}
_LEFT_OUT = frozenset(("webSpace", "inboundIpAddress", "possibleInboundIpAddresses"))


def _flat(one: Mapping[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    kept = {name: value for name, value in one["properties"].items() if name not in left_out}
    return {**kept, **{name: value for name, value in one.items() if name != "properties"}}


def _renamed(value: Any, rename: Callable[[str], str], *, drop: bool = False) -> Any:
    """An object with its names in another spelling; those of a map of links are names of resources."""
    if isinstance(value, Mapping):
        return {
            (name if name.startswith("order-") else rename(name)): _renamed(one, rename, drop=drop)
            for name, one in value.items()
            if not (drop and one is None)
        }
    if isinstance(value, list):
        return [_renamed(one, rename, drop=drop) for one in value]
    return value


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\+00:00|Z)?")


def _dates(value: Any, write: Callable[[datetime], str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _dates(one, write) for name, one in value.items()}
    if isinstance(value, list):
        return [_dates(one, write) for one in value]
    if isinstance(value, str) and _DATE.fullmatch(value):
        found = datetime.fromisoformat(value)
        return write(found if found.tzinfo else found.replace(tzinfo=UTC))
    return value


def _ticks(moment: datetime) -> str:
    return f"/Date({int(moment.timestamp() * 1000)})/"


def _z(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.2Z"
