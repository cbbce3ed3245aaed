"""Taking over a trainee's world: an instructor asks, the trainee answers, and each of them can end it."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.operation import Simulator
from store.resources import Control, TakeOver
from store.resources.training import TAKE_OVER
from store.services.authorization.outsiders import called, instructor, is_instructor
from store.services.authorization.taking_over import taking_over
from store.world import Draft, View


class AskToTakeOver(Simulator, frozen=True, kw_only=True):
    """Ask whoever works in this world to let an instructor work in it alone for a while."""

    arm: ClassVar[str] = "Simulator/takeOver/ask/action"
    title: ClassVar[str] = "Ask to take over"

    by: str = instructor()

    def denied(self, view: View, caller: str) -> AzureError | None:
        if is_instructor(self.by) and caller == self.by:
            return None
        return AzureError("NotAnInstructor", "Only an instructor asks to take over, in the own name.")

    def why_not(self, view: View) -> AzureError | None:
        found = taking_over(view)
        if found is None:
            return None
        done = "has taken over" if found.state is Control.HELD else "has asked to take over"
        return AzureError("TakeOverOpen", f"{called(found.by)} {done} already.", "End that first.")

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(TakeOver(id=TAKE_OVER, by=self.by, state=Control.ASKED, asked=draft.revision))
        return "The trainee is asked."


class AnswerTakeOver(Simulator, frozen=True, kw_only=True):
    """Let the instructor who asked work in this world alone, or refuse it."""

    arm: ClassVar[str] = "Simulator/takeOver/answer/action"
    title: ClassVar[str] = "Answer an instructor"

    allow: bool

    def denied(self, view: View, caller: str) -> AzureError | None:
        if is_instructor(caller):
            return AzureError("NotYours", "The trainee answers, not an instructor.")
        return None

    def why_not(self, view: View) -> AzureError | None:
        found = taking_over(view)
        if found is None or found.state is not Control.ASKED:
            return AzureError("NothingAsked", "Nobody asks to take over this world.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        found = draft.need(TakeOver, TAKE_OVER)
        draft.put(replace(found, state=Control.HELD if self.allow else Control.REFUSED))
        return f"{called(found.by)} {'has taken over' if self.allow else 'was refused'}."


class EndTakeOver(Simulator, frozen=True, kw_only=True):
    """End a take-over, or take back the question; both sides can."""

    arm: ClassVar[str] = "Simulator/takeOver/end/action"
    title: ClassVar[str] = "End the take-over"

    def why_not(self, view: View) -> AzureError | None:
        if taking_over(view) is None:
            return AzureError("NotTakenOver", "Nobody has taken over this world, nor asks to.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        found = draft.need(TakeOver, TAKE_OVER)
        draft.put(replace(found, state=Control.ENDED))
        return "The take-over is over: the trainee goes on."
