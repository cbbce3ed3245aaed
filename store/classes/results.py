"""The results of a class: every run of every trainee, the earlier ones too."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.classes.folder import attempts_of, read_class
from store.classes.roster import Trainee
from store.errors import AzureError, StateError
from store.journal.journal import Journal
from store.operations.training.run import run_of
from store.resources import TrainingRun
from store.training.play import scenario_of, standing_of
from store.training.results import Result, result_of
from store.world import World


class Attempt(NamedTuple):
    """A trainee's run, by the name the trainee chose, else the one on the list.

    `id` is the same for the same run of the same person, and tells nothing of either.
    """

    trainee: Trainee
    id: str
    result: Result

    def document(self) -> dict[str, Any]:
        """The attempt as a JSON object."""
        who = {"login": self.trainee.login, "name": self.trainee.name, "attempt": self.id}
        stands = {"over": self.result.over, "realSeconds": self.result.seconds}
        document: dict[str, Any] = who | stands | msgspec.to_builtins(self.result)
        return document


def results_of(folder: Path) -> tuple[tuple[Attempt, ...], tuple[tuple[Path, StateError | AzureError], ...]]:
    """The results of all runs in a class, by the roster's order, and the files that cannot be read.

    Raises `StateError` as `read_class` does.
    """
    found, unreadable = [], []
    for trainee in read_class(folder).trainees:
        for path in attempts_of(folder, trainee.login):
            try:
                journal = Journal.watch(path)
                journal.close(checkpoint=False)
                attempt = attempt_of(journal.world, trainee)
            except (StateError, AzureError) as error:
                unreadable.append((path, error))
                continue
            if attempt is not None:
                found.append(attempt)
    return tuple(found), tuple(unreadable)


def attempt_of(world: World, trainee: Trainee) -> Attempt | None:
    """The run in a trainee's world, or None where it has none; raises `Faulty`."""
    run, stands = run_of(world), standing_of(world)
    if run is None or stands is None:
        return None
    result = result_of(world, scenario_of(run.source), run, stands)
    known = Trainee(trainee.login, run.name or trainee.name)
    return Attempt(known, attempt_id(trainee.login, run), result)


def attempt_id(login: str, run: TrainingRun) -> str:
    """An id for this run of this person."""
    opened = run.opened_at.isoformat() if run.opened_at else ""
    told = "\0".join((login, run.attempt, opened, run.mode, run.source))
    return sha256(told.encode()).hexdigest()[:32]
