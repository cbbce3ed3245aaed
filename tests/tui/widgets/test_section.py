"""Lines of notes: what wraps stands under the words it belongs to."""

from __future__ import annotations

import pytest
from textual.content import Content

from tui.widgets.section import hanging


@pytest.mark.parametrize(
    ("line", "width", "rows"),
    [
        ("short", 10, ["short"]),
        ("not laid out yet", 0, ["not laid out yet"]),
        ("one two three", 8, ["one two ", "three"]),
        ("! one two three", 10, ["! one two ", "  three"]),
        ("1  one two three", 11, ["1  one two ", "   three"]),
        ("! Read-only  refuses  one two", 26, ["! Read-only  refuses  one", "             two"]),
        ("a label that is long  one two", 24, ["a label that is long  ", "one two"]),
    ],
)
def test_a_wrapped_row_hangs_under_its_column(line: str, width: int, rows: list[str]) -> None:
    assert [row.plain.rstrip() for row in hanging(Content(line), width)] == [row.rstrip() for row in rows]
    assert all(row.cell_length <= width or not width for row in hanging(Content(line), width))
