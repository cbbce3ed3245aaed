"""Toasts: what was said stays a while above the footer, the newest below, over what is there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.containers import VerticalGroup
from textual.content import Content
from textual.notifications import Notification
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from tui.widgets.flowing import Flowing
from tui.widgets.unscrolled import Unscrolled

if TYPE_CHECKING:
    _AnyScreen = Screen[None]
else:
    # What it is mixed into: Textual looks through all of a screen for each class of it.
    _AnyScreen = object

#: Toasts drawn at once, the newest: so many at most, and one for so many rows of the screen; the bell has
#: them all.
_MOST, _ROWS_FOR_ONE = 4, 16
#: Seconds until what ran out is taken away, at least: a timer of less than no time never comes to its end.
_SHORTEST = 0.05


class ToastCard(Flowing):
    """A toast; a click takes it away."""

    ALLOW_SELECT = False
    #: What it shows.
    said: Notification | None = None

    def show(self, said: Notification | None) -> None:
        """Show this instead of what it showed before; nothing hides it."""
        if said is self.said:
            return
        self.said = said
        self.display = said is not None
        if said is not None:
            self.set_class(said.severity == "warning", "-warning")
            self.set_class(said.severity == "error", "-error")
            self.show_anew()

    def flow(self, width: int) -> Sequence[Content]:
        if self.said is None or not width:
            return ()
        text = Content.from_markup(self.said.message) if self.said.markup else Content(self.said.message)
        head = f"{self.said.title}\n" if self.said.title else ""
        return Content.assemble((head, "bold $text"), text).wrap(width)

    def on_click(self) -> None:
        if self.said is not None:
            self.app._unnotify(self.said)


class Toasts(Unscrolled, VerticalGroup):
    """The toasts of a screen. Cards stay when they are read, and show what is said next.

    Textual's own rack mounts two widgets for each toast, with styles, layout and frames of their own.
    """

    DEFAULT_CLASSES = "-textual-system"
    DEFAULT_CSS = """
    Toasts {
        layer: _toastrack; dock: bottom; align: right bottom; padding: 0 2 0 0; margin: 0 0 1 0;
        display: none; visibility: hidden;
    }
    Toasts > ToastCard {
        width: 56; max-width: 100%; padding: 0 1; margin: 0 0 1 0; visibility: visible; display: none;
        background: $panel; color: $text; border: none; border-left: outer $primary;
        &.-warning { border-left: outer $text-warning; }
        &.-error { border-left: outer $text-error; }
        &:ansi { border: round $primary; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        # The first toast finds its card there.
        self.call_after_refresh(self._have_cards, 1)
        self.show(self.app._notifications)

    def show(self, notifications: Iterable[Notification]) -> None:
        """Show these, oldest first."""
        if not self.is_attached:
            return
        most = min(_MOST, max(1, self.screen.size.height // _ROWS_FOR_ONE))
        # A list would ask for their number meanwhile, and then Textual lets go of those that are over.
        said = deque(notifications, maxlen=most)
        self.display = bool(said)
        cards = self._have_cards(len(said))
        for place, card in enumerate(cards):
            card.show(said[place] if place < len(said) else None)
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        # In the layout that the page has in this turn, where it has one.
        for one in (*cards, self):
            one._check_refresh()
        if said:
            left = min(one.time_left for one in said)
            self._timer = self.set_timer(max(left, _SHORTEST), self._ran_out)

    def _have_cards(self, wanted: int) -> list[ToastCard]:
        cards = list(self.query_children(ToastCard))
        fresh = [ToastCard() for _ in range(wanted - len(cards))]
        if fresh:
            self.mount_all(fresh)
        return [*cards, *fresh]

    def _ran_out(self) -> None:
        # On a screen under another one too.
        self.show(self.app._notifications)


class Toasting(_AnyScreen):
    """A screen that has its rack once it is painted; others get one with their first toast."""

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Leave Textual's own widgets away: its rack would stay empty, and nothing here has a tooltip."""

    def on_mount(self) -> None:
        self.call_after_refresh(self._have_rack)

    def _have_rack(self) -> None:
        if not any(isinstance(one, Toasts) for one in self.children):
            self.mount(Toasts())
