"""The table draws what is on screen, keeps its cursor, and gives way in a fixed order."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from tests.support.golden import grid, settle
from tui.widgets.columns import Cells, Column, Rows, cut_inside, fit_columns, joined
from tui.widgets.table import Table

COLUMNS = (Column("STATUS", 13), Column("NAME", 30, least=10, grow=True), Column("RG", 7, leaves=1))


class Bench(App[None]):
    """A table alone on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[str] = []
        self.opened: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        from tui.styles.tokens import DEFAULTS

        return DEFAULTS

    def compose(self) -> ComposeResult:
        table = Table(*COLUMNS, empty=Content("nothing here"))
        table.styles.height = "1fr"
        yield table

    def on_table_moved(self, event: Table.Moved) -> None:
        self.moved.append(event.key)

    def on_table_opened(self, event: Table.Opened) -> None:
        self.opened.append(event.key)


def row(name: str, status: str = "In sync") -> Cells:
    return Content(status), Content(name), Content("rg")


def test_columns_leave_in_order_then_shrink_then_grow() -> None:
    assert fit_columns(COLUMNS, 100) == {0: 13, 1: 74, 2: 7}
    assert fit_columns(COLUMNS, 50) == {0: 13, 1: 33}
    assert fit_columns(COLUMNS, 30) == {0: 13, 1: 13}


async def test_only_visible_rows_are_made() -> None:
    made: list[str] = []

    def make(key: str) -> Cells:
        made.append(key)
        return row(key)

    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        app.query_one(Table).show(Rows([str(number) for number in range(10_000)], make))
        await settle(pilot)
        assert len(set(made)) <= 12
        await pilot.press("end")
        assert " 9999 " in grid(app)
        assert app.moved[-1] == "9999"


async def test_the_cursor_stays_on_its_row_when_rows_come_before_it() -> None:
    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        table = app.query_one(Table)
        table.show({"b": row("b"), "c": row("c")})
        await pilot.press("down", "enter")
        table.show({"a": row("a"), "b": row("b"), "c": row("c")})
        await settle(pilot)
        assert table.cursor_key == "c"
        assert app.opened == ["c"]
        table.show({"a": row("a")})
        assert table.cursor_key == "a"


async def test_a_row_that_changed_is_marked_until_the_next_key() -> None:
    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        table = app.query_one(Table)
        table.show({"a": row("a"), "b": row("b")})
        await settle(pilot)

        def ground() -> str:
            strip = app.screen._compositor.render_strips()[2]
            return str(next(part.style.bgcolor for part in strip if part.style and part.text.strip()))

        before = ground()
        table.show({"a": row("a"), "b": row("b", "Out of sync")})
        await settle(pilot)
        assert ground() != before
        await pilot.press("home")
        assert ground() == before


async def test_an_empty_table_says_so_under_its_header() -> None:
    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        app.query_one(Table).show({})
        await pilot.press("enter", "down")
        lines = grid(app).splitlines()
        assert "STATUS" in lines[0]
        assert "nothing here" in lines[1]
        assert app.opened == []


async def test_a_click_selects_and_a_double_click_opens() -> None:
    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        app.query_one(Table).show({"a": row("a"), "b": row("b")})
        await pilot.click(Table, offset=(5, 2))
        assert app.query_one(Table).cursor_key == "b"
        await pilot.click(Table, offset=(5, 2), times=2)
        assert app.opened == ["b"]


async def test_a_click_on_rows_that_came_since_the_last_picture_finds_them() -> None:
    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        table = app.query_one(Table)
        table.show({name: row(name) for name in ("one", "two")})
        await settle(pilot)
        assert "one" in grid(app)
        table.show({name: row(name) for name in ("three", "four")})
        assert app.screen.get_widget_and_offset_at(3, 2)[0] is table
        table.head(COLUMNS[1:2])
        table.show({"five": (Content("five"),)})
        assert app.screen.get_widget_and_offset_at(3, 1)[0] is table
        await pilot.click(Table, offset=(3, 1))
        assert "five" in grid(app)
        assert "three" not in grid(app)


def test_a_column_gives_cells_before_another_leaves_and_growers_share_what_is_spare() -> None:
    columns = (
        Column("STATUS", 30),
        Column("HOST", 24, leaves=2, gives=5, grow=True),
        Column("SKU", 9, leaves=1),
        Column("NOTE", 14, grow=True),
    )
    assert fit_columns(columns, 85) == {0: 30, 1: 24, 2: 9, 3: 14}
    assert fit_columns(columns, 81) == {0: 30, 1: 20, 2: 9, 3: 14}
    assert fit_columns(columns, 79) == {0: 30, 1: 26, 3: 17}
    assert fit_columns(columns, 105) == {0: 30, 1: 34, 2: 9, 3: 24}


