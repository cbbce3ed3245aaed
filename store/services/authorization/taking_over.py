"""While an instructor has taken over a world, with consent, nobody else changes it."""

from __future__ import annotations

from typing import ClassVar, Protocol

from store.errors import AzureError
from store.resources import Control, TakeOver
from store.resources.training import TAKE_OVER
from store.services.authorization.outsiders import called
from store.world import View

#: What goes on meanwhile: the trainee's run and its end, and what both say to each other.
_GOES_ON = ("Simulator/training/", "Simulator/messages/", "Simulator/takeOver/", "Simulator/faults/")


class Request(Protocol):
    """The part of an operation that is looked at; see `store.operations.operation`."""

    arm: ClassVar[str]

    @property
    def repeats(self) -> str: ...


def taking_over(view: View) -> TakeOver | None:
    """The take-over that is asked for or held in this world, or None."""
    found = view.get(TakeOver, TAKE_OVER)
    return found if found is not None and found.open else None


def held_by(view: View) -> str:
    """The caller who has taken over this world, "" where nobody has."""
    found = taking_over(view)
    return found.by if found is not None and found.state is Control.HELD else ""


def taken_over(view: View, operation: Request, caller: str) -> AzureError | None:
    """Why this caller's operation waits for the end of a take-over, or None; a running clock goes on."""
    by = held_by(view)
    if not by or by == caller or operation.repeats or operation.arm.startswith(_GOES_ON):
        return None
    return AzureError(
        "TakenOver",
        f"{called(by)} has taken over this world: what you do here waits.",
        "End the take-over to go on yourself.",
    )
