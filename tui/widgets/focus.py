"""Parts of the screen that remember their focus while another part has it."""

from __future__ import annotations

from textual import events
from textual.widget import Widget
from textual.widgets import Static


class KeepsFocus(Widget):
    """A widget that remembers which of the widgets in it had the focus last."""

    _focused: Widget | None = None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._focused = event.widget

    def restore_focus(self) -> None:
        """Give focus back to what had it here, else to the first table or field."""
        if self._focused is not None and self._focused.is_attached and self._focused.focusable:
            self._focused.focus(scroll_visible=False)
        else:
            self.focus_first()

    def focus_first(self) -> None:
        """Focus the first table or field; nothing where there is none, and keys still reach the verbs."""
        for widget in self.query("*").results(Widget):
            if widget.focusable and not isinstance(widget, Static):
                widget.focus(scroll_visible=False)
                return
        self.screen.set_focus(None)
