"""A message to a trainee."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from store.operations.training.message import LONGEST_TEXT, SendMessage
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Field
from tui.widgets.input import Input


class MessageForm(OperationForm):
    """Asks for the words; they reach the trainee as a toast and in the bell."""

    DOES: ClassVar[str] = "Send"
    REQUIRED: ClassVar[tuple[str, ...]] = ("text",)

    def __init__(self, name: str) -> None:
        super().__init__(f"Message to {name}")

    def content(self) -> ComposeResult:
        yield Field("Message", Input(compact=True, max_length=LONGEST_TEXT), id="text")

    def operation(self) -> SendMessage:
        return SendMessage(text=self.value("text"))
