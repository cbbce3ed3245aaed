"""Undo: the simulator's way back by one operation. Azure has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from store.errors import AzureError
from store.operations.operation import NeedMore, Simulator
from store.resources import TABLES, ActivityEntry, ExportedCopy
from store.world import Draft, View, World


class Earlier(NamedTuple):
    """The operation to take back, and the world before it."""

    entry: ActivityEntry
    world: World


class Undo(Simulator, frozen=True, kw_only=True):
    """Undo the last operation, and the effects of the running clock after it.

    Everything is again as it was before, the clock too, but for the Activity log. Undoing an undo brings
    the operation back. Files that were exported stay where they are.
    """

    arm: ClassVar[str] = "Simulator/undo/action"
    title: ClassVar[str] = "Undo"

    def why_not(self, view: View) -> AzureError | None:
        return None if _last(view) else AzureError("NothingToUndo", "There is no operation to take back.")

    def recall(self, view: View, at: Callable[[int], World]) -> Earlier | None:
        entry = _last(view)
        if entry is None:
            return None
        try:
            return Earlier(entry, at(entry.revision - 1))
        except AzureError as error:
            if error.code != "RevisionNotKept":
                raise
            raise AzureError(
                "NothingToUndo",
                f"'{entry.title}' belongs to the world as it was made, or is older than the operations kept: "
                "there is nothing to go back to.",
                "Take back what is done from here on.",
            ) from None

    def apply(self, draft: Draft, material: Earlier | None) -> str:
        if material is None or material.entry != _last(draft):
            raise NeedMore
        entry, copies = material.entry, dict(draft.table(ExportedCopy))
        count = _restore(draft, material.world)
        stay = ""
        if copies != draft.table(ExportedCopy):
            stay = " Files that were exported stay where they are."
        return f"'{entry.title}' was taken back: {count} document{'s' * (count != 1)} as before.{stay}"


def _last(view: View) -> ActivityEntry | None:
    """The last operation that a caller asked for, ticks of a running clock left out."""
    for entry in reversed(tuple(view.all(ActivityEntry))):
        ticks = not entry.id.startswith(f"{entry.revision:08d}")
        if entry.status == "Succeeded" and not ticks:
            return entry
    return None


def _restore(draft: Draft, earlier: World) -> int:
    """Give every table but the Activity log its earlier documents; returns how many differ."""
    count = 0
    for kind in TABLES.values():
        now, then = draft.table(kind), earlier.table(kind)
        if kind is ActivityEntry or now is then:
            continue
        gone = [document for key, document in now.items() if key not in then]
        changed = [document for key, document in then.items() if now.get(key) != document]
        for document in gone:
            draft.remove(document)
        for document in changed:
            draft.put(document)
        count += len(gone) + len(changed)
    return count
