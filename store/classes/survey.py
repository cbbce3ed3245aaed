"""A look at all worlds of a class, again and again: who does what, and who is stuck.

Nothing is served and nobody is asked: each world has its files, and a look takes the files' stamps, and reads
on where something was written. Worlds are opened one after the other, so that a class of 200 shows its first
rows at once:

    survey = Survey(folder)
    for _ in survey.look(): ...        # one step a world; the first look opens it
    survey.rows                        # a row a trainee, in the roster's order
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from store.classes.folder import worlds_of
from store.classes.limits import STUCK_IDLE, STUCK_REFUSALS
from store.classes.roster import Trainee
from store.errors import AzureError, StateError
from store.files.durable import beside
from store.journal.journal import Journal
from store.operations.training.run import run_of
from store.resources import TrainingRun
from store.training.play import scenario_of, standing_of
from store.training.transcript import StepDone, transcript
from store.world import World


class Pace(StrEnum):
    """How somebody gets on; unread until the first look has come to that world."""

    ABSENT = "not begun"
    WORKING = "working"
    STUCK = "stuck"
    DONE = "done"
    BROKEN = "unreadable"
    UNREAD = "unread"


class Row(NamedTuple):
    """A trainee at a glance. `idle` is real time since the last operation, `why` says what a pace means."""

    trainee: Trainee
    path: Path
    pace: Pace
    scenario: str = ""
    objective: str = ""
    score: int = 0
    points: int = 0
    hints: int = 0
    last: str = ""
    idle: timedelta | None = None
    why: str = ""


class _Seen(NamedTuple):
    """What was worked out of a world at a revision, and when it was last worked on (real time, UTC)."""

    revision: int
    deed: int
    worked: datetime | None
    row: Row
    refused: int


class Survey:
    """The class in a folder, followed; a world that cannot be opened is a row that says why."""

    def __init__(self, folder: Path) -> None:
        """Raises `StateError` as `read_class` does."""
        self._worlds = tuple(worlds_of(folder))
        self._journals: dict[str, Journal] = {}
        self._seen: dict[str, _Seen] = {}
        self._rows = {who.login: Row(who, path, Pace.UNREAD) for who, path in self._worlds}

    @property
    def rows(self) -> tuple[Row, ...]:
        """A row a trainee, as of the last look, in the roster's order."""
        return tuple(self._rows.values())

    def look(self, now: datetime | None = None) -> Iterator[Row]:
        """Look at each world; yields its row. `now` is real time (UTC)."""
        moment = now or datetime.now(UTC)
        for trainee, path in self._worlds:
            row = self._rows[trainee.login] = self._look_at(trainee, path, moment)
            yield row

    def close(self) -> None:
        """Give all files back."""
        for journal in self._journals.values():
            journal.close(checkpoint=False)
        self._journals.clear()

    def _look_at(self, trainee: Trainee, path: Path, now: datetime) -> Row:
        try:
            world = self._world(trainee, path)
        except StateError as error:
            pace = Pace.ABSENT if error.code == "StateNotFound" else Pace.BROKEN
            return Row(trainee, path, pace, why=error.message)
        seen = self._seen.get(trainee.login)
        if seen is None or seen.revision != world.revision:
            seen = self._seen[trainee.login] = _read(world, trainee, path, seen, now)
        return _paced(seen, now)

    def _world(self, trainee: Trainee, path: Path) -> World:
        journal = self._journals.get(trainee.login)
        if journal is None:
            journal = self._journals[trainee.login] = Journal.watch(path)
        journal.follow()
        if journal.trouble:
            raise StateError("StateUnreadable", journal.trouble)
        return journal.world


def _read(world: World, trainee: Trainee, path: Path, before: _Seen | None, now: datetime) -> _Seen:
    """What there is to say of a world, but for its pace now."""
    run = run_of(world)
    if run is None:
        row = Row(trainee, path, Pace.ABSENT, why="This world is no scenario's.")
        return _Seen(world.revision, 0, None, row, 0)
    steps = transcript(world, run)
    deed = steps[-1].revision if steps else 0
    # A running clock writes too, and is no work.
    worked = written_at(path) if before is None else before.worked if before.deed == deed else now
    refused = sum(1 for _ in takewhile(lambda step: step.refused, reversed(steps)))
    return _Seen(world.revision, deed, worked, _row(world, run, steps, trainee, path), refused)


def _row(world: World, run: TrainingRun, steps: tuple[StepDone, ...], trainee: Trainee, path: Path) -> Row:
    last = f"{steps[-1].title}{' refused' * steps[-1].refused}" if steps else ""
    try:
        title, stands = scenario_of(run.source).title, standing_of(world)
    except AzureError as error:
        return Row(trainee, path, Pace.BROKEN, last=last, why=error.told)
    assert stands is not None
    objective = next((goal.text for goal in stands.goals if not goal.met), "")
    pace = Pace.DONE if run.over else Pace.WORKING if steps or run.opened_at else Pace.ABSENT
    return Row(trainee, path, pace, title, objective, stands.score, stands.points, run.hints, last)


def _paced(seen: _Seen, now: datetime) -> Row:
    """The row with its pace now: somebody who works may be stuck."""
    idle = None if seen.worked is None else max(timedelta(), now - seen.worked)
    row = seen.row if seen.row.pace is Pace.ABSENT else seen.row._replace(idle=idle)
    if row.pace is not Pace.WORKING:
        return row
    if not row.objective:
        return row._replace(why="Every objective is met; it is not handed in yet.")
    if seen.refused >= STUCK_REFUSALS:
        return row._replace(pace=Pace.STUCK, why=f"The last {seen.refused} operations were refused.")
    if idle is not None and idle >= STUCK_IDLE:
        minutes = int(idle.total_seconds() // 60)
        return row._replace(pace=Pace.STUCK, why=f"Nothing was done for {minutes} minutes.")
    return row


def written_at(path: Path) -> datetime | None:
    """When something was last written in a world (real time, UTC), None where it has no journal."""
    try:
        return datetime.fromtimestamp(beside(path, ".journal").stat().st_mtime, UTC)
    except OSError:
        return None
