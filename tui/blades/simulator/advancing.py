"""A long advance of the clock: how far it is, and a way to leave it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.blades.simulator.travel import arrival
from tui.text.status import TOKENS, minute, muted
from tui.widgets.card import Card
from tui.widgets.section import Notes
from tui.widgets.wires import progress_line

if TYPE_CHECKING:
    from store.jobs.events import Event

#: Cells of the bar.
_BAR = 60


class Advancing(Card[None]):
    """Moves the clock to a moment, slice by slice; what is done when one leaves stays done."""

    def __init__(self, start: datetime, until: datetime) -> None:
        super().__init__("Time passes")
        self._start = start
        self._until = until

    def content(self) -> ComposeResult:
        yield Notes()

    def bottom(self) -> ComposeResult:
        keys = Content.assemble(("esc", "bold $key"), " stop here; what has happened stays")
        yield Static(keys, classes="card--keys")

    def on_mount(self) -> None:
        self.reached(self._start)
        self.host.work.advance(self._until)

    def reached(self, moment: datetime) -> None:
        """Show how far it is."""
        whole = (self._until - self._start).total_seconds()
        done = (moment - self._start).total_seconds() / whole if whole else 1.0
        self.query_one(Notes).show(
            Content.assemble(
                (minute(moment), f"bold {TOKENS['time']}"), muted(f"   to {minute(self._until)} UTC")
            ),
            progress_line(done, _BAR),
        )

    def arrival(self, moment: datetime, passed: Sequence[Event]) -> str:
        """Where the clock stands now (UTC), and what happened on the way."""
        return arrival(moment, passed)

    def action_leave(self) -> None:
        self.host.work.leave_advance()
        super().action_leave()
