"""A trainee's deeds beside the portal: hints, answers, the escalation."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.operation import Simulator
from store.resources import Mode, TrainingRun
from store.resources.training import RUN
from store.world import Draft, View

#: Characters of an answer; the longest asked for is a thumbprint or an id.
LONGEST_ANSWER = 400


def run_of(view: View) -> TrainingRun | None:
    """The run that this world was made for, or None."""
    return view.get(TrainingRun, RUN)


class OnRun(Simulator, frozen=True, kw_only=True):
    """A deed on the run of this world, refused where there is none or it is over."""

    def why_not(self, view: View) -> AzureError | None:
        run = run_of(view)
        if run is None:
            return AzureError(
                "NoScenario", "This world is no scenario's.", "Begin one: Training on the first screen."
            )
        if run.over:
            return AzureError("ScenarioOver", "This run is over.", "Begin the scenario again.")
        return None


def needed_run(draft: Draft) -> TrainingRun:
    """The run of a world that has one."""
    return draft.need(TrainingRun, RUN)


class TakeHint(OnRun, frozen=True, kw_only=True):
    """Ask for the scenario's next hint, at its price."""

    arm: ClassVar[str] = "Simulator/training/hint/action"
    title: ClassVar[str] = "Take a hint"

    def why_not(self, view: View) -> AzureError | None:
        run = run_of(view)
        if (refused := super().why_not(view)) or run is None:
            return refused
        if run.mode is Mode.EXAM:
            return AzureError("NoHintsInExam", "An exam has no hints.", "Practise the scenario to see them.")
        if run.hints >= len(run.prices):
            return AzureError("NoMoreHints", "There is no further hint.", "Give up to read the solution.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        run = needed_run(draft)
        price = run.prices[run.hints]
        draft.put(replace(run, hints=run.hints + 1))
        return f"Hint {run.hints + 1} of {len(run.prices)} costs {_points(price)}."


class AnswerQuestion(OnRun, frozen=True, kw_only=True):
    """Answer a question of the scenario, by its number; an answer can be changed until the end."""

    arm: ClassVar[str] = "Simulator/training/answer/action"
    title: ClassVar[str] = "Answer a question"

    question: int = 1
    answer: str

    def why_not(self, view: View) -> AzureError | None:
        run = run_of(view)
        if (refused := super().why_not(view)) or run is None:
            return refused
        if not 0 < self.question <= run.questions:
            asked = f"It asks {run.questions}." if run.questions else "It asks none."
            return AzureError("UnknownQuestion", f"This scenario has no question {self.question}.", asked)
        if not 0 < len(self.answer.strip()) <= LONGEST_ANSWER:
            return AzureError("InvalidAnswer", f"An answer has 1-{LONGEST_ANSWER} characters.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        run = needed_run(draft)
        draft.put(replace(run, answers={**run.answers, str(self.question): self.answer.strip()}))
        return f"Question {self.question} is answered."


class Escalate(OnRun, frozen=True, kw_only=True):
    """Hand the ticket to the next line of support, with the answers given as evidence."""

    arm: ClassVar[str] = "Simulator/training/escalate/action"
    title: ClassVar[str] = "Escalate"

    def why_not(self, view: View) -> AzureError | None:
        run = run_of(view)
        if (refused := super().why_not(view)) or run is None:
            return refused
        if run.escalated_at is not None:
            return AzureError("AlreadyEscalated", "The ticket was handed on already.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(replace(needed_run(draft), escalated_at=draft.now))
        return "The ticket is with the next line of support."


def _points(count: int) -> str:
    return f"{count} point{'s' * (count != 1)}"
