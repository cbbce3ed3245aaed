"""What an entry of a log changed: each resource before and after, read from the history in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from store.errors import AzureError
from tui.text.cells import cell
from tui.text.change_lines import change_lines
from tui.text.signs import SIGNS
from tui.text.status import muted, status
from tui.widgets.card import Card
from tui.widgets.section import Notes

if TYPE_CHECKING:
    from store.history import ResourceChange


class WhatChanged(Card[None]):
    """The head of an entry, and below it what `changed` finds; it may be slow, and raise `AzureError`."""

    WIDTH = 110
    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "copy", "Copy", id="dialog.changes.copy")]

    def __init__(
        self, title: str, head: Sequence[Content], changed: Callable[[], Sequence[ResourceChange]]
    ) -> None:
        super().__init__(title)
        self._head = head
        self._changed = changed
        self._lines: tuple[Content, ...] = ()

    def content(self) -> ComposeResult:
        yield Notes(id="head")
        yield Notes(id="changes")

    def on_mount(self) -> None:
        self.query_one("#head", Notes).show(*self._head, Content(""))
        self.query_one("#changes", Notes).show(muted(f"The history is read{SIGNS.cut}"))
        self.host.work.look("changes", self._read, self._show)

    def _read(self) -> tuple[Content, ...]:
        try:
            return tuple(change_lines(self._changed()))
        except AzureError as error:
            return status(error.message, "warning"), cell(error.next_step)

    def _show(self, lines: tuple[Content, ...]) -> None:
        if self.stands:
            self._lines = lines
            self.query_one("#changes", Notes).show(*lines)
            self.call_after_refresh(self._fit)

    def action_copy(self) -> None:
        self.host.copy("\n".join(line.plain for line in (*self._head, *self._lines)), "Copy what changed")
