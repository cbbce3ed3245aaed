"""Time: pause it, let it run, or travel. Each choice says where it leads and what lies on the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from store.jobs.advance import dry_run
from store.jobs.landmarks import landmarks
from store.operations.simulator.clock import AdvanceClock, SetClockSpeed
from store.resources import Clock
from tui.blades.simulator.time_rows import DateRow, SpeedRow
from tui.blades.simulator.travel import (
    NAMES,
    Choice,
    Forecast,
    choices,
    counted,
    landing,
    way_cells,
    way_lines,
)
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import minute, sign
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.columns import Column
from tui.widgets.section import Notes
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.jobs.events import Event
    from store.jobs.landmarks import Landmarks

#: An advance longer than this goes in slices, with a bar that can be left.
_AT_ONCE = timedelta(days=1)


class Time(Card[None]):
    """A key selects a way and shows what lies on it; the same key again, or enter, goes there."""

    OPENS = "Go there"
    WIDTH = 90
    PERFORMS: ClassVar[tuple[str, ...]] = ("AdvanceClock", "SetClockSpeed")
    DEFAULT_CSS = """
    Time .time--row { height: 1; }
    Time .time--row > Static { width: auto; padding: 0 2 0 0; }
    Time .time--row > .time--label { width: 22; padding: 0 0 0 1; }
    Time .time--row > Input { width: 24; margin: 0 2 0 0; }
    Time .time--row > Toggle { padding: 0 2 0 1; }
    Time #ways, Time #run { margin: 0 0 1 0; }
    Time #told { min-height: 4; max-height: 7; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"choose({key!r})", show=False, id=f"time.{name}") for key, name in NAMES.items()),
        Binding("u", "date", "To a date", show=False, id="time.date"),
        Binding("p", "run", "Let it run", show=False, id="time.run"),
        Binding("t", "leave", "Close", show=False, id="time.leave"),
        Binding("up,k", "move(-1)", "Select", show=False, id="time.previous"),
        Binding("down,j", "move(1)", "Select", show=False, id="time.next"),
    ]

    def __init__(self) -> None:
        super().__init__("Time")
        self._choices: Mapping[str, Choice] = {}
        self._forecast: Forecast | None = None
        self._shown = -1, ""
        self._armed = ""  # the key that goes there when it is pressed again

    @property
    def world(self) -> World:
        return self.host.portal.world

    def content(self) -> ComposeResult:
        yield Notes(id="now")
        yield Table(
            Column("", 2, right=True),
            Column("", 16),
            Column("", 16),
            Column("", 20, least=10, grow=True),
            id="ways",
        )
        yield DateRow(classes="time--row")
        yield SpeedRow(classes="time--row", id="run")
        yield Notes(id="told")

    def bottom(self) -> ComposeResult:
        yield ActionRow("Advance")

    def on_mount(self) -> None:
        speed = self.world.need(Clock, "clock").speed
        if speed:
            self.query_one(SpeedRow).choose(speed)
        self.world_changed()
        self.query_one(Table).focus()

    def world_changed(self) -> None:
        """Show another world, after a tick of the clock or a change: everything is read again."""
        world = self.world
        if self._shown == (shown := (world.revision, self.host.standstill)):
            return
        self._shown = shown
        self._show_clock()
        first = not self._choices
        self.host.work.look("landmarks", partial(_landmarks, world), self._show_choices, keys_wait=first)

    def _show_clock(self) -> None:
        clock = self.world.need(Clock, "clock")
        self.query_one("#now", Notes).show(*_clock_lines(clock, self.host.standstill))
        self.on_choice_changed()

    def _show_choices(self, ahead: Landmarks) -> None:
        if not self.is_attached:
            return
        now = self.world.now
        self._choices = {one.key: one for one in choices(now, ahead)}
        self._forecast = None
        self._draw()
        self._look_ahead(max(one.at for one in self._choices.values() if one.at))

    def _look_ahead(self, until: datetime) -> None:
        """Find what lies on the way to a moment, unless that is known."""
        if self._passed(until) is not None:
            self._draw()
            return

        def seen(found: Forecast) -> None:
            if self.is_attached:
                self._forecast = found
                self._draw()

        self.host.work.look("forecast", partial(_forecast, self.world, until), seen)

    def _passed(self, until: datetime) -> tuple[Event, ...] | None:
        return self._forecast.passed(until) if self._forecast else None

    def _draw(self) -> None:
        now = self.world.now
        rows = {key: way_cells(now, one, self._forecast) for key, one in self._choices.items()}
        self.query_one(Table).show(rows)
        self.query_one(Table).unmark()
        dated = self.query_one(DateRow)
        passed = self._passed(dated.moment) if dated.moment else None
        dated.show(now, SIGNS.cut if passed is None else counted(passed))
        self._show_way()

    # Where the button leads

    def _target(self) -> datetime | None:
        dated = self.query_one(DateRow)
        if dated.field.has_focus:
            return dated.moment
        chosen = self._choices.get(self.query_one(Table).cursor_key)
        return chosen.at if chosen else None

    def _show_way(self) -> None:
        target, now, row = self._target(), self.world.now, self.query_one(ActionRow)
        if target is None or target <= now:
            self.query_one("#told", Notes).show(Content(""))
            row.relabel("Advance")
            row.wait("Advance waits for a moment that is to come.")
            return
        refused = self.host.portal.why_not(AdvanceClock(to=target)) if self.host.portal.looks_on else None
        row.wait(refused.message if refused else "")
        row.relabel(f"Advance to {landing(now, target)}")
        self.query_one("#told", Notes).show(*way_lines(now, target, self._passed(target)))

    def on_table_moved(self) -> None:
        self._show_way()

    def on_table_opened(self, event: Table.Opened) -> None:
        self.action_travel(event.key)

    def on_choice_changed(self) -> None:
        self.query_one(SpeedRow).show(self.world.need(Clock, "clock").speed)

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        if self._choices:
            self._show_way()

    def on_input_changed(self) -> None:
        date = self.query_one(DateRow).moment
        if date is not None and date > self.world.now:
            self._look_ahead(date)
        self._draw()

    def on_input_submitted(self) -> None:
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        if (target := self._target()) is not None:
            self._go(target)

    def action_move(self, by: int) -> None:
        """Up and down move over the choices, from wherever the focus is."""
        table = self.query_one(Table)
        table.focus()
        table.action_move(by)

    def action_date(self) -> None:
        self.query_one(DateRow).field.focus()

    def action_choose(self, key: str) -> None:
        """Select a way; go there where this key selected it before."""
        table, chosen = self.query_one(Table), self._choices.get(key)
        again = table.has_focus and self._armed == key == table.cursor_key
        if again or chosen is None or chosen.at is None:
            self.action_travel(key)
            return
        table.focus()
        table.select(key)
        self._armed = key

    def action_travel(self, key: str) -> None:
        chosen = self._choices.get(key)
        if chosen is None or chosen.at is None:
            what = chosen.what if chosen else "Still looking ahead."
            self.app.notify(what, title=chosen.label if chosen else "Time", severity="warning", markup=False)
            return
        self._go(chosen.at)

    def action_run(self) -> None:
        """Let the clock run at the chosen speed, or pause it when it runs so already."""
        chosen = self.query_one(SpeedRow).speed
        runs = self.world.need(Clock, "clock").speed == chosen
        self.dismiss()
        self.host.perform(SetClockSpeed(speed=0 if runs else chosen), title="Clock")

    def _go(self, until: datetime) -> None:
        self.dismiss()
        if until - self.world.now <= _AT_ONCE:
            self.host.perform(AdvanceClock(to=until), title=f"Advanced to {minute(until)}")
        else:
            self.host.advance(until)


def _clock_lines(clock: Clock, standstill: str) -> list[Content]:
    """What time it is and whether it runs; a second line says why a running clock stands."""
    state = f"{SIGNS.running} {SIGNS.times}{clock.speed}" if clock.speed else f"{SIGNS.paused} paused"
    now = Content.assemble(
        ("Now  ", "$text-muted"),
        (f"{clock.now:%a %Y-%m-%d %H:%M} UTC", "bold $text"),
        f"   {state}",
        ("     time only goes forward", "$text-muted"),
    )
    if not (clock.speed and standstill):
        return [now]
    return [now, Content.assemble(sign("warning"), " ", cell(standstill, "$text-warning"))]


def _landmarks(world: World) -> Landmarks:
    return landmarks(world)


def _forecast(world: World, until: datetime) -> Forecast:
    return Forecast(until, dry_run(world, until))
