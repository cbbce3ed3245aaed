"""A support report as lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def report_text(report: dict[str, Any]) -> str:
    """The report with a heading for each of its parts."""
    lines = ["Support request", ""]
    for name, value in report.items():
        if isinstance(value, dict | list):
            lines += ["", name, "-" * len(name), *_lines(value)]
        else:
            lines.append(f"{name:<10} {value}")
    return "\n".join(lines) + "\n"


def _lines(value: Any, depth: int = 0) -> Iterator[str]:
    blank = "  " * depth
    if isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, dict | list) and one:
                yield f"{blank}{name}:"
                yield from _lines(one, depth + 1)
            elif one not in (None, "", [], {}):
                yield f"{blank}{name}: {one}"
    else:
        for one in value:
            if isinstance(one, dict | list):
                inner = list(_lines(one, depth + 1))
                yield f"{blank}- {inner[0].strip()}" if inner else f"{blank}-"
                yield from inner[1:]
            else:
                yield f"{blank}- {one}"
