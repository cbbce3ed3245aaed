"""What an instructor is asked before an act: words, a span, the moment of a fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store.classes.instructing import SPAN, SPANS, moment_of
from store.classes.possible import Target
from store.errors import UsageError
from store.operations.training.message import LONGEST_TEXT
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input

Answer = TypeVar("Answer")


class Asking(Card[Answer], Generic[Answer]):
    """A small form: the primary waits while a field is wrong. A subclass gives `content` and `answer`."""

    WIDTH = 96
    DOES: ClassVar[str] = "Send"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "confirm", "Confirm", id="dialog.ask.confirm")]

    def answer(self) -> Answer:
        """What the fields say now."""
        raise NotImplementedError

    def wrong(self) -> str:
        """What is wrong with a field, "" where nothing is."""
        raise NotImplementedError

    def bottom(self) -> ComposeResult:
        yield ActionRow(self.DOES)

    def value(self, field: str) -> str:
        """What the field with this id holds."""
        return self.query_one(f"#{field}", Field).value.strip()

    def on_mount(self) -> None:
        self._check()
        self.query_one(Input).focus()

    def _check(self) -> None:
        self.query_one(ActionRow).wait(self.wrong())

    def on_input_changed(self, _: Input.Changed) -> None:
        self._check()

    def on_input_submitted(self) -> None:
        self.action_confirm()

    def action_confirm(self) -> None:
        """As if the primary were pressed."""
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        self.dismiss(self.answer())


class AskWords(Asking[str]):
    """The words of a message; they reach the trainee as a toast and in the bell."""

    def content(self) -> ComposeResult:
        yield Field("Message", Input(compact=True, max_length=LONGEST_TEXT), id="text")

    def wrong(self) -> str:
        return "" if self.value("text") else "Send waits for: Message"

    def answer(self) -> str:
        return self.value("text")


class AskSpan(Asking[str]):
    """How far the clock of each trainee moves."""

    DOES = "Advance"

    def content(self) -> ComposeResult:
        hint = f"{SPANS}, or a date"
        yield Field("Time", Input(SPAN, compact=True, max_length=32), hint, id="by")

    def wrong(self) -> str:
        return _moment_fault(self, self.value("by")) if self.value("by") else "Advance waits for: Time"

    def answer(self) -> str:
        return self.value("by")


class Wish(NamedTuple):
    """How a fault is to happen: on which resource ("" for the first), when, and what the trainee is told."""

    on: str
    at: str
    say: str


class AskFault(Asking[Wish]):
    """Where and when a fault happens, and what the trainee is told then."""

    DOES = "Let it happen"

    def __init__(self, title: str, targets: Sequence[Target]) -> None:
        """`targets` are what it can hit."""
        super().__init__(title)
        self._targets = targets

    def content(self) -> ComposeResult:
        options = (Option("", "the first that fits"), *(Option(*target) for target in self._targets))
        yield Field("Resource", Choice(*options, title="Resource"), id="on")
        hint = f"now, or later: {SPANS}, a date"
        yield Field("Simulated time", Input("now", compact=True, max_length=32), hint, id="at")
        yield Field("Tell the trainee", Input(compact=True, max_length=LONGEST_TEXT), "in the bell", id="say")

    def wrong(self) -> str:
        return _moment_fault(self, self.value("at"))

    def answer(self) -> Wish:
        return Wish(self.value("on"), self.value("at"), self.value("say"))


def _moment_fault(card: Card[Answer], text: str) -> str:
    """Why a text is no moment of a world, "" where it is one."""
    try:
        moment_of(card.host.portal.world, text)
    except UsageError as error:
        return error.message
    return ""
