"""A password: never shown, never kept by the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from store import Secret
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Notes

#: Longest password that is taken.
LONGEST = 512


class Password(Card[Secret]):
    """Asks for a password, twice when it is a new one; dismissed with a `Secret`, or None."""

    def __init__(self, title: str, *lines: Content, does: str, twice: bool = False) -> None:
        super().__init__(title)
        self._lines = lines
        self._does = does
        self._twice = twice

    def content(self) -> ComposeResult:
        if self._lines:
            notes = Notes()
            notes.show(*self._lines, Content(""))
            yield notes
        yield Field("Password", Input(password=True, compact=True, max_length=LONGEST, id="password"))
        if self._twice:
            yield Field("Again", Input(password=True, compact=True, max_length=LONGEST, id="again"))

    def bottom(self) -> ComposeResult:
        yield ActionRow(self._does)

    def on_mount(self) -> None:
        self._check()
        self.query_one("#password", Input).focus()

    def on_input_changed(self) -> None:
        self._check()

    def on_input_submitted(self) -> None:
        if not self.query_one(ActionRow).waits:
            self.on_action_row_confirmed()
        elif self._twice:
            self.query_one("#again", Input).focus()

    def _check(self) -> None:
        typed = self.query_one("#password", Input).value
        reason = "" if typed else f"{self._does} waits for a password"
        if typed and self._twice and typed != self.query_one("#again", Input).value:
            reason = f"{self._does} waits for the same password twice"
        self.query_one(ActionRow).wait(reason)

    def on_action_row_confirmed(self) -> None:
        secret = Secret(self.query_one("#password", Input).value)
        for field in self.query(Input):
            field.value = ""
        self.dismiss(secret)
