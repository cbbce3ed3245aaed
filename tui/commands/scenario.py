"""`certblade scenario`: the catalogue, the proof of files, and the run in a world."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

#: Command → the module that does it, and its function.
_DEEDS = {
    "list": "scenario_files:list_all",
    "check": "scenario_files:check",
    "schema": "scenario_files:schema",
    "play": "scenario_play:play",
    "resume": "scenario_play:resume",
    "status": "scenario_play:status",
    "hint": "scenario_play:hint",
    "finish": "scenario_play:finish",
    "new": "scenario_author:new",
    "record": "scenario_author:record_steps",
    "try": "scenario_play:play",
}


def run(arguments: argparse.Namespace) -> int:
    """Does one of them; returns the exit status."""
    place, _, name = _DEEDS[arguments.deed].partition(":")
    deed: Callable[[argparse.Namespace], int] = getattr(import_module(f"tui.commands.{place}"), name)
    return deed(arguments)
