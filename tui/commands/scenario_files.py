"""Scenario files: their list, their schema, and whether they can be played."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from store.errors import AzureError
from store.training.format import schema as file_schema
from store.training.library import Entry, entry, from_folder, shipped
from store.training.proof import proved
from store.training.reading import Faulty
from tui.commands.output import complain, say, say_json, say_table
from tui.text.plain import plain

_LONGEST = 2000


def list_all(arguments: argparse.Namespace) -> int:
    """Prints the scenarios, walks and demos, own ones first; files that are none go to stderr."""
    own, unreadable = from_folder(arguments.folder) if arguments.folder else ((), ())
    for one in unreadable:
        complain(one.error.code, one.error.message)
    entries = (*own, *shipped())
    if arguments.json:
        say_json([_document(one) for one in entries])
    else:
        heads = ("NAME", "KIND", "LEVEL", "TOPIC", "MIN", "POINTS", "TITLE")
        say_table(heads, map(_row, entries))
    return 0


def _document(one: Entry) -> dict[str, object]:
    scenario = one.scenario
    return {
        "name": one.name,
        "kind": scenario.kind,
        "title": scenario.title,
        "level": scenario.level,
        "topic": scenario.topic,
        "minutes": scenario.minutes,
        "points": scenario.points,
        "era": scenario.world.era,
        "causes": list(scenario.causes),
    }


def _row(one: Entry) -> tuple[object, ...]:
    found = one.scenario
    return one.name, found.kind, found.level, found.topic, found.minutes, found.points, found.title


def schema(_arguments: argparse.Namespace) -> int:
    """Prints the JSON schema of a scenario file."""
    say_json(file_schema())
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Plays each file left alone, by its solution and by its tempting repair; 1 where one has a fault."""
    return max([_checked(path) for path in arguments.files])


def _checked(path: Path) -> int:
    try:
        found = entry(path)
        with TemporaryDirectory() as folder:
            proof, faults = proved(found.scenario, found.source, Path(folder))
    except Faulty as error:
        proof, faults = None, list(error.faults)
    except AzureError as error:
        complain(error.code, error.told)
        return 1
    for fault in faults:
        say(plain(f"{path}:{fault.line}: {fault.reason}", _LONGEST))
    if faults or proof is None:
        return 1
    points = (
        f"{proof.solved.score} of {proof.solved.points} points by its solution" if proof.solved else "plays"
    )
    wrong = f", {proof.wrong.score} by the tempting repair" if proof.wrong else ""
    say(plain(f"{path}: {points}{wrong}", _LONGEST))
    return 0
