"""The score of a run: points of objectives, less the price of hints and the cost of forbidden outcomes."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from store.errors import AzureError, UsageError
from store.resources import Mode, TrainingRun
from store.training.checks import AnyCheck, Judged
from store.training.format import Scenario
from store.world import View


class Goal(NamedTuple):
    """An objective as it stands: the points it has earned so far, and why it cannot be judged ("" mostly)."""

    text: str
    judged: Judged
    earned: int
    points: int

    @property
    def met(self) -> bool:
        """Whether all of it is done."""
        return self.judged.met


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A run as it stands in a world."""

    goals: tuple[Goal, ...]
    earned: int
    points: int
    paid: int
    lost: int
    broken: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """Points, never below 0."""
        return max(0, self.earned - self.paid - self.lost)

    @property
    def solved(self) -> bool:
        """Whether every objective is met."""
        return bool(self.goals) and all(goal.met for goal in self.goals)


def standing(view: View, scenario: Scenario, run: TrainingRun) -> Standing:
    """How the run stands in this world; a check that cannot be answered is not met, and says why."""
    goals = tuple(_goal(view, scenario, run, place) for place in range(len(scenario.objectives)))
    paid = 0 if run.mode is Mode.EXAM else sum(run.prices[: run.hints])
    broken = [scenario.forbidden[place] for place in run.broken if place < len(scenario.forbidden)]
    return Standing(
        goals=goals,
        earned=sum(goal.earned for goal in goals),
        points=scenario.points,
        paid=paid,
        lost=sum(one.cost for one in broken),
        broken=tuple(one.text for one in broken),
    )


def _goal(view: View, scenario: Scenario, run: TrainingRun, place: int) -> Goal:
    wanted = scenario.objectives[place]
    judged = judge(wanted.check, view, run)
    before = run.baseline[place] if place < len(run.baseline) else 0
    # What was done at the start is nobody's merit.
    to_do = max(1, judged.of - before)
    share = min(1.0, max(0, judged.done - before) / to_do)
    earned = wanted.points if judged.met else min(int(wanted.points * share), wanted.points)
    return Goal(wanted.text, judged, earned, wanted.points)


def judge(check: AnyCheck, view: View, run: TrainingRun) -> Judged:
    """The check's answer; one that raises is not met, and its sentence is the trouble."""
    try:
        return check.judge(view, run)
    except (AzureError, UsageError) as error:
        return Judged(0, trouble=error.message)
    except Exception as error:
        # A file from outside must not end the trainee's work, whatever its checks come upon.
        return Judged(0, trouble=f"The check failed: {type(error).__name__}.")


def happened(view: View, scenario: Scenario, run: TrainingRun) -> tuple[int, ...]:
    """The places of forbidden outcomes that hold in this world and are not noted yet."""
    return tuple(
        place
        for place, one in enumerate(scenario.forbidden)
        if place not in run.broken and judge(one.check, view, run).met
    )
