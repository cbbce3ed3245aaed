"""A journal without files: for tests, and for building worlds."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.errors import AzureError
from store.journal.generations import KEPT_COMMITS
from store.journal.lines import Line, check, encode, make_line
from store.world import Draft, Stored, World


def revision_not_kept(revision: int, first: int, last: int) -> AzureError:
    """The refusal to open a revision before the first that is kept (or after the last)."""
    kept = f"goes from revision {first:,} to {last:,}" if first < last else f"begins at revision {last:,}"
    return AzureError(
        "RevisionNotKept", f"Revision {revision} is not kept.", f"The history of this world {kept}."
    )


class MemoryJournal:
    """The interface of `Journal`, holding its last commits in memory."""

    path = Path()
    read_only = ""
    barred = ""
    warnings: tuple[str, ...] = ()

    def __init__(self, world: World) -> None:
        self.world = world
        self._worlds = {world.revision: world}
        self._lines: dict[int, Line[Stored]] = {}
        self._lock = threading.RLock()

    def check_writable(self) -> None:
        """Memory can be written."""

    @contextmanager
    def locked(self, timeout: float = 0) -> Iterator[World]:
        """Keep other threads out; yields the world to change."""
        with self._lock:
            yield self.world

    def commit(self, draft: Draft, *, id: str, caller: str, operation: Mapping[str, Any]) -> World:
        """Make the draft the current world; refuses what a file would not take (see `encode` and `check`)."""
        line = make_line(draft, id=id, caller=caller, operation=operation)
        check(line, encode(line))
        world = draft.finish()
        self._lines[world.revision] = line
        self._worlds[world.revision] = world
        self._worlds.pop(world.revision - KEPT_COMMITS - 1, None)
        self._lines.pop(world.revision - KEPT_COMMITS, None)
        self.world = world
        return world

    def follow(self) -> bool:
        """False: a world in memory has one writer."""
        return False

    def hold_clock(self) -> bool:
        """No other instance can run this clock."""
        return True

    def checkpoint_due(self) -> bool:
        """There is nothing to fold."""
        return False

    def checkpoint(self) -> None:
        """There is no file."""

    def at(self, revision: int) -> World:
        """The world as it was; raises `AzureError` RevisionNotKept."""
        try:
            return self._worlds[revision]
        except KeyError:
            raise self._not_kept(revision) from None

    def _not_kept(self, revision: int) -> AzureError:
        return revision_not_kept(revision, self.first_kept(), self.world.revision)

    def first_kept(self) -> int:
        """The first revision that is kept."""
        return min(self._worlds)

    def lines(self, first: int, last: int) -> list[Line[Stored]]:
        """The operations of these revisions, both ends included; raises `AzureError` RevisionNotKept."""
        try:
            return [self._lines[revision] for revision in range(first, last + 1)]
        except KeyError as error:
            raise self._not_kept(error.args[0]) from None

    def close(self, *, checkpoint: bool) -> None:
        """There is nothing to close."""
