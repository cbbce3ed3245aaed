"""Rows of the time dialog that are no table: a date to travel to, and the speed of the running clock."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.text.moments import example, moment_of
from tui.text.signs import SIGNS
from tui.text.status import muted, sign
from tui.widgets.form import Option, Toggle
from tui.widgets.input import Input

#: What a speed means, in simulated time.
_SPEEDS = {1: "as fast as outside", 60: "an hour a minute", 1440: "a day a minute"}


class Press(Static):
    """A key and what it does, as wide as a label; a click does it too."""

    def __init__(self, key: str, label: str, action: str, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="time--label")
        self._key = key
        self._action = action
        self.relabel(label)

    def relabel(self, label: str) -> None:
        self.update(Content.assemble((self._key, "bold $key"), "  ", (label, "$text")))

    async def on_click(self) -> None:
        await self.run_action(self._action)


class DateRow(Horizontal):
    """A moment to travel to, typed in UTC, and a note beside it."""

    def compose(self) -> ComposeResult:
        yield Press("u", "To a date", "screen.date")
        yield Input(compact=True, max_length=32, id="date")
        yield Static(id="passes")

    @property
    def field(self) -> Input:
        return self.query_one(Input)

    @property
    def moment(self) -> datetime | None:
        """What is typed, None where it is no moment."""
        return moment_of(self.field.value)

    def show(self, now: datetime, passes: str) -> None:
        """Say what is wrong with the date, else `passes`: what lies on the way there."""
        self.field.placeholder = example(now)
        self.query_one("#passes", Static).update(self._note(now, passes))

    def _note(self, now: datetime, passes: str) -> Content:
        if not self.field.value:
            return muted("a moment in UTC")
        date = self.moment
        if date is None:
            return Content.assemble(sign("warning"), muted(f" write {example(now)}"))
        if date <= now:
            return Content.assemble(sign("warning"), muted(" time only goes forward"))
        return muted(passes)


class SpeedRow(Horizontal):
    """The speed at which the clock can run by itself."""

    def compose(self) -> ComposeResult:
        yield Press("p", "Let it run", "screen.run", id="start")
        options = (Option(str(speed), f"{SIGNS.times}{speed}") for speed in _SPEEDS)
        yield Toggle(*options, value="60", id="speed")
        yield Static(id="means")

    @property
    def speed(self) -> int:
        """The chosen speed: seconds of simulated time a second."""
        return int(self.query_one(Toggle).value)

    def choose(self, speed: int) -> None:
        self.query_one(Toggle).value = str(speed)

    def show(self, running: int) -> None:
        """Say what the chosen speed means, and that pressing pauses where the clock runs at it."""
        self.query_one("#start", Press).relabel("Pause" if running == self.speed else "Let it run")
        self.query_one("#means", Static).update(muted(_SPEEDS[self.speed]))