class Page(Bench):
    """A table as high as its list, in a page that scrolls."""

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Table(*COLUMNS, empty=Content("nothing here"))


async def test_in_a_page_that_scrolls_only_the_rows_in_sight_are_made() -> None:
    made: set[str] = set()

    def make(key: str) -> Cells:
        made.add(key)
        return row(key)

    app = Page()
    async with app.run_test(size=(60, 12)) as pilot:
        app.query_one(Table).show(Rows([str(number) for number in range(10_000)], make))
        await settle(pilot)
        assert len(made) <= 14
        app.query_one(VerticalScroll).scroll_to(y=5_000, animate=False)
        await settle(pilot)
        assert " 5004 " in grid(app)
        assert len(made) <= 40


def test_short_columns_give_their_blanks_to_a_text_that_is_cut_and_the_count_covers_no_label() -> None:
    columns = (Column("NAME", 38, least=20, grow=True), Column("STATUS", 10), Column("USED BY", 16, least=8))
    assert fit_columns(columns, 72, (46, 9, 11)) == {0: 46, 1: 9, 2: 11}
    assert fit_columns(columns, 72, (30, 9, 11), 8) == {0: 40, 1: 10, 2: 16}
    apps = (Column("NAME", 46, least=24, grow=True), Column("APPS", 4, right=True))
    assert fit_columns(apps, 76, (40, 4), 8) == {0: 59, 1: 4}


def test_columns_give_the_cells_they_leave_blank_before_one_leaves_or_a_text_is_cut() -> None:
    orders = (Column("STATUS", 30), Column("NAME", 15, grow=True), Column("HOST NAME", 24, leaves=1, gives=5))
    assert fit_columns(orders, 60, (13, 11, 13)) == {0: 15, 1: 15, 2: 24}
    assert fit_columns(orders, 60, (28, 11, 13)) == {0: 30, 1: 11, 2: 13}
    assert 2 not in fit_columns(orders, 50, (28, 11, 13))
    roles = (Column("NAME", 36, least=14, grow=True), Column("ROLE", 25, least=11), Column("SCOPE", 24))
    assert fit_columns(roles, 76, (15, 5, 28))[2] == 28


def test_a_thumbprint_is_shown_whole_where_all_of_it_has_room_and_else_by_its_ends() -> None:
    columns = (Column("NAME", 20, grow=True), Column("THUMBPRINT", 16, least=12, whole=True))
    whole = Content("◆3 7D532485 12345678 12345678 12345678 1234088A")
    needs = (9, whole.cell_length)
    assert fit_columns(columns, 60, needs) == {0: 9, 1: 47}
    assert fit_columns(columns, 59, needs) == {0: 39, 1: 16}
    assert joined(columns, (Content("contoso"), whole), {1: 16}).plain == " ◆3 7D532485…088A "
    assert joined(columns, (Content("contoso"), whole), {1: 12}).plain == " ◆3 7D532485… "
    assert cut_inside(whole[3:], 13).plain == "7D532485…088A"
    assert cut_inside(Content("◆10 7D532485 12345678"), 16).plain == "◆10 7D532485…"
    assert cut_inside(whole, 8).plain == "◆3 7…"


async def test_columns_are_as_wide_whichever_rows_were_in_sight_before() -> None:
    """Given a long name below the rows in sight, then its column has that width from the first frame on."""
    rows = {str(number): row("x" * number) for number in range(1, 40)}
    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        table = app.query_one(Table)
        table.show(rows)
        await settle(pilot)
        before = grid(app).splitlines()[0].split("of")[0]
        await pilot.press("end", "home")
        await settle(pilot)
        assert grid(app).splitlines()[0].split("of")[0] == before
        table.show({"1": rows["1"]})
        await settle(pilot)
        table.show(rows)
        await settle(pilot)
        assert grid(app).splitlines()[0].split("of")[0] == before


def test_no_column_gives_more_than_it_can_spare_and_every_label_stays_whole() -> None:
    columns = (
        Column("OPERATION NAME", 34, least=18, grow=True),
        Column("STATUS", 11),
        Column("TIME STAMP", 19, leaves=2),
        Column("EVENT INITIATED BY", 19, leaves=3),
    )
    for width in range(50, 100):
        fitted = fit_columns(columns, width, (14, 6, 10, 18))
        assert sum(fitted.values()) + 2 * len(fitted) == width
        assert all(cells >= len(columns[index].label) for index, cells in fitted.items())
