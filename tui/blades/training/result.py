"""The result of a run: points, what was done, what the shortest way was, the attempt before, and why."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from store.errors import StateError
from store.training.results import Result, before, keep, result_of, results
from tui.blades.training.words import Ticket, result_lines
from tui.text.status import muted
from tui.widgets.card import Card
from tui.widgets.section import Notes


class RunResult(Card[None]):
    """Kept beside the state when it is shown for the first time; the world of the run stays as it is."""

    WIDTH = 96
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "catalogue", "Other scenarios", id="result.catalogue"),
    ]

    PERFORMS: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__("Result")

    def content(self) -> ComposeResult:
        notes = Notes()
        notes.show(*self._lines())
        yield notes

    def _lines(self) -> list[Content]:
        ticket = Ticket(self.host.portal.world)
        if ticket.run is None or ticket.scenario is None or ticket.standing is None:
            return [muted("This world is no scenario's.")]
        if not ticket.run.over:
            return [muted("The run is under way: finish it, or give it up, to see its result.")]
        result = result_of(ticket.world, ticket.scenario, ticket.run, ticket.standing)
        return result_lines(result, self._kept(result), ticket.scenario)

    def _kept(self, result: Result) -> Result | None:
        """Keep the result; returns the attempt before it."""
        try:
            keep(self.host.path, result)
            return before(results(self.host.path), result)
        except StateError as error:
            self.host.say("The result was not kept", error.message, "warning", code=error.code)
            return None

    def action_catalogue(self) -> None:
        host = self.host
        self.dismiss()
        host.go("training")
