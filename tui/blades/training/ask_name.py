"""Finishing a run of a class: the name on the result is asked for once, and is the trainee's choice."""

from __future__ import annotations

from textual.app import ComposeResult

from store.training.limits import LONGEST_NAME
from tui.text.status import muted
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Notes


class AskName(Card[str]):
    """Dismissed with the name; a further run of the same person is called by it without a question."""

    def __init__(self, proposed: str) -> None:
        """`proposed` is the name on the trainer's list."""
        super().__init__("Finish?")
        self._proposed = proposed

    def content(self) -> ComposeResult:
        notes = Notes()
        notes.show(
            muted(
                "The run is scored as it stands, and ends. The trainer's results have this name or id, your "
                "login and what you did in this run, and nothing else of you."
            )
        )
        yield notes
        yield Field("Name or id", Input(self._proposed, compact=True, max_length=LONGEST_NAME), id="name")

    def bottom(self) -> ComposeResult:
        yield ActionRow("Finish")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(ActionRow).wait("" if event.value.strip() else "Finish waits for: Name or id")

    def on_input_submitted(self) -> None:
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        self.dismiss(self.query_one(Input).value.strip())
