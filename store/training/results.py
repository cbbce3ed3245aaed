"""Results of runs: kept in a file beside the state, so that they outlive the worlds.

`PATH.results` has a JSON object a line, one for each run that was scored or given up; a line that cannot be
read is passed over. Nothing in it names a person.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from store.files.durable import beside, reading, sync, write_all, writing
from store.resources import Mode, TrainingRun
from store.resources.base import Moment
from store.training.format import Scenario
from store.training.score import Standing
from store.training.transcript import StepDone, transcript
from store.world import View

#: Lines of the file that are read; the newest count.
_MOST = 5000
_LARGEST = 32 * 1024 * 1024
#: A pipe in its place must not hold us up.
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC


class Earned(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An objective with the points it earned."""

    text: str
    met: bool
    earned: int
    points: int


class Result(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How a run stands, or how it ended.

    `scenario` is the file's name, "" where it is not known. `began` and `ended` are real time (UTC), None
    where it has not come to that; `simulated` is seconds of simulated time. `broken` are the forbidden
    outcomes that happened, `paid` the points for hints and `lost` those for such outcomes.
    """

    scenario: str
    title: str
    level: str
    mode: Mode
    began: Moment | None
    ended: Moment | None
    score: int
    points: int
    paid: int
    lost: int
    hints: int
    solved: bool
    gave_up: bool
    escalated: bool
    broken: tuple[str, ...]
    goals: tuple[Earned, ...]
    simulated: int
    steps: tuple[StepDone, ...]

    @property
    def over(self) -> bool:
        """Whether it was scored or given up."""
        return self.ended is not None

    @property
    def share(self) -> float:
        """The score as a share of all points, 0 to 1."""
        return self.score / self.points if self.points else 0.0

    @property
    def seconds(self) -> int | None:
        """Real seconds from its beginning to its end, or None where one of them is not noted."""
        if self.began is None or self.ended is None:
            return None
        return max(0, round((self.ended - self.began).total_seconds()))

    @property
    def deeds(self) -> tuple[str, ...]:
        """What was done in Azure, an operation a line."""
        return tuple(str(step) for step in self.steps if step.azure)


def result_of(view: View, scenario: Scenario, run: TrainingRun, found: Standing) -> Result:
    """The result of a run in this world, as it stands; an exam that was given up has no points."""
    return Result(
        scenario=run.scenario,
        title=scenario.title,
        level=scenario.level,
        mode=run.mode,
        began=run.opened_at,
        ended=run.closed_at,
        score=0 if run.gave_up and run.mode is Mode.EXAM else found.score,
        points=found.points,
        paid=found.paid,
        lost=found.lost,
        hints=run.hints,
        solved=found.solved and not run.gave_up,
        gave_up=run.gave_up,
        escalated=run.escalated_at is not None,
        broken=found.broken,
        goals=tuple(
            Earned(text=one.text, met=one.met, earned=one.earned, points=one.points) for one in found.goals
        ),
        simulated=round((view.now - run.began_at).total_seconds()),
        steps=transcript(view, run),
    )


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
        descriptor = os.open(path, _FLAGS, 0o600)
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
    # `found` is in the order of time.
    return max(reversed(own), key=lambda one: one.share, default=None)


def before(found: Sequence[Result], result: Result) -> Result | None:
    """The attempt at the same scenario before this one."""
    ended = result.ended
    own = [
        one
        for one in found
        if one.scenario == result.scenario and one.ended is not None and ended and one.ended < ended
    ]
    return own[-1] if own else None


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
