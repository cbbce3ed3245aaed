"""A moment typed by the user, looked at before it is taken."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult

from tui.text.moments import moment_of
from tui.text.status import minute
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.form import Field
from tui.widgets.input import Input


class AskDate(Card[datetime]):
    """Asks for a date or a date and time (UTC); the primary waits until it is one."""

    def __init__(self, title: str, label: str, start: datetime) -> None:
        super().__init__(title)
        self._label = label
        self._start = start

    def content(self) -> ComposeResult:
        shown = f"{self._start:%Y-%m-%d %H:%M}"
        yield Field(self._label, Input(shown, compact=True, max_length=32), "UTC", id="date")

    def bottom(self) -> ComposeResult:
        yield ActionRow("Choose")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        wrong = "" if moment_of(event.value) else f"Type a date such as {minute(self._start)}."
        self.query_one(ActionRow).wait(wrong)

    def on_input_submitted(self) -> None:
        if not self.query_one(ActionRow).waits:
            self.on_action_row_confirmed()

    def on_action_row_confirmed(self) -> None:
        self.dismiss(moment_of(self.query_one(Input).value))
