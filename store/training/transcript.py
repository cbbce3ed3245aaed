"""What a trainee did in a run, from the Activity log; whoever else works in that world is left out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.resources import ActivityEntry, TrainingRun
from store.resources.base import Moment
from store.services.authorization.outsiders import is_outsider
from store.training.deeds import LetLoose, NoteOutcomes
from store.world import View

#: Operations of a transcript; the first ones tell how somebody went about it.
MOST_STEPS = 2000
#: What the program notes by itself.
_NOTED = (NoteOutcomes.arm, LetLoose.arm)


class StepDone(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An operation of a transcript; `at` is simulated time, `code` that of its refusal.

    `azure` tells what was done in Azure from what was done with the simulator: its clock, a hint, the end.
    """

    revision: int
    title: str
    target: str
    at: Moment
    status: str
    code: str = ""
    azure: bool = True

    @property
    def refused(self) -> bool:
        """Whether it was refused."""
        return self.status == "Failed"

    def __str__(self) -> str:
        return f"{self.title}: {self.target}"


def transcript(view: View, run: TrainingRun) -> tuple[StepDone, ...]:
    """The operations since the run began, oldest first, refused ones too.

    Left out are the ticks of a running clock, what the program notes by itself, and what an instructor or an
    event of the scenario did.
    """
    entries = (one for one in view.all(ActivityEntry) if one.revision > run.began and _own(one))
    return tuple(_steps(sorted(entries, key=lambda one: one.revision)[:MOST_STEPS]))


def _own(entry: ActivityEntry) -> bool:
    # The entry that the ticks of a running clock share has no revision in its id.
    return entry.id[:8].isdecimal() and entry.operation not in _NOTED and not is_outsider(entry.caller)


def _steps(entries: Iterable[ActivityEntry]) -> Iterable[StepDone]:
    for one in entries:
        yield StepDone(
            revision=one.revision,
            title=one.title,
            target=one.target.rsplit("/", 1)[-1],
            at=one.at,
            status=one.status,
            code=one.code,
            azure=one.category == "Administrative",
        )
