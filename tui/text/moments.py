"""Moments as a person types them."""

from __future__ import annotations

from datetime import MAXYEAR, UTC, datetime


def example(now: datetime) -> str:
    """A moment to come, as it is typed: the next Christmas Eve at 18:00 after `now` (UTC)."""
    eve = now.replace(month=12, day=24, hour=18, minute=0, second=0, microsecond=0)
    if eve <= now and eve.year < MAXYEAR:
        eve = eve.replace(year=eve.year + 1)
    return f"{eve:%Y-%m-%d %H:%M}"


def moment_of(text: str) -> datetime | None:
    """The moment a person typed (UTC): `2022-08-02`, `2022-08-02 02:00`; None when it is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
