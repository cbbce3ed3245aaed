"""Every row has a test that observes it, and no test claims a row that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.mission.rows import ROWS

_MARK = re.compile(r"mark\.row\(([^)]*)\)")


def _marked() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for ids in _MARK.findall(file.read_text(encoding="utf-8")):
            for row in re.findall(r"\"(S\d-\d\d)\"", ids):
                found.setdefault(row, []).append(file.name)
    return found


def test_every_row_is_observed() -> None:
    missing = sorted(set(ROWS) - set(_marked()))
    assert not missing, f"no test observes {', '.join(missing)}"


def test_marks_name_rows_that_exist() -> None:
    assert not sorted(set(_marked()) - set(ROWS))
