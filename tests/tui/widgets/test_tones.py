"""A change of colour alone is a change: the same words in another tone are drawn anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from tests.support.golden import settle
from tui.styles.tokens import DEFAULTS
from tui.widgets.entries import Entries, Entry
from tui.widgets.line import Line, Part
from tui.widgets.rail import Item, Rail
from tui.widgets.section import Essentials, Notes


class _Toned(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DEFAULTS


def _line(widget: Widget, word: Content) -> None:
    assert isinstance(widget, Line)
    widget.show([Part(word)])


def _rail(widget: Widget, word: Content) -> None:
    assert isinstance(widget, Rail)
    widget.show("", [Item("order.rekey", "Rekey and Sync", "")], "", {"order.rekey": word})


def _essentials(widget: Widget, word: Content) -> None:
    assert isinstance(widget, Essentials)
    widget.show([("Status", word)])


def _notes(widget: Widget, word: Content) -> None:
    assert isinstance(widget, Notes)
    widget.show(word)


def _entries(widget: Widget, word: Content) -> None:
    assert isinstance(widget, Entries)
    widget.show([Entry("1", Content("first")), Entry("2", word)])


def _strips(app: App[None]) -> list[Strip]:
    return list(app.screen._compositor.render_strips())


@pytest.mark.parametrize(
    ("make", "show"),
    [(Line, _line), (Rail, _rail), (Essentials, _essentials), (Notes, _notes), (Entries, _entries)],
)
async def test_the_same_words_in_another_tone(
    make: Callable[[], Widget], show: Callable[[Widget, Content], None]
) -> None:
    app = _Toned()
    async with app.run_test(size=(60, 10)) as pilot:
        widget = make()
        await app.screen.mount(widget)
        show(widget, Content.styled("!", "yellow"))
        await settle(pilot)
        before = _strips(app)
        show(widget, Content.styled("!", "red"))
        await settle(pilot)
        assert [strip.text for strip in before] == [strip.text for strip in _strips(app)]
        assert [list(strip) for strip in before] != [list(strip) for strip in _strips(app)]
