"""Undo and Redo: the simulator's way back through what was done, step by step. Azure has none."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from store.errors import AzureError
from store.operations.operation import NeedMore, Simulator
from store.resources import TABLES, ActivityEntry, ExportedCopy, Message, Planted, TakeOver, TrainingRun
from store.services.authorization.outsiders import called, is_instructor
from store.world import Draft, View, World

#: What no way back touches: the log of what was done, what a trainee has paid for, what an instructor does.
_KEPT = (ActivityEntry, TrainingRun, Message, Planted, TakeOver)
#: The operation that sets a bookmark: it changes nothing that could be taken back.
BOOKMARK = "Simulator/bookmarks/write"
#: Deeds beside the portal of a trainee and an instructor: what they change is kept, and so not taken back.
_BESIDE = ("Simulator/training/", "Simulator/messages/", "Simulator/takeOver/", "Simulator/faults/")


class Step(NamedTuple):
    """An operation in the Activity log, all its parts; `before` is the revision of the world before it."""

    entry: ActivityEntry
    before: int


class Undone(NamedTuple):
    """An operation that was taken back, and the revision of the world before it was."""

    step: Step
    before: int


class Steps(NamedTuple):
    """What can be taken back and what can be done again, the next one last."""

    done: list[Step]
    undone: list[Undone]


class Earlier(NamedTuple):
    """The step that is gone, and the world at its other end."""

    step: Step
    world: World


def steps_of(view: View) -> Steps:
    """Follow the Activity log: operations are done, taken back, done again; ticks of a clock are none."""
    found = Steps([], [])
    for entry in view.all(ActivityEntry):
        if entry.status == "Succeeded" and entry.id.startswith(f"{entry.revision:08d}"):
            _follow(found, entry)
    return found


def _follow(found: Steps, entry: ActivityEntry) -> None:
    done, undone = found
    if entry.operation == BOOKMARK or entry.operation.startswith(_BESIDE):
        return
    if entry.operation == Undo.arm:
        if done:
            undone.append(Undone(done.pop(), entry.revision - 1))
    elif entry.operation == Redo.arm:
        if undone:
            done.append(undone.pop().step)
    elif done and done[-1].entry.correlation_id == entry.correlation_id:
        done[-1] = Step(entry, done[-1].before)
    else:
        done.append(Step(entry, entry.revision - 1))
        undone.clear()


class Back(Simulator, frozen=True, kw_only=True):
    """An operation that gives all documents but those of the Activity log what they were at a revision."""

    @abstractmethod
    def step(self, view: View) -> Step | None:
        """The operation that is taken back or done again."""

    @abstractmethod
    def revision(self, view: View) -> int:
        """The revision whose documents come back, where there is a step."""

    @abstractmethod
    def why_not(self, view: View) -> AzureError | None:
        """Why there is no step."""

    def denied(self, view: View, caller: str) -> AzureError | None:
        step = self.step(view)
        return others_deed(step.entry, caller) if step is not None else None

    def recall(self, view: View, at: Callable[[int], World]) -> Earlier | None:
        step = self.step(view)
        if step is None:
            return None
        try:
            return Earlier(step, at(self.revision(view)))
        except AzureError as error:
            if error.code != "RevisionNotKept":
                raise
            raise AzureError(
                "NothingToUndo",
                f"This is the beginning of the history that is kept: '{step.entry.title}' of "
                f"{step.entry.at:%Y-%m-%d %H:%M} UTC came before it.",
                error.repair,
            ) from None

    def foretell(self, world: World, at: Callable[[int], World]) -> str:
        """What `apply` would change, said of the world as it is; raises the `AzureError` of a refusal."""
        refused = self.why_not(world)
        if refused is not None:
            raise refused
        return self.restore(Draft(world), self.recall(world, at))

    def restore(self, draft: Draft, material: Earlier | None) -> str:
        """Give every table but the Activity log its other documents; returns what that changed."""
        if material is None or material.step != self.step(draft):
            raise NeedMore
        return bring_back(draft, material.world)


class Undo(Back, frozen=True, kw_only=True):
    """Take back the last operation that is not taken back yet, and what the running clock did after it.

    Everything is again as it was before, the clock too, but for the Activity log. Another Undo takes back
    the operation before, Redo does the last one again. Files that were exported stay where they are.
    """

    arm: ClassVar[str] = "Simulator/undo/action"
    title: ClassVar[str] = "Undo"

    def step(self, view: View) -> Step | None:
        done = steps_of(view).done
        return done[-1] if done else None

    def revision(self, view: View) -> int:
        return steps_of(view).done[-1].before

    def why_not(self, view: View) -> AzureError | None:
        if self.step(view) is not None:
            return None
        redo = "Redo does again what was taken back." if steps_of(view).undone else ""
        return AzureError("NothingToUndo", "There is no operation to take back.", redo)

    def apply(self, draft: Draft, material: Earlier | None) -> str:
        told = self.restore(draft, material)
        assert material is not None
        return f"'{material.step.entry.title}' was taken back: {told}"


class Redo(Back, frozen=True, kw_only=True):
    """Do again what the last Undo took back, as it was then; possible until another operation is done."""

    arm: ClassVar[str] = "Simulator/redo/action"
    title: ClassVar[str] = "Redo"

    def step(self, view: View) -> Step | None:
        undone = steps_of(view).undone
        return undone[-1].step if undone else None

    def revision(self, view: View) -> int:
        return steps_of(view).undone[-1].before

    def why_not(self, view: View) -> AzureError | None:
        if self.step(view) is not None:
            return None
        undo = "Undo takes that operation back." if steps_of(view).done else ""
        return AzureError("NothingToRedo", "Nothing was taken back since the last operation.", undo)

    def apply(self, draft: Draft, material: Earlier | None) -> str:
        told = self.restore(draft, material)
        assert material is not None
        return f"'{material.step.entry.title}' was done again: {told}"


def others_deed(entry: ActivityEntry, caller: str) -> AzureError | None:
    """Why this caller cannot take back what an entry tells of: an instructor's deeds are an instructor's."""
    if not is_instructor(entry.caller) or is_instructor(caller):
        return None
    return AzureError(
        "NotYours",
        f"{called(entry.caller)} has changed this world since: that is not yours to take back.",
        "Mend it as you would in Azure.",
    )


def bring_back(draft: Draft, earlier: World) -> str:
    """Give every table but those of `_KEPT` its earlier documents; returns what that changed."""
    now, copies = draft.now, dict(draft.table(ExportedCopy))
    count = _restore(draft, earlier)
    told = f"{count} document{'s' * (count != 1)} as before."
    if draft.now != now:
        told += f" It is {draft.now:%Y-%m-%d %H:%M} UTC again."
    if copies != draft.table(ExportedCopy):
        told += " Files that were exported stay where they are."
    return told


def _restore(draft: Draft, earlier: World) -> int:
    """Do so; returns how many documents differ."""
    count = 0
    for kind in TABLES.values():
        now, then = draft.table(kind), earlier.table(kind)
        if kind in _KEPT or now is then:
            continue
        gone = [document for key, document in now.items() if key not in then]
        changed = [document for key, document in then.items() if now.get(key) != document]
        for document in gone:
            draft.remove(document)
        for document in changed:
            draft.put(document)
        count += len(gone) + len(changed)
    return count
