"""The files that one state consists of.

    state.json           the last checkpoint
    state.json.journal   the operations since then, a line each
    state.json.lock      locked while somebody writes
    state.json.clock     locked by the instance that runs the clock
    state.json.history/  earlier checkpoints and journals; of a large state the present documents, packed

The lock files are empty and may be deleted while no program runs.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from store.errors import StateError
from store.files.durable import beside, remove_abandoned


class StatePaths:
    """The paths of one state's files. A link is followed first, so that every way in shares one lock."""

    def __init__(self, path: Path) -> None:
        try:
            os.fsencode(path)
            self.path = Path(os.path.realpath(path))
        except (ValueError, OSError) as error:
            raise StateError(
                "StateNameInvalid",
                f"{str(path)!r} cannot be the name of a state file: {error}. Give another path.",
            ) from None
        self.journal = beside(self.path, ".journal")
        self.lock = beside(self.path, ".lock")
        self.clock = beside(self.path, ".clock")
        self.history = beside(self.path, ".history")

    def set_aside_as(self, why: str) -> StatePaths:
        """The paths of a state that does not exist yet: `PATH.why-N` with its journal and history."""
        number = 1
        while True:
            free = StatePaths(beside(self.path, f".{why}-{number}"))
            if not any(os.path.lexists(one) for one in (free.path, free.journal, free.history)):
                return free
            number += 1


def sweep(paths: StatePaths) -> None:
    """Remove the scratch files that a crash left behind. Call it under the state's lock."""
    name = re.escape(paths.path.name) + r"(\.[a-z]+-\d+)?(\.journal)?"
    remove_abandoned(paths.path.parent, name)
    remove_abandoned(paths.history, r"\d{12}\.\S+")
