"""The clock: simulated time moves by these operations and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError, UsageError
from store.jobs.advance import advance, keys_needed
from store.jobs.events import Event
from store.jobs.upcoming import next_moment
from store.operations.operation import NeedMore, Simulator
from store.resources import Clock
from store.services.authority.keys import make_key, make_keys
from store.services.authority.signing import Signer
from store.time.calendar import HORIZON, later
from store.world import Draft, View

#: Simulated seconds per real second that the clock can run at.
SPEEDS = (0, 1, 60, 1440)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_DURATION = re.compile(r"(?:[0-9]{1,12}[smhdw])+")
_SLICE = timedelta(days=1)
#: Keys that one advance may make; an RSA key takes about 40 ms.
_MOST_KEYS = 1000
#: How many events the result names.
_NAMED = 3


def duration(text: str) -> timedelta:
    """A span like "8h", "1d12h" or "90m" (s, m, h, d, w); raises `UsageError`."""
    bare = text.strip().lower().replace(" ", "")
    if not _DURATION.fullmatch(bare):
        raise UsageError(f"'{text[:40]}' is not a duration: write 90m, 8h, 1d or 1d12h.")
    seconds = sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)([smhdw])", bare))
    longest = HORIZON - datetime.min.replace(tzinfo=UTC)
    return timedelta(seconds=min(seconds, int(longest.total_seconds())))


def signer(draft: Draft, material: list[bytes]) -> Signer:
    """The CAs, with the keys that were made before for automatic requests.

    EC keys take no time and are made when needed; too few RSA keys raise `NeedMore`.
    """
    supply = iter(material)
    late: list[bytes] = []

    def key() -> bytes:
        made = next(supply, None)
        if made is not None:
            return made
        if draft.facts.keys != "ec":
            raise NeedMore
        late.append(make_key(draft, f"renewal {len(late)}"))
        return late[-1]

    return Signer(key)


def told(event: Event) -> str:
    """An event in a result: whom it happened to, and what."""
    return f"{event.subject}{'' if event.ok else ' (failed)'}: {event.text.rstrip('.')}"


def slices(now: datetime, until: datetime) -> Iterator[datetime]:
    """The moments of a long advance, at most a simulated day apart, the last of them `until`."""
    while until - now > _SLICE:
        now += _SLICE
        yield now
    if until > now:
        yield until


class AdvanceClock(Simulator, frozen=True, kw_only=True):
    """Advance the clock `by` a duration (8h, 1d, 90m), `to` a moment (UTC), or to the `next` event.

    Everything due on the way happens in order, each at its own moment; time only goes forward.
    `running` marks a tick of a clock that runs by itself; `since` a slice of a longer way, by the revision
    that way began at.
    """

    arm: ClassVar[str] = "Simulator/clock/advance/action"
    title: ClassVar[str] = "Advance the clock"

    by: str | None = None
    to: datetime | None = None
    next: bool = False
    running: bool = False
    since: int | None = None

    @property
    def repeats(self) -> str:
        return "tick" if self.running else ""

    @property
    def part_of(self) -> int | None:
        return self.since

    def until(self, view: View) -> datetime:
        """The moment this leads to; raises `UsageError` where not exactly one way is given, `AzureError`."""
        if (self.by is not None) + (self.to is not None) + self.next != 1:
            raise UsageError("AdvanceClock takes exactly one of by, to and next.")
        if self.by is not None:
            return later(view.now, duration(self.by))
        if self.to is not None:
            to = self.to if self.to.tzinfo else self.to.replace(tzinfo=UTC)
            # A moment before the clock's is refused; the first ones of time cannot even be turned to UTC.
            return to if to < view.now else min(to, HORIZON).astimezone(UTC)
        found = next_moment(view)
        if found is None:
            raise AzureError(
                "NothingAhead", "Nothing lies ahead.", "Create an order, or advance by a duration."
            )
        return found

    def prepare(self, view: View) -> list[bytes]:
        """The RSA keys of automatic renewals on the way; EC keys take no time and are made when needed."""
        if view.facts.keys == "ec":
            return []
        count = keys_needed(view, self.until(view))
        if count > _MOST_KEYS:
            raise AzureError(
                "AdvanceTooFar",
                f"{count:,} certificates are renewed on the way; one advance may make {_MOST_KEYS:,} keys.",
                "Go in smaller steps.",
            )
        return make_keys(view, "renewals", count)

    def why_not(self, view: View) -> AzureError | None:
        until = self.until(view)
        if until < view.now:
            return AzureError(
                "TimeGoesForward",
                f"It is {_moment(view.now)} already: time only goes forward.",
                "Choose a later moment.",
            )
        return None

    def apply(self, draft: Draft, material: list[bytes]) -> str:
        met, count = advance(draft, self.until(draft), signer(draft, material), keep=_NAMED)
        now = _moment(draft.now)
        if not count:
            return f"It is {now}. Nothing happened on the way."
        named = "; ".join(map(told, met))
        more = f"; and {count - len(met):,} more" if count > len(met) else ""
        return f"It is {now}. {count:,} event{'s' * (count != 1)} on the way: {named}{more}".rstrip(".") + "."


class SetClockSpeed(Simulator, frozen=True, kw_only=True):
    """Let the clock run while a portal is open: simulated seconds per real second, 0 to pause it."""

    arm: ClassVar[str] = "Simulator/clock/speed/action"
    title: ClassVar[str] = "Set the clock's speed"

    speed: int

    def why_not(self, view: View) -> AzureError | None:
        if self.speed not in SPEEDS:
            return AzureError(
                "UnknownSpeed",
                f"The clock cannot run at {self.speed}.",
                f"Choose one of {', '.join(map(str, SPEEDS))}.",
            )
        return None

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(replace(draft.need(Clock, "clock"), speed=self.speed))
        if not self.speed:
            return "The clock is paused."
        return f"The clock runs {self.speed:,} simulated second{'s' * (self.speed != 1)} a second."


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
