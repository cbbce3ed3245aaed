"""Moving the clock, for real or as a rehearsal: both do the same and differ only in who signs."""

from __future__ import annotations

from datetime import datetime

from store.jobs.events import Event
from store.jobs.forecast import forecast
from store.jobs.run import Run
from store.jobs.sources import AGENDA
from store.services.authority.issuer import Issuer
from store.world import Draft, View


def advance(draft: Draft, to: datetime, issuer: Issuer, *, keep: int = 0) -> tuple[list[Event], int]:
    """Move the clock to a moment (UTC) and do everything due on the way, in order, each at its own moment.

    Returns the first `keep` events in words, and how many there were. Raises `AzureError` AdvanceTooFar.
    """
    return Run(AGENDA, draft, to, issuer).advance_to_end(keep)


def dry_run(view: View, to: datetime) -> tuple[Event, ...]:
    """The events on the way to a moment (UTC) if nothing else is done until then; changes nothing."""
    return forecast(view).through(to)


def keys_needed(view: View, to: datetime) -> int:
    """The number of private keys that automatic requests ask for on the way to a moment (UTC)."""
    return forecast(view).keys_through(to)
