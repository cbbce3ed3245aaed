"""`certblade new`: make a world."""

from __future__ import annotations

import argparse

from store import new_world
from store.errors import UsageError
from store.worlds import Beginning
from tui.commands.output import say
from tui.commands.session import moment, state_path
from tui.text.plain import plain


def run(arguments: argparse.Namespace) -> int:
    """Writes a fresh world; an existing one is refused, or set aside with --replace."""
    path, fleet = state_path(arguments), arguments.world == "fleet"
    if arguments.orders is not None and not fleet:
        raise UsageError("--orders goes with --world fleet.")
    options: Beginning = {
        "era": arguments.era,
        "now": None if arguments.now is None else moment(arguments.now),
        "seed": arguments.seed,
        "keys": arguments.keys,
    }
    if arguments.orders is not None:
        options["orders"] = arguments.orders
    new_world(path, arguments.world, replace=arguments.replace, **options)
    say(f"World '{arguments.world}' is ready in {plain(path, 4000)}")
    if fleet:
        say("Its keys are demo keys, which everybody can have. They protect nothing.")
    elif arguments.seed is not None:
        say("Its keys follow from the seed: demo keys, which everybody can have. They protect nothing.")
    return 0
