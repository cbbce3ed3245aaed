"""Beginning a run: the scenario's world takes the place of the one in a state file, which is set aside."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from store.errors import AzureError, StateError
from store.journal.journal import Journal, write_state
from store.operations.training.run import run_of
from store.resources import Mode, table_of
from store.training.library import Entry
from store.training.play import deadline
from store.training.start import files_folder, start


def _person(path: Path) -> dict[str, str]:
    """Whose run the world in a state file was, and by what name: the next run is the same person's."""
    try:
        journal = Journal.watch(path)
    except StateError:
        return {}
    journal.close(checkpoint=False)
    run = run_of(journal.world)
    return {} if run is None else {"trainee": run.trainee, "name": run.name}


def begin_run(path: Path, entry: Entry, mode: Mode, at: datetime) -> None:
    """Make the scenario's world and write it to `path`; a world that is there is set aside, nothing lost.

    `at` is real time (UTC); an exam ends so many minutes later as its file says. Raises `AzureError` for a
    file that cannot be played, `StateError` where the world cannot be written.
    """
    if entry.scenario.kind != "scenario" and mode is Mode.EXAM:
        raise AzureError("NoExam", f"'{entry.name}' is a {entry.scenario.kind}: no exam is set in it.")
    world = start(entry.scenario, entry.source, files_folder(path), mode, name=entry.name)
    run = run_of(world)
    assert run is not None
    person = _person(path)
    run = replace(run, **person, opened_at=at, deadline=deadline(entry.scenario, mode, at))
    world = world.merge({table_of(type(run)): {run.key: run}}, world.revision)
    write_state(path, world, replace=os.path.lexists(path))
