"""A form over the page whose fields make one operation, judged by the portal at every change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store.errors import UsageError
from store.operations.operation import Operation
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.plain import short_ids
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.checks import Checks
from tui.widgets.form import Choice, Field
from tui.widgets.input import Input
from tui.widgets.section import Paragraph
from tui.work.batch import UNCHANGED

if TYPE_CHECKING:
    from store import Portal


def fill_in(host: PortalHost, form: OperationForm, title: str) -> None:
    """Ask by this form and perform what it was filled in with; `title` is the verb's label."""
    host.ask(form, lambda operation: host.perform(operation, title=title))


class OperationForm(Card[Operation]):
    """Dismissed with the operation, or None. A subclass gives `content`, `operation` and what is `REQUIRED`.

    A refusal whose code is in `BLAMES` stands beside that field; the primary waits and says the reason.
    """

    WIDTH = 102
    #: What the primary button of such forms is called.
    DOES: ClassVar[str] = "Add"
    #: Ids of the fields that must not be empty.
    REQUIRED: ClassVar[tuple[str, ...]] = ()
    #: What gets the focus first.
    FIRST: ClassVar[str] = "Input, Choice, Checks"
    #: Code of a refusal → id of the field at fault.
    BLAMES: ClassVar[Mapping[str, str]] = {}
    #: Two rows stand ready, so that short reasons move nothing; longer ones are shown whole.
    DEFAULT_CSS = "OperationForm #reason { height: auto; min-height: 2; padding: 0 2; margin: 0 0 1 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "confirm", "Confirm", id="dialog.form.confirm")]

    def operation(self) -> Operation:
        """What the fields say now."""
        raise NotImplementedError

    @property
    def does(self) -> str:
        """What the primary button of this form is called."""
        return self.DOES

    @property
    def portal(self) -> Portal:
        return self.host.portal

    def bottom(self) -> ComposeResult:
        yield Paragraph(id="reason")
        yield ActionRow(self.does)

    def on_mount(self) -> None:
        self.check()
        self.query(self.FIRST).first().focus()

    def value(self, field: str) -> str:
        """What the field with this id holds."""
        return self.query_one(f"#{field}", Field).value.strip()

    def check(self) -> None:
        """Judge the fields: notes beside those at fault, the reason beside the primary."""
        for field in self.query(Field):
            field.note()
        reason = self.query_one("#reason", Paragraph)
        reason.update("")
        self.call_after_refresh(self._fit)
        empty = [field for field in self.REQUIRED if not self.value(field)]
        if empty:
            names = ", ".join(self.query_one(f"#{field}", Field).label for field in empty)
            self.query_one(ActionRow).wait(f"{self.does} waits for: {names}")
            return
        refusal = self._refusal()
        if refusal is None:
            self.query_one(ActionRow).wait(f"{self.does} waits for a change.")
            return
        reason.update(cell(short_ids(refusal)))
        self.query_one(ActionRow).wait(f"{self.does} waits for a correction." if refusal else "")

    def _refusal(self) -> str | None:
        """Why the portal refuses what the fields say, "" where it does not; None where it is so already."""
        try:
            error = self.portal.why_not(self.operation())
        except UsageError as usage:
            return usage.message
        if error is None:
            return ""
        if error.code in UNCHANGED:
            return None
        if blamed := self.BLAMES.get(error.code):
            self.query_one(f"#{blamed}", Field).note(error.message)
        return f"{error.message} {error.next_step}".strip()

    def on_input_changed(self, _: Input.Changed) -> None:
        self.check()

    def on_choice_changed(self, _: Choice.Changed) -> None:
        self.check()

    def on_checks_changed(self, _: Checks.Changed) -> None:
        self.check()

    def on_input_submitted(self) -> None:
        self.action_confirm()

    def action_confirm(self) -> None:
        """As if the primary were pressed."""
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        self.dismiss(self.operation())
