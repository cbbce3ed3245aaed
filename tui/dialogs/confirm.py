"""A question answered with yes or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from tui.host import PortalHost
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.section import Notes

if TYPE_CHECKING:
    from store.operations.operation import Operation


class Confirm(Card[bool]):
    """Says what will happen; dismissed with True, or None. Focus starts on Cancel when it destroys."""

    def __init__(self, title: str, *lines: Content, does: str, danger: bool = False) -> None:
        super().__init__(title, danger=danger)
        self._lines: Sequence[Content] = lines
        self._does = does
        self._danger = danger

    def content(self) -> ComposeResult:
        notes = Notes()
        notes.show(*self._lines)
        yield notes

    def bottom(self) -> ComposeResult:
        yield ActionRow(self._does, danger=self._danger)

    def on_mount(self) -> None:
        self.query_one(ActionRow).focus_one(primary=not self._danger)

    def on_action_row_confirmed(self) -> None:
        self.dismiss(True)


def confirm(
    host: PortalHost, title: str, operation: Operation, *lines: Content, does: str = "Delete"
) -> None:
    """Ask before an operation that destroys or breaks something, then perform it."""

    def answered(_: bool) -> None:
        host.perform(operation, title=title)

    host.ask(Confirm(f"{title}?", *lines, does=does, danger=True), answered)
