"""The ground of modal questions: a card in the middle of the page, or a drawer at its right edge."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from tui.host import PortalHost
from tui.navigation.routes import SIMULATOR, is_own
from tui.text.cells import cell
from tui.widgets.actions import ActionRow
from tui.widgets.keybar import KeyBar
from tui.widgets.line import Line, Part
from tui.widgets.standing import Answered

Answer = TypeVar("Answer")


class CardBody(VerticalScroll, can_focus=False):
    """The content of a card; scrolls on a small screen."""


class Card(Answered[Answer], ModalScreen[Answer], Generic[Answer]):
    """A question over a page that stays visible; `esc` leaves it without an answer (None).

    The footer under it is its own: the keys of the page mean nothing here.

    A subclass gives `content` (and `bottom` for its `ActionRow`), and dismisses with the answer.
    """

    DEFAULT_CSS = """
    Card {
        align: center middle;
        layers: base keys;
        & > KeyBar { layer: keys; dock: bottom; }
        & > .card {
            width: 80; max-width: 100%; height: auto; max-height: 100%; background: $panel;
            &:ansi { border: round $primary; }
        }
        & .card--title { height: 1; padding: 0 2; background: $top; color: $top-text; text-style: bold; }
        &.-danger .card--title { background: $danger; }
        & CardBody { height: auto; max-height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; }
        & ActionRow { margin: 0 0 1 0; }
        & Section { border-title-background: $panel; }
        & .card--keys { height: 1; margin: 0 0 1 0; padding: 0 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", key_display="esc", id="dialog.leave"),
        Binding("up,k", "scroll(-1)", "Scroll", show=False, id="dialog.up"),
        Binding("down,j", "scroll(1)", "Scroll", key_display="↑↓", id="dialog.down"),
        Binding("pageup", "scroll(-10)", "Scroll", show=False, id="dialog.page_up"),
        Binding("pagedown", "scroll(10)", "Scroll", show=False, id="dialog.page_down"),
        Binding("f2", "confirm", "Confirm", id="dialog.confirm"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    host = getters.app(PortalHost)
    #: Width of the card in cells.
    WIDTH: ClassVar[int] = 80

    def __init__(self, title: str, *, danger: bool = False) -> None:
        super().__init__(classes="-danger" if danger else None)
        self._card_title = title
        self._scrolls = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="card") as card:
            card.styles.width = self.WIDTH
            own = (Part(cell(SIMULATOR), right=True),) if is_own(type(self)) else ()
            yield Line((Part(cell(self._card_title)), *own), classes="card--title")
            with CardBody():
                yield from self.content()
            yield from self.bottom()
        yield KeyBar()

    def content(self) -> ComposeResult:
        yield from ()

    def bottom(self) -> ComposeResult:
        yield from ()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Keep title and bottom rows in sight: the body takes what they leave of the screen, and scrolls."""
        if not self.stands:
            return
        body = self.query_one(CardBody)
        card = self.query_one(".card")
        rest = [child for child in card.children if child is not body]
        taken = sum(child.outer_size.height + child.styles.margin.height for child in rest)
        # Its frame, in themes that have no colours to set it off by.
        taken += card.gutter.height
        if len(rest) == 1 or card.gutter.height:
            taken += 1  # the footer lies over what would be the last row: text, or the frame's bottom
        body.styles.max_height = max(1, self.size.height - taken)
        self.call_after_refresh(self._tell_scrolls)

    def _tell_scrolls(self) -> None:
        """Whether there is something to scroll to is known when the body has its height."""
        scrolls = self.stands and self.query_one(CardBody).max_scroll_y > 0
        if scrolls != self._scrolls:
            self._scrolls = scrolls
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "scroll":
            return self._scrolls
        return action != "confirm" or bool(self.query(ActionRow))

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        self.query_one(CardBody).scroll_relative(y=by, animate=False)

    def action_confirm(self) -> None:
        """As its first button does."""
        self.query_one(ActionRow).confirm()

    def on_action_row_cancelled(self) -> None:
        self.action_leave()


class Drawer(Answered[None], ModalScreen[None]):
    """A panel at the right edge, 62 columns or the whole width, with a thick bar at its left."""

    DEFAULT_CSS = """
    Drawer {
        align: right top;
        & > .drawer {
            width: 62; max-width: 100%; height: 100%; background: $panel; padding: 0 0 0 2;
            border: none; border-left: outer $primary;
        }
        & Line { padding: 0 2 0 0; }
        & Entries { height: 1fr; margin: 1 2 0 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", key_display="esc", id="drawer.leave")
    ]

    host = getters.app(PortalHost)

    def action_leave(self) -> None:
        self.dismiss(None)
