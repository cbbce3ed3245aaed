"""A list is summed up by its states; whoever leaves waits for no count."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content

from tests.support.golden import grid, settle
from tui.styles.tokens import DEFAULTS
from tui.widgets.columns import Cells, Rows
from tui.widgets.summary import Group, Summary, grouped


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


class _Summed(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DEFAULTS

    def compose(self) -> ComposeResult:
        yield Summary()


async def test_every_state_has_its_place_where_there_is_no_room_for_its_words() -> None:
    words = ("× Certificate Denied", "! Key Vault out of sync", "◐ Rekeying", "✓ Certificate Ready")
    app = _Summed()
    async with app.run_test(size=(60, 3)) as pilot:
        groups = [Group(Content(word), frozenset({word})) for word in words]
        app.query_one(Summary).show_groups(groups)
        await settle(pilot)
        assert " ".join(grid(app).split()) == "1 × Certificate Denied 1 2 ! 1 3 ◐ 1 4 ✓ 1"
