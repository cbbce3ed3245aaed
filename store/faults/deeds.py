"""What is noted of a fault in the world that it happens in. Nobody performs these operations by name."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.operation import Simulator
from store.operations.training.message import refused_text
from store.resources import Planted
from store.services.authorization.outsiders import is_instructor
from store.world import Draft, View


class PlantFault(Simulator, frozen=True, kw_only=True):
    """Note that a fault happens when the clock reaches a moment (UTC); `by` is the instructor."""

    arm: ClassVar[str] = "Simulator/faults/plant/action"
    title: ClassVar[str] = "Prepare an event"

    fault: str
    resource: str = ""
    due_at: datetime
    by: str
    say: str = ""

    def denied(self, view: View, caller: str) -> AzureError | None:
        if is_instructor(caller) and caller == self.by:
            return None
        return AzureError("NotAnInstructor", "Only an instructor prepares faults.")

    def why_not(self, view: View) -> AzureError | None:
        return refused_text("message", self.say) if self.say else None

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(
            Planted(
                id=f"{draft.revision:08d}",
                fault=self.fault,
                resource=self.resource,
                due_at=self.due_at,
                by=self.by,
                say=self.say,
            )
        )
        return "It is prepared."


class OnPlanted(Simulator, frozen=True, kw_only=True):
    """A deed on a fault that was prepared, by its id."""

    planted: str

    def found(self, view: View) -> Planted:
        """The fault; raises `AzureError` ResourceNotFound."""
        return view.need(Planted, self.planted)


class BeginFault(OnPlanted, frozen=True, kw_only=True):
    """Let a fault happen: of several programs on one world, one does."""

    arm: ClassVar[str] = "Simulator/faults/begin/action"
    title: ClassVar[str] = "Begin an event"

    def why_not(self, view: View) -> AzureError | None:
        if self.found(view).begun:
            return AzureError("FaultBegun", "It happens already, or has happened.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(replace(self.found(draft), begun=draft.revision))
        return "It happens."


class EndFault(OnPlanted, frozen=True, kw_only=True):
    """Note what became of a fault."""

    arm: ClassVar[str] = "Simulator/faults/end/action"
    title: ClassVar[str] = "End an event"

    done: bool
    outcome: str

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(replace(self.found(draft), ended=draft.revision, done=self.done, outcome=self.outcome))
        return self.outcome


class WithdrawFault(BeginFault, frozen=True, kw_only=True):
    """Take back a fault that has not happened."""

    arm: ClassVar[str] = "Simulator/faults/withdraw/action"
    title: ClassVar[str] = "Withdraw an event"

    def apply(self, draft: Draft, material: None) -> str:
        draft.remove(self.found(draft))
        return "It does not happen."
