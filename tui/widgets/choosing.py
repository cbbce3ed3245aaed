"""Rows of a table chosen together, for verbs that act on each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    _AnyWidget = Widget
else:
    # What it is mixed into: Textual takes styles from the first of a widget's classes.
    _AnyWidget = object


class Choosing(_AnyWidget):
    """A table in which `space` takes the row under the cursor to those chosen, or out of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "Choose", key_display="space", id="table.choose"),
        Binding("asterisk", "choose_all", "Choose all", show=False, id="table.choose_all"),
    ]
    #: Whether several rows may be chosen.
    several: bool = False
    _list: RowList

    class Chosen(Message, namespace="table"):
        """Other rows are chosen together than before."""

    @property
    def chosen(self) -> Sequence[str]:
        """Keys of the rows chosen together, in the order they were chosen; hidden ones stay chosen."""
        return tuple(self._list.chosen)

    @property
    def meant(self) -> Sequence[str]:
        """Keys of the rows that a verb acts on: those chosen, else the one under the cursor."""
        return self.chosen or ((self._list.key,) if self._list.key else ())

    def let_go(self) -> bool:
        """Choose none any more; False where none was."""
        if not self._list.chosen:
            return False
        self._list.chosen.clear()
        self._choice_changed()
        return True

    def action_choose(self) -> None:
        """Take the row under the cursor in or out, and go on to the next."""
        key = self._list.key
        if key in self._list.chosen:
            del self._list.chosen[key]
        else:
            self._list.chosen[key] = None
        self._choice_changed()
        self._go(self._list.cursor + 1)

    def action_choose_all(self) -> None:
        """Choose all rows that are to be seen; where they are, none."""
        if all(key in self._list.chosen for key in self._list.keys):
            self._list.chosen.clear()
        else:
            self._list.chosen |= dict.fromkeys(self._list.keys)
        self._choice_changed()

    def _choice_changed(self) -> None:
        """Redraw, and tell the page."""
        self.refresh()
        self.post_message(self.Chosen())

    def _go(self, row: int) -> None:
        """Put the cursor on a row."""
        raise NotImplementedError
