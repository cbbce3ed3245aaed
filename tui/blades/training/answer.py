"""An answer to a question of the ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.content import Content

from store.operations.training.run import LONGEST_ANSWER
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Notes


class AskAnswer(Card[tuple[int, str]]):
    """Asks for the answer to a question; dismissed with its number (from 1) and the text.

    With several questions an answer is typed after the number: `2 contoso-kv`; one question needs none.
    """

    def __init__(self, questions: Sequence[str], given: Mapping[str, str]) -> None:
        super().__init__("Answer")
        self._questions = questions
        self._given = given

    def content(self) -> ComposeResult:
        notes = Notes()
        lines = [
            Content.assemble(
                cell(f"{number}. {text}"),
                muted(f"   {self._given[str(number)]}" if str(number) in self._given else ""),
            )
            for number, text in enumerate(self._questions, 1)
        ]
        notes.show(*lines, Content(""))
        yield notes
        label = "Answer" if len(self._questions) == 1 else "Number and answer"
        yield Field(label, Input(compact=True, max_length=LONGEST_ANSWER + 4))

    def bottom(self) -> ComposeResult:
        yield ActionRow("Answer")

    def on_mount(self) -> None:
        self._check("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._check(event.value)

    def on_input_submitted(self) -> None:
        self.on_action_row_confirmed()

    def _check(self, typed: str) -> None:
        self.query_one(ActionRow).wait("" if self._read(typed) else self._waits())

    def _waits(self) -> str:
        return "Answer waits for a text." if len(self._questions) == 1 else "It begins with the number."

    def _read(self, typed: str) -> tuple[int, str] | None:
        text = typed.strip()
        if len(self._questions) == 1:
            return (1, text) if text else None
        number, _, rest = text.partition(" ")
        wanted = number.rstrip(".)")
        fits = wanted.isdecimal() and 0 < int(wanted) <= len(self._questions)
        return (int(wanted), rest.strip()) if fits and rest.strip() else None

    def on_action_row_confirmed(self) -> None:
        found = self._read(self.query_one(Input).value)
        if found is not None:
            self.dismiss(found)
