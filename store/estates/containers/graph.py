"""Azure Resource Graph: rows of a query, or columns and rows apart.

    {"data": [{…}], "count": 8, "total_records": 10, "skip_token": "…"}       az graph query
    {"data": [{…}], "totalRecords": 10, "$skipToken": "…", "resultTruncated": "false"}   REST
    {"data": {"columns": [{"name": …}], "rows": [[…]]}, …}                    REST, table format
    {"Data": [{…}], "SkipToken": "…"}                                         Search-AzGraph

Source: "Azure Resource Graph REST API, Resources" (2022-10-01), "az graph query", Search-AzGraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.estates.containers.objects import read_object
from store.estates.containers.reading import Answer, Reading
from store.estates.values import number

_TOKENS = ("skiptoken", "$skiptoken")


def is_graph(fields: Mapping[str, Any]) -> bool:
    """Whether the folded fields of a document are those of a query's answer."""
    data = fields.get("data")
    if isinstance(data, Mapping):
        return "columns" in data and "rows" in data
    return isinstance(data, list)


def read_graph(fields: Mapping[str, Any], file: str, reading: Reading) -> None:
    """Every row of a query's answer, and whether rows are missing."""
    rows = _rows(fields["data"])
    for row in rows:
        read_object(row, file, reading, projected=True)
    total = number(fields.get("totalrecords"))
    more = any(isinstance(fields.get(name), str) and fields[name] for name in _TOKENS)
    truncated = str(fields.get("resulttruncated", "")).lower() == "true"
    reading.answers.append(Answer(file, len(rows), total, more or truncated))


def _rows(data: Any) -> list[Mapping[str, Any]]:
    if isinstance(data, list):
        return [row for row in data if isinstance(row, Mapping)]
    columns, rows = data.get("columns"), data.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return []
    names = [str(one.get("name", "")) if isinstance(one, Mapping) else "" for one in columns]
    return [dict(zip(names, row, strict=False)) for row in rows if isinstance(row, list)]
