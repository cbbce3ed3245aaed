"""A path typed by the user, looked at before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content

from tui.text.paths import existing_file, typed_path
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Notes


class AskPath(Card[str]):
    """Asks for a path (`~` is the home directory); the primary waits for `why_not` to be silent."""

    def __init__(
        self,
        title: str,
        *lines: Content,
        does: str,
        start: str = "",
        why_not: Callable[[Path], str] = existing_file,
    ) -> None:
        super().__init__(title)
        self._lines = lines
        self._does = does
        self._start = start
        self._why_not = why_not

    def content(self) -> ComposeResult:
        if self._lines:
            notes = Notes()
            notes.show(*self._lines, Content(""))
            yield notes
        yield Field("Path", Input(self._start, compact=True, max_length=1000))

    def bottom(self) -> ComposeResult:
        yield ActionRow(self._does)

    def on_mount(self) -> None:
        self._check(self._start)
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._check(event.value)

    def on_input_submitted(self) -> None:
        if not self.query_one(ActionRow).waits:
            self.on_action_row_confirmed()

    def _check(self, typed: str) -> None:
        reason = self._why_not(typed_path(typed)) if typed else f"{self._does} waits for a path."
        self.query_one(ActionRow).wait(reason)

    def on_action_row_confirmed(self) -> None:
        self.dismiss(str(typed_path(self.query_one(Input).value)))
