"""`certblade clock`: simulated time."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import msgspec

from store.errors import UsageError
from store.operations.arguments import build
from store.operations.registry import kind_named
from store.resources import Clock
from tui.commands.jobs import event_row
from tui.commands.output import say, say_table
from tui.commands.session import acknowledge, moment, opened, say_result, world_of

if TYPE_CHECKING:
    from store import Done


def run(arguments: argparse.Namespace) -> int:
    """Prints the time and its speed, or moves it."""
    move = _move(arguments.move, arguments.value)
    if move is not None:
        with opened(arguments, create=False) as portal:
            acknowledge(portal, build(kind_named("AdvanceClock"), move), tell=_tell)
        return 0
    clock = world_of(arguments).need(Clock, "clock")
    say(f"{msgspec.to_builtins(clock.now)} {f'running at {clock.speed}x' if clock.speed else 'paused'}")
    return 0


def _tell(done: Done) -> None:
    """Prints what happened on the way, one line an event."""
    if not done.count:
        say_result(done)
        return
    say(done.result.partition(" on the way: ")[0] + " on the way:")
    say_table(("TIME", "WHO", "OUTCOME", "WHAT"), (event_row(event) for event in done.events))
    if done.count > len(done.events):
        say(f"and {done.count - len(done.events):,} more; `certblade jobs` lists them.")


def _move(move: str | None, value: str | None) -> dict[str, Any] | None:
    """The arguments of `AdvanceClock`, or None where the time is only asked for."""
    if (value is None) != (move in (None, "next")):
        raise UsageError("Say `clock`, `clock next`, `clock advance 8h` or `clock to 2022-09-01`.")
    match move, value:
        case "advance", str():
            return {"by": value}
        case "to", str():
            return {"to": msgspec.to_builtins(moment(value))}
        case "next", _:
            return {"next": True}
    return None
