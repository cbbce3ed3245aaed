"""A figure of a page on the whole screen, to be seen from the last row, scrolled and copied as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.widgets.card import Card, CardBody
from tui.widgets.figure import Figure

#: Cells that one key moves it sideways.
_STEP = 8


class WholeScreen(Card[None]):
    """Follows the world while it is open; `w` or `esc` leads back to the page."""

    WIDTH = 10_000
    DEFAULT_CSS = """
    WholeScreen {
        & > .card { height: 100%; background: $surface; &:ansi { border: none; } }
        & CardBody { height: 1fr; overflow-x: auto; scrollbar-size-horizontal: 1; }
        & #figure { width: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "leave", "Back", show=False, id="dialog.whole.leave"),
        Binding("c", "copy", "Copy", id="dialog.whole.copy"),
        Binding("left", "pan(-1)", "Scroll", key_display="↑↓←→", id="dialog.whole.left"),
        Binding("right", "pan(1)", "Scroll", show=False, id="dialog.whole.right"),
    ]

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure.title)
        self._figure = figure
        self._draw: Callable[[int], Content] | None = None

    def content(self) -> ComposeResult:
        yield Static(id="figure")

    def on_mount(self) -> None:
        self.world_changed()

    def world_changed(self) -> None:
        self.host.work.look("figure", self._figure.look, self._show)

    def _show(self, draw: Callable[[int], Content]) -> None:
        if self.stands:
            self._draw = draw
            self.query_one("#figure", Static).update(self._drawn())

    def on_resize(self) -> None:
        super().on_resize()
        if self._draw is not None:
            self.query_one("#figure", Static).update(self._drawn())

    def _drawn(self) -> Content:
        width = self.query_one(CardBody).scrollable_content_region.width
        return self._draw(width) if self._draw is not None else Content("")

    def action_pan(self, by: int) -> None:
        self.query_one(CardBody).scroll_relative(x=by * _STEP, animate=False)

    def action_copy(self) -> None:
        self.host.copy_to_clipboard(self._drawn().plain)
        self.host.say("Copy", "The figure was sent to the terminal's clipboard as text.", "info", keep=False)
