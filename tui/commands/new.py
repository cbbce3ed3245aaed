"""`certblade new`: make a world."""

from __future__ import annotations

import argparse

from store import new_world
from tui.commands.output import say
from tui.commands.session import moment, state_path
from tui.text.plain import plain


def run(arguments: argparse.Namespace) -> int:
    """Writes a fresh world; an existing one is refused, or set aside with --replace."""
    path = state_path(arguments)
    new_world(
        path,
        arguments.world,
        era=arguments.era,
        now=None if arguments.now is None else moment(arguments.now),
        seed=arguments.seed,
        keys=arguments.keys,
        replace=arguments.replace,
    )
    say(f"World '{arguments.world}' is ready in {plain(path, 4000)}")
    if arguments.seed is not None:
        say("Its keys follow from the seed: demo keys, which everybody can have. They protect nothing.")
    return 0
