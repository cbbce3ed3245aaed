"""Bookmarks: moments of a world that one comes back to, such as the start of a lesson. Azure has none.

A bookmark is its line in the Activity log, which nothing takes back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from store.errors import AzureError
from store.operations.operation import NeedMore, Simulator
from store.operations.simulator.undo import BOOKMARK, bring_back, others_deed, steps_of
from store.resources import ActivityEntry
from store.world import Draft, View, World

#: Characters of a bookmark's name.
_LONGEST = 60


class Marked(NamedTuple):
    """A bookmark, and the world at it."""

    entry: ActivityEntry
    world: World


def bookmarks(view: View) -> dict[str, ActivityEntry]:
    """The bookmarks by name, each where it was set last, the latest first."""
    found: dict[str, ActivityEntry] = {}
    for entry in reversed(tuple(view.all(ActivityEntry))):
        if entry.operation == BOOKMARK and entry.status == "Succeeded":
            found.setdefault(entry.target.casefold(), entry)
    return {entry.target: entry for entry in found.values()}


def _find(view: View, name: str) -> ActivityEntry | None:
    wanted = name.strip().casefold()
    return next((entry for one, entry in bookmarks(view).items() if one.casefold() == wanted), None)


class SetBookmark(Simulator, frozen=True, kw_only=True):
    """Mark this moment by a name, to come back to it; a bookmark of the same name moves here."""

    arm: ClassVar[str] = BOOKMARK
    title: ClassVar[str] = "Set a bookmark"

    name: str

    def target(self, view: View) -> str:
        return self.name.strip()

    def why_not(self, view: View) -> AzureError | None:
        name = self.name.strip()
        if 0 < len(name) <= _LONGEST and name.isprintable() and "/" not in name:
            return None
        return AzureError(
            "InvalidBookmark",
            f"A bookmark's name has 1-{_LONGEST} characters one can see, and no slash.",
        )

    def apply(self, draft: Draft, material: None) -> str:
        return f"'{self.name.strip()}' marks {draft.now:%Y-%m-%d %H:%M} UTC."


class ReturnToBookmark(Simulator, frozen=True, kw_only=True):
    """Make everything what it was at a bookmark, the clock too; Undo takes that back.

    The Activity log goes on, and files that were exported stay where they are.
    """

    arm: ClassVar[str] = "Simulator/bookmarks/return/action"
    title: ClassVar[str] = "Return to a bookmark"

    name: str

    def target(self, view: View) -> str:
        return self.name.strip()

    def why_not(self, view: View) -> AzureError | None:
        if _find(view, self.name) is not None:
            return None
        there = ", ".join(bookmarks(view)) or "none yet"
        return AzureError(
            "BookmarkNotFound", f"There is no bookmark '{self.name[:_LONGEST]}'.", f"Bookmarks: {there}."
        )

    def denied(self, view: View, caller: str) -> AzureError | None:
        entry = _find(view, self.name)
        since = (step.entry for step in steps_of(view).done if entry and step.before >= entry.revision)
        return next((refused for one in since if (refused := others_deed(one, caller))), None)

    def recall(self, view: View, at: Callable[[int], World]) -> Marked | None:
        entry = _find(view, self.name)
        return Marked(entry, at(entry.revision)) if entry is not None else None

    def apply(self, draft: Draft, material: Marked | None) -> str:
        if material is None or material.entry != _find(draft, self.name):
            raise NeedMore
        return f"This is '{material.entry.target}': {bring_back(draft, material.world)}"
