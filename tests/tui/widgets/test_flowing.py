"""Texts that flow: the mouse finds the letter it is on, though no line that is drawn says where it is."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.screen import Screen

from tui.styles.tokens import DEFAULTS
from tui.widgets.section import Notes
from tui.widgets.standing import Fitted

_TEXT = Content.assemble(("two words", "bold"), " and 日本 four")


class _Page(Fitted[None], Screen[None]):
    def compose(self) -> ComposeResult:
        yield Notes()


class _Bare(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DEFAULTS

    def get_default_screen(self) -> _Page:
        return _Page()


async def test_the_mouse_finds_the_letter_it_is_on_and_selects_from_there() -> None:
    app = _Bare()
    async with app.run_test(size=(30, 6)) as pilot:
        notes = app.screen.query_one(Notes)
        notes.show(_TEXT, Content("below"))
        await pilot.pause()
        drawn = notes.render_line(0)

        def letter(x: int, y: int) -> Offset | None:
            return app.screen.get_widget_and_offset_at(x, y)[1]

        assert [letter(x, 0) for x in (0, 5, 9)] == [Offset(0, 0), Offset(5, 0), Offset(9, 0)]
        # Letters of two cells.
        assert letter(16, 0) == Offset(15, 0) and letter(25, 0) == Offset(len(_TEXT), 0)
        assert letter(2, 1) == Offset(2, 1)
        # As it was drawn, and as long as nothing is selected without places.
        assert notes.render_line(0) == drawn
        assert not any(segment.style and segment.style.meta for segment in drawn)
        await pilot.mouse_down(offset=(4, 0))
        await pilot.hover(offset=(8, 0))
        await pilot.mouse_up(offset=(8, 0))
        assert app.screen.get_selected_text() == "words"
        assert letter(4, 0) == Offset(4, 0)
