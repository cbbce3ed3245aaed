"""A take-over in words, as both sides see it in the top bar."""

from __future__ import annotations

from store import World
from store.resources import Control
from store.services.authorization.outsiders import called
from store.services.authorization.taking_over import taking_over


def control_words(world: World, caller: str) -> str:
    """Who has taken over this world, or asks to, as the caller reads it; "" where nobody does."""
    found = taking_over(world)
    if found is None:
        return ""
    mine, held = found.by == caller, found.state is Control.HELD
    if mine:
        return "you have taken over" if held else "asked to take over"
    return f"{called(found.by)} has taken over" if held else f"{called(found.by)} asks to take over"
