"""The result of a trainee's run: points, what they were lost for, and what was done step by step."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from store.classes.folder import attempts_of, read_class
from store.errors import AzureError, StateError
from store.journal.journal import Journal
from store.operations.training.message import SendMessage
from store.operations.training.run import run_of
from store.resources import ActivityEntry, Mode, TrainingRun
from store.training.deeds import NoteOutcomes
from store.training.play import scenario_of, standing_of
from store.world import World

#: Operations of a transcript; the first ones tell how somebody went about it.
MOST_STEPS = 2000


class StepDone(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An operation of a transcript; `at` is simulated time, `code` that of its refusal."""

    revision: int
    title: str
    target: str
    at: datetime
    status: str
    code: str = ""


class Goal(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An objective with the points it earned."""

    text: str
    met: bool
    earned: int
    points: int


class Result(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How a run stands, or how it ended. `openedAt` and `closedAt` are real time, UTC.

    `attempt` is the same for the same run of the same person, and tells nothing of either.
    """

    login: str
    name: str
    attempt: str
    scenario: str
    level: str
    mode: str
    score: int
    points: int
    paid: int
    lost: int
    hints: int
    solved: bool
    over: bool
    gave_up: bool
    escalated: bool
    forbidden: tuple[str, ...]
    goals: tuple[Goal, ...]
    opened_at: datetime | None
    closed_at: datetime | None
    simulated_seconds: int
    steps: tuple[StepDone, ...]

    @property
    def share(self) -> float:
        """The score as a part of 1."""
        return self.score / self.points if self.points else 0.0

    @property
    def real_seconds(self) -> int | None:
        """Seconds from its beginning to its end, or None where one of them is not noted."""
        if self.opened_at is None or self.closed_at is None:
            return None
        return max(0, round((self.closed_at - self.opened_at).total_seconds()))


def results_of(folder: Path) -> tuple[tuple[Result, ...], tuple[tuple[Path, StateError | AzureError], ...]]:
    """The results of all runs in a class, by the roster's order, and the files that cannot be read.

    Raises `StateError` as `read_class` does.
    """
    found, unreadable = [], []
    for trainee in read_class(folder).trainees:
        for path in attempts_of(folder, trainee.login):
            try:
                journal = Journal.watch(path)
                journal.close(checkpoint=False)
                result = result_of(journal.world, trainee.login, trainee.name)
            except (StateError, AzureError) as error:
                unreadable.append((path, error))
                continue
            if result is not None:
                found.append(result)
    return tuple(found), tuple(unreadable)


def result_of(world: World, login: str, name: str) -> Result | None:
    """The result of the run in a world, or None where it has none; raises `Faulty`."""
    run, stands = run_of(world), standing_of(world)
    if run is None or stands is None:
        return None
    scenario = scenario_of(run.source)
    return Result(
        login=login,
        name=name,
        attempt=attempt_id(login, run),
        scenario=scenario.title,
        level=scenario.level,
        mode=run.mode.value,
        score=0 if run.gave_up and run.mode is Mode.EXAM else stands.score,
        points=stands.points,
        paid=stands.paid,
        lost=stands.lost,
        hints=run.hints,
        solved=stands.solved and not run.gave_up,
        over=run.over,
        gave_up=run.gave_up,
        escalated=run.escalated_at is not None,
        forbidden=stands.broken,
        goals=tuple(
            Goal(text=one.text, met=one.met, earned=one.earned, points=one.points) for one in stands.goals
        ),
        opened_at=run.opened_at,
        closed_at=run.closed_at,
        simulated_seconds=round((world.now - run.began_at).total_seconds()),
        steps=transcript(world, run),
    )


def attempt_id(login: str, run: TrainingRun) -> str:
    """An id for this run of this person."""
    opened = run.opened_at.isoformat() if run.opened_at else ""
    told = "\0".join((login, run.attempt, opened, run.mode, run.source))
    return sha256(told.encode()).hexdigest()[:32]


def transcript(world: World, run: TrainingRun) -> tuple[StepDone, ...]:
    """What was done since the run began, oldest first, refused operations too; ticks of the clock aside."""
    entries = sorted(
        (one for one in world.all(ActivityEntry) if one.revision > run.began and not _no_deed(one)),
        key=lambda one: one.revision,
    )
    return tuple(
        StepDone(
            revision=one.revision,
            title=one.title,
            target=one.target.rsplit("/", 1)[-1],
            at=one.at,
            status=one.status,
            code=one.code,
        )
        for one in entries[:MOST_STEPS]
    )


def _no_deed(entry: ActivityEntry) -> bool:
    """Whether it is no deed: the running clock's (its id has no revision), the runner's, an instructor's."""
    return not entry.id[:8].isdecimal() or entry.operation in (NoteOutcomes.arm, SendMessage.arm)
