"""Parts of the screen that remember their focus while another part has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.binding import BindingsMap
from textual.dom import DOMNode
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


def takes_letters(node: DOMNode) -> bool:
    """Whether a widget takes keys that write, as a field does; most do not, and need not be asked of each."""
    return type(node).check_consume_key is not DOMNode.check_consume_key


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

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        """The bindings that count, from the focused widget on outwards.

        Textual asks each widget on the way, for each key of those around it, whether it writes with that key,
        which loads a megabyte of names of characters.
        """
        focused = self.focused
        chain = [self, self.app] if focused is None or focused.loading else focused.ancestors_with_self
        if any(map(takes_letters, chain)) or self.app._keymap:
            return super()._binding_chain
        return [(node, node._bindings.copy()) for node in chain]
