"""Deletion as the portal asks for it: the name must be typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from tui.host import PortalHost
from tui.text.status import TOKENS, Fact, muted, sign
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Essentials, Notes

if TYPE_CHECKING:
    from store.operations.operation import Operation


class TypeName(Card[bool]):
    """Counts the consequences; OK waits for the exact name. Dismissed with True, or None.

    Source of the question: "Add and manage TLS/SSL certificates" (Azure docs, 2022), delete certificate.
    """

    WIDTH = 82
    DEFAULT_CSS = "TypeName Essentials { margin: 0 0 1 0; }"

    def __init__(
        self, title: str, warning: str, consequences: Sequence[Fact], *, name: str, what: str
    ) -> None:
        super().__init__(title, danger=True)
        self._warning = warning
        self._consequences = consequences
        self._name = name
        self._what = what

    def content(self) -> ComposeResult:
        head = Notes()
        head.show(
            Content.assemble(sign("error"), " ", (self._warning, f"bold {TOKENS['error']}")), Content("")
        )
        yield head
        facts = Essentials()
        facts.show(self._consequences)
        yield facts
        yield Field(f"Type the {self._what} name", Input(compact=True, max_length=200, id="name"))

    def bottom(self) -> ComposeResult:
        yield ActionRow("OK", danger=True)

    def on_mount(self) -> None:
        self._check("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._check(event.value)

    def on_input_submitted(self) -> None:
        if not self.query_one(ActionRow).waits:
            self.dismiss(True)

    def _check(self, typed: str) -> None:
        exact = typed == self._name
        self.query_one(ActionRow).wait("" if exact else f"OK waits for the exact name: {self._name}")

    def on_action_row_confirmed(self) -> None:
        self.dismiss(True)


def consequence(label: str, count: int | str, text: str) -> Fact:
    """One line of a deletion's consequences: how many, and what becomes of them."""
    return label, Content.assemble((f"{count:>3}   ", "bold $text"), muted(text))


def type_name(
    host: PortalHost, operation: Operation, title: str, warning: str, facts: Sequence[Fact], *, name: str
) -> None:
    """Ask for the name of what an operation deletes for good (`facts` say what goes), then perform it."""
    what = title.lower().removeprefix("delete ").removeprefix("purge ")
    dialog = TypeName(f"{title} {name}?", warning, facts, name=name, what=what)
    host.ask(dialog, lambda _: host.perform(operation, title=title))
