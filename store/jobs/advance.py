"""Moving the clock, for real or as a rehearsal: both do the same and differ only in who signs."""

from __future__ import annotations

from datetime import datetime

from store.jobs.events import Event
from store.jobs.run import Run
from store.jobs.sources import AGENDA
from store.services.authority.issuer import Issuer
from store.services.authority.signing import Rehearsal
from store.world import Draft, View, World


def advance(draft: Draft, to: datetime, issuer: Issuer, *, keep: int = 0) -> tuple[list[Event], int]:
    """Move the clock to a moment (UTC) and do everything due on the way, in order, each at its own moment.

    Returns the first `keep` events in words, and how many there were. Raises `AzureError` AdvanceTooFar.
    """
    return Run(AGENDA, draft, to, issuer).advance_to_end(keep)


def dry_run(world: World, to: datetime) -> tuple[Event, ...]:
    """The events on the way to a moment (UTC) if nothing else is done until then; changes nothing."""
    return tuple(advance(Draft(world), to, Rehearsal(), keep=10**9)[0])


def keys_needed(view: View, to: datetime) -> int:
    """The number of private keys that automatic requests ask for on the way to a moment (UTC)."""
    rehearsal = Rehearsal()
    advance(Draft(view if isinstance(view, World) else _world_of(view)), to, rehearsal)
    return rehearsal.keys_asked


def _world_of(view: View) -> World:
    if not isinstance(view, Draft):
        raise TypeError(f"a {type(view).__name__} has no world")
    return view.finish()
