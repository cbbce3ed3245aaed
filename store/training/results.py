"""Results of runs: kept in a file beside the state, so that they outlive the worlds.

`PATH.results` has a JSON object a line, one for each run that was scored or given up; a line that cannot be
read is passed over. Nothing in it names a person.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from store.files.durable import beside, reading, sync, write_all, writing
from store.resources import ActivityEntry, Mode, TrainingRun
from store.resources.base import Moment
from store.training.format import Scenario
from store.training.score import Standing
from store.world import View

#: Lines of the file that are read; the newest count.
_MOST = 5000
_LARGEST = 32 * 1024 * 1024


class Result(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A run that is over; `began` and `ended` are real time (UTC), `simulated` seconds of simulated time.

    `steps` are the titles of the operations that were done, in order, the clock's aside.
    """

    scenario: str
    title: str
    mode: Mode
    began: Moment
    ended: Moment
    score: int
    points: int
    solved: bool
    gave_up: bool
    hints: int
    broken: tuple[str, ...]
    goals: tuple[tuple[str, int, int], ...]
    steps: tuple[str, ...]
    simulated: int

    @property
    def share(self) -> float:
        """The score as a share of all points, 0 to 1."""
        return self.score / self.points if self.points else 0.0


def result_of(view: View, scenario: Scenario, run: TrainingRun, found: Standing) -> Result:
    """The result of a run that is over in this world, as it stood."""
    ended = run.closed_at or run.began_at
    return Result(
        scenario=run.scenario,
        title=scenario.title,
        mode=run.mode,
        began=run.opened_at or ended,
        ended=ended,
        score=found.score,
        points=found.points,
        solved=found.solved,
        gave_up=run.gave_up,
        hints=run.hints,
        broken=found.broken,
        goals=tuple((goal.text, goal.earned, goal.points) for goal in found.goals),
        steps=tuple(f"{entry.title}: {entry.target.rpartition('/')[2]}" for entry in deeds(view, run)),
        simulated=int((view.now - run.began_at).total_seconds()),
    )


def deeds(view: View, run: TrainingRun) -> list[ActivityEntry]:
    """What was done in Azure since the run began, refused attempts too, oldest first."""
    return [
        entry
        for entry in view.all(ActivityEntry)
        if entry.revision > run.began and entry.category == "Administrative"
    ]


def results_path(state: Path) -> Path:
    """The file of the results beside a state."""
    return beside(state, ".results")


def keep(state: Path, result: Result) -> None:
    """Append a result, unless it is the newest one there; durable on return. Raises `StateError`."""
    known = results(state)
    if known and (known[-1].scenario, known[-1].ended) == (result.scenario, result.ended):
        return
    path = results_path(state)
    line = msgspec.json.encode(result) + b"\n"
    with writing(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            write_all(descriptor, line)
            sync(descriptor)
        finally:
            os.close(descriptor)


def results(state: Path) -> tuple[Result, ...]:
    """The results beside a state, oldest first; raises `StateError` where they cannot be read."""
    path = results_path(state)
    try:
        with reading(path):
            if path.stat().st_size > _LARGEST or not path.is_file():
                return ()
            lines = path.read_bytes().splitlines()[-_MOST:]
    except FileNotFoundError:
        return ()
    found = []
    for line in lines:
        try:
            found.append(msgspec.json.decode(line, type=Result))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return tuple(found)


def best(found: Sequence[Result], scenario: str) -> Result | None:
    """The best result of a scenario, of several the latest."""
    own = [one for one in found if one.scenario == scenario and not one.gave_up]
    return max(own, key=lambda one: (one.share, one.ended), default=None)


def before(found: Sequence[Result], result: Result) -> Result | None:
    """The attempt at the same scenario before this one."""
    own = [one for one in found if one.scenario == result.scenario and one.ended < result.ended]
    return own[-1] if own else None


def minutes(began: datetime, ended: datetime) -> int:
    """Whole minutes between two moments."""
    return max(0, int((ended - began).total_seconds())) // 60


def shortest(scenario: Scenario) -> tuple[str, ...]:
    """The reference solution in words: each operation with the arguments that are plain words."""
    return tuple(
        " ".join(
            [
                str(step.get("operation", "")),
                *(f"{name}={value}" for name, value in step.items() if _is_word(name, value)),
            ]
        )
        for step in scenario.solution
    )


def _is_word(name: str, value: object) -> bool:
    return name not in ("operation", "password") and isinstance(value, str | int | bool)
