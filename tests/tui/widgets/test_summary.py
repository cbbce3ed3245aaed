"""A list is summed up by its states; whoever leaves waits for no count."""

from __future__ import annotations

from textual.content import Content

from tui.widgets.columns import Cells, Rows
from tui.widgets.summary import grouped


def test_rows_are_grouped_by_state_the_gravest_first() -> None:
    rows = {"a": (Content("✓ Active"),), "b": (Content("! Expired"),), "c": (Content("✓ Active"),)}
    assert [(one.state.plain, sorted(one.keys)) for one in grouped(rows, 0)] == [
        ("! Expired", ["b"]),
        ("✓ Active", ["a", "c"]),
    ]


def test_a_count_ends_at_the_next_row_once_its_page_is_left() -> None:
    made: list[str] = []

    def make(key: str) -> Cells:
        made.append(key)
        return (Content("✓ Active"),)

    rows = Rows([str(number) for number in range(1_000)], make)
    assert grouped(rows, 0, left=lambda: len(made) >= 3) == ()
    assert len(made) == 3
