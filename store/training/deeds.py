"""The runner's own operations: what it saw is noted, and the run ends. Nobody performs them by name."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.training.message import refused_text
from store.operations.training.run import OnRun, needed_run, run_of
from store.training.limits import LONGEST_NAME
from store.world import Draft, View


class NoteOutcomes(OnRun, frozen=True, kw_only=True):
    """Note what the runner saw: forbidden outcomes by place."""

    arm: ClassVar[str] = "Simulator/training/note/action"
    title: ClassVar[str] = "Note what happened"

    broken: tuple[int, ...] = ()

    def apply(self, draft: Draft, material: None) -> str:
        run = needed_run(draft)
        draft.put(replace(run, broken=tuple(sorted({*run.broken, *self.broken}))))
        return "Noted."


class LetLoose(OnRun, frozen=True, kw_only=True):
    """Let the next event of the scenario happen, by its place: of several programs, one does."""

    arm: ClassVar[str] = "Simulator/training/event/action"
    title: ClassVar[str] = "Begin an event"

    place: int

    def why_not(self, view: View) -> AzureError | None:
        run = run_of(view)
        if run is not None and run.injected > self.place:
            return AzureError("EventBegun", "It happens already, or has happened.")
        return super().why_not(view)

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(replace(needed_run(draft), injected=self.place + 1))
        return "It happens."


class OpenRun(OnRun, frozen=True, kw_only=True):
    """Note that the trainee begins, at a moment of real time (UTC); an exam ends at `deadline`."""

    arm: ClassVar[str] = "Simulator/training/open/action"
    title: ClassVar[str] = "Begin the scenario"

    at: datetime
    deadline: datetime | None = None

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(replace(needed_run(draft), opened_at=self.at, deadline=self.deadline))
        return "The scenario begins."


class ShowScene(OnRun, frozen=True, kw_only=True):
    """Note which scene of a demo is shown, from 0."""

    arm: ClassVar[str] = "Simulator/training/scene/action"
    title: ClassVar[str] = "Show a scene"

    scene: int

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(replace(needed_run(draft), scene=self.scene))
        return f"Scene {self.scene + 1}."


class EndRun(OnRun, frozen=True, kw_only=True):
    """End the run, to be scored, or given up; `at` is real time (UTC).

    `name` is what the trainee wants the result of a class to be called by, "" for the name on the list.
    """

    arm: ClassVar[str] = "Simulator/training/end/action"
    title: ClassVar[str] = "End the scenario"

    at: datetime
    gave_up: bool = False
    name: str = ""

    def why_not(self, view: View) -> AzureError | None:
        return super().why_not(view) or (refused_text("name", self.name, LONGEST_NAME) if self.name else None)

    def apply(self, draft: Draft, material: None) -> str:
        run = needed_run(draft)
        name = self.name.strip() or run.name
        draft.put(replace(run, closed_at=self.at, gave_up=self.gave_up, name=name))
        return "The scenario was given up." if self.gave_up else "The scenario is scored."
