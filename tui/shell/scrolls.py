"""The keys that scroll the page in front, also where nothing on it takes the focus."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.shell.doors import Doors
from tui.widgets.body import Body


class Scrolls(Doors):
    """A screen that scrolls what does not fit of its page, whatever has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Doors.BINDINGS,
        Binding("up,k", "scroll_page(-1)", "Scroll", key_display="↑↓", id="page.up"),
        Binding("down,j", "scroll_page(1)", "Scroll", show=False, id="page.down"),
        Binding("pageup", "scroll_page(0, -1)", "Scroll", show=False, id="page.page_up"),
        Binding("pagedown", "scroll_page(0, 1)", "Scroll", show=False, id="page.page_down"),
    ]

    @property
    def _body(self) -> Body | None:
        blade = self.blade
        return next(iter(blade.query(Body)), None) if blade is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "scroll_page":
            body = self._body
            return body is not None and body.show_vertical_scrollbar
        return super().check_action(action, parameters)

    def action_scroll_page(self, lines: int, screens: int = 0) -> None:
        """Scroll by lines, and by screens, each of which keeps two lines of the one before."""
        if (body := self._body) is not None:
            by = lines + screens * max(1, body.size.height - 2)
            body.scroll_relative(y=by, animate=False)
