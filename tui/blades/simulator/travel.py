"""Ways to travel in simulated time, and moments as a traveller reads them; pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from tui.text import counting
from tui.text.agenda import event_lines
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, distance, minute, muted, sign
from tui.widgets.columns import Cells

if TYPE_CHECKING:
    from store.jobs.events import Event
    from store.jobs.landmarks import Landmarks

#: Events on the way that are named.
_TOLD = 3
#: Key of a way to travel → its name in a keymap.
NAMES = {
    "n": "next_event",
    "1": "hour",
    "8": "eight_hours",
    "s": "sync_job",
    "d": "day",
    "3": "thirty_days",
    "e": "expiry",
}


@dataclass(frozen=True)
class Choice:
    """A way to travel: its key, its name, where it leads (None: nowhere), what makes that moment special."""

    key: str
    label: str
    at: datetime | None
    what: str = ""


def choices(now: datetime, ahead: Landmarks) -> tuple[Choice, ...]:
    """The ways to travel from now, in the order they are shown."""
    expiry = ahead.expiry
    return (
        Choice("n", "Next event", ahead.event, "nothing lies ahead"),
        Choice("1", "1 hour", now + timedelta(hours=1)),
        Choice("8", "8 hours", now + timedelta(hours=8)),
        Choice("s", "Next sync job", ahead.sync),
        Choice("d", "1 day", now + timedelta(days=1)),
        Choice("3", "30 days", now + timedelta(days=30)),
        Choice("e", "Next expiry", expiry.at, expiry.name)
        if expiry
        else Choice("e", "Next expiry", None, "nothing expires soon"),
    )


def landing(now: datetime, at: datetime) -> str:
    """A moment as seen from now: the time alone today, with the day this month, the date later."""
    if at.date() == now.date():
        return f"{at:%H:%M}"
    if at - now < timedelta(days=180):
        return f"{at:%a} {at.day} {at:%b %H:%M}"
    return f"{at:%Y-%m-%d %H:%M}"


def counted(found: Sequence[Event]) -> str:
    """`3 events`; none are told by what they do, since an agenda lists runs that do nothing."""
    return counting.counted(len(found), "event") if found else "nothing changes"


@dataclass(frozen=True)
class Forecast:
    """Events up to a moment (UTC) if nothing is changed before, in their order."""

    until: datetime
    events: tuple[Event, ...]

    def passed(self, until: datetime) -> tuple[Event, ...] | None:
        """What happens on the way to a moment; None beyond what was looked at."""
        if until > self.until:
            return None
        return tuple(event for event in self.events if event.at <= until)


def way_cells(now: datetime, one: Choice, forecast: Forecast | None) -> Cells:
    """Cells of a choice: key, name, target, events on the way."""
    if one.at is None:
        nowhere = muted(SIGNS.impossible)
        return nowhere, muted(one.label), nowhere, muted(one.what)
    key = Content.styled(one.key, "bold $key")
    passed = forecast.passed(one.at) if forecast else None
    what = muted(SIGNS.cut) if passed is None else _what(one, passed)
    if one.key == "n":
        what = muted(f"{distance(now, one.at)}  ") + what
    return key, cell(one.label, "$text"), cell(landing(now, one.at), TOKENS["time"]), what


def _what(one: Choice, passed: Sequence[Event]) -> Content:
    there = [event for event in passed if event.at == one.at]
    jobs = [event for event in there if event.subject.endswith(" job")]
    if one.key == "n" and there:
        return cell(f"{there[0].subject}: {there[0].text}")
    if one.key == "s" and jobs:
        return cell(jobs[0].text)
    if one.key == "e":
        return Content.assemble(
            cell(one.what), " ", sign("warning"), cell(f" {counted(passed)}", TOKENS["warning"])
        )
    return muted(counted(passed))


def way_lines(now: datetime, target: datetime, passed: Sequence[Event] | None) -> list[Content]:
    """What lies on the way to a moment, the first events by name; None for what is not looked at yet."""
    head = Content.styled(f"On the way to {landing(now, target)}   ", "$text-muted")
    if passed is None:
        return [head]
    if not passed:
        return [head + Content("nothing changes")]
    more = ", these first:" if len(passed) > _TOLD else ":"
    return [head + Content(counted(passed) + more), *event_lines(now, passed[:_TOLD])]


def arrival(moment: datetime, passed: Sequence[Event]) -> str:
    """Where a journey ended (UTC), and what happened on the way."""
    told = "; ".join(
        f"{event.subject}{'' if event.ok else ' (failed)'}: {event.text.rstrip('.')}" for event in passed[:3]
    )
    more = f"; and {len(passed) - 3:,} more" if len(passed) > 3 else ""
    on_the_way = f" {counted(passed).capitalize()} on the way: {told}{more}." if passed else ""
    return f"It is {minute(moment)} UTC.{on_the_way}"
