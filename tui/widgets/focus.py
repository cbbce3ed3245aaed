"""Parts of the screen that remember their focus while another part has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

if TYPE_CHECKING:
    _AnyWidget = Widget
    _AnyScreen = Screen[None]
else:
    # What they are mixed into: Textual looks through all of a widget for each class of it.
    _AnyWidget = _AnyScreen = object


def displayed(widget: Widget) -> bool:
    """Whether a widget is drawn at all, and what it is in."""
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))


class KeepsFocus(_AnyWidget):
    """A widget that remembers which of the widgets in it had the focus last."""

    _focused: Widget | None = None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._focused = event.widget

    def restore_focus(self) -> None:
        """Give focus back to what had it here, else to the first table or field."""
        before = self._focused
        if before is not None and before.is_attached and before.focusable and displayed(before):
            before.focus(scroll_visible=False)
        else:
            self.focus_first()

    def focus_first(self) -> None:
        """Focus the first table or field; nothing where there is none, and keys still reach the verbs."""
        for widget in self.query("*").results(Widget):
            if widget.focusable and not isinstance(widget, Static) and displayed(widget):
                widget.focus(scroll_visible=False)
                return
        self.screen.set_focus(None)


class FocusInSight(_AnyScreen):
    """A screen where nothing has the focus that is not drawn.

    Textual takes the focus from what it hides after it was laid out, and not from what was hidden before.
    """

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        super()._refresh_layout(size, scroll)
        if self.focused is not None and not displayed(self.focused):
            self.set_focus(None)
