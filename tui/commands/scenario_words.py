"""A run as lines of text, for terminals without a page and for screen readers: no column, sign or colour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from store.resources import Mode
from store.training.demo import Stage
from store.training.play import Play
from store.training.results import before, result_of, results, shortest
from store.training.score import Goal, Standing
from store.training.start import files_folder
from tui.text.counting import counted

VERBS = """\
Verbs: ticket, goals, hint, answer NUMBER TEXT, escalate, finish, give up, quit; next and back in a demo.
Any other line is a command of certblade on this world: do SyncOrder --order contosocert, list, show, drift,
clock next, operations. help says this again."""


def ticket(play: Play, state: Path) -> Iterator[str]:
    """The ticket, its questions, and where the customer's files lie."""
    scenario = play.scenario
    yield f"Ticket: {scenario.title}"
    if scenario.sender:
        yield f"From: {scenario.sender}"
    yield from (" ".join(part.split()) for part in scenario.ticket.strip().split("\n\n"))
    for number, question in enumerate(scenario.questions, 1):
        yield f"Question {number}: {question}"
    for file in scenario.world.files:
        yield f"File: {files_folder(state) / file.name}"


def goals(play: Play) -> Iterator[str]:
    """Each goal with its points, then the score."""
    found, run = play.standing(), play.run
    for number, goal in enumerate(found.goals, 1):
        yield goal_line(number, goal)
    if play.scenario.kind == "walk":
        place = next((place for place, goal in enumerate(found.goals) if not goal.met), None)
        if place is not None:
            wanted = play.scenario.objectives[place]
            yield f"Next: {' '.join((wanted.says or wanted.text).split())}"
    yield score(found)
    yield from (f"Forbidden, and it happened: {text}" for text in found.broken)
    if run.deadline is not None:
        left = int((run.deadline - datetime.now(UTC)).total_seconds()) // 60
        yield f"Exam: {counted(max(0, left), 'minute')} left."
    elif run.mode is Mode.PRACTICE and play.scenario.hints:
        yield f"Hints: {run.hints} of {len(play.scenario.hints)} taken."


def goal_line(number: int, goal: Goal) -> str:
    """`Goal 1, done, 4 of 4 points: …`"""
    state = "done" if goal.met else "half done" if goal.earned else "open"
    trouble = f" ({goal.judged.trouble})" if goal.judged.trouble else ""
    return f"Goal {number}, {state}, {goal.earned} of {goal.points} points: {goal.text}{trouble}"


def score(found: Standing) -> str:
    """The score in a line."""
    return f"Score: {found.score} of {found.points} points."


def changes(old: Standing, new: Standing) -> Iterator[str]:
    """The goals that stand otherwise than before, and the score where it is another one."""
    for number, (before_, after) in enumerate(zip(old.goals, new.goals, strict=True), 1):
        if (before_.met, before_.earned) != (after.met, after.earned):
            yield goal_line(number, after)
    if old.score != new.score:
        yield score(new)


def debrief(play: Play, state: Path) -> Iterator[str]:
    """The result, what was done, the shortest way, and why."""
    scenario, found = play.scenario, play.standing()
    result = result_of(play.world, scenario, play.run, found)
    yield score(found)
    earlier = before(results(state), result)
    if earlier is not None:
        yield f"The attempt before: {earlier.score} of {earlier.points} points."
    yield from (f"Done {number}: {step}" for number, step in enumerate(result.deeds, 1))
    yield from (f"The shortest way {number}: {step}" for number, step in enumerate(shortest(scenario), 1))
    yield f"Why: {' '.join(scenario.debrief.text.split())}"
    yield from (f"Cause: {cause}" for cause in scenario.causes)
    if scenario.wrong is not None:
        yield f"Tempting, and no repair: {scenario.wrong.text}. {' '.join(scenario.wrong.why.split())}"
    if scenario.escalate is not None:
        yield f"Escalation: {scenario.escalate}"
    yield from (f"Source: {source}" for source in scenario.debrief.sources)


def scene(stage: Stage) -> Iterator[str]:
    """The scene that is shown."""
    shown = stage.scene
    if shown is None:
        yield f"A demo of {counted(len(stage.scenes), 'scene')}; next shows the first."
        return
    yield f"Scene {stage.place + 1} of {len(stage.scenes)}: {shown.title}"
    yield " ".join(shown.text.split())
    if shown.notes:
        yield f"Notes: {' '.join(shown.notes.split())}"
